import { clauses } from '#rules/clauses/clause-by-id.ts'
import { checkCoverage } from './check-coverage.ts'
import { reportCoverage } from './coverage-report.ts'
import { coverageTable } from './coverage-table.ts'
import { readProduct } from './product.ts'

/** `npm run clauses`: every bottled-gas duty of the five documents, and what stands for it. Ends with 1 when the table lies. */
process.stdout.write(`${reportCoverage(clauses, coverageTable)}\n`)
const wrong = checkCoverage(clauses, coverageTable, readProduct())
if (wrong.length > 0) {
  process.stderr.write(`\n${wrong.join('\n')}\n`)
  process.exitCode = 1
}
