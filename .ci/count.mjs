// Counts a run of .ci/run: the tests of vitest's report, and a failed step before them as one failure more.
// Prints "N passed, N failed[, N skipped]"; exits non-zero when anything failed or the tests did not run.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const steps = readdirSync(folder)
  .filter((name) => name.endsWith('.step'))
  .map((name) => [name.slice(0, -'.step'.length), Number(readFileSync(join(folder, name), 'utf8'))])
const status = Object.fromEntries(steps)

let failed = steps.filter(([name, code]) => name !== 'test' && code !== 0).length
let passed = 0
let skipped = 0

const report = join(folder, 'vitest.json')
let failedTests = 0
if (existsSync(report)) {
  const tests = JSON.parse(readFileSync(report, 'utf8'))
  // A file that could not be loaded has no tests to fail: it counts as one.
  const unloaded = tests.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  passed = tests.numPassedTests
  skipped = tests.numPendingTests + tests.numTodoTests
  failedTests = tests.numFailedTests + unloaded.length
}
// What could not be done is no pass.
skipped += readdirSync(folder).filter((name) => name.endsWith('.skipped')).length
// No report, or red without a failed test (an unhandled rejection, a teardown that hung): still a failure.
failed += failedTests === 0 && status.test !== 0 ? 1 : failedTests

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
