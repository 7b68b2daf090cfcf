// Known holes in the packages that are installed, as the registry knows them. Fails on high and critical ones in what is shipped.
// A registry that does not answer such questions is said loudly and counted as skipped: never as good.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  timeout: 120_000,
})

const report = (() => {
  try {
    return JSON.parse(stdout)
  } catch {
    return null
  }
})()

/** By severity; null when the registry did not say. */
const counts = report?.metadata?.vulnerabilities ?? null

if (counts === null) {
  const why =
    report?.message ?? report?.error?.summary ?? stderr.trim().split('\n')[0] ?? 'no answer'
  const line = '!'.repeat(78)
  console.log(
    `${line}\n!! THE DEPENDENCIES WERE NOT AUDITED: ${why}\n!! Run "npm audit --omit=dev" where the registry answers.\n${line}`,
  )
  writeFileSync(join(folder, 'audit.skipped'), `${why}\n`)
} else {
  console.log(`known holes in what is shipped: ${JSON.stringify(counts)}`)
  for (const [name, { severity, via }] of Object.entries(report.vulnerabilities ?? {})) {
    const titles = via.map((one) => (typeof one === 'string' ? one : `${one.title} ${one.url}`))
    console.log(`${severity}  ${name}  ${titles.join('; ')}`)
  }
  process.exitCode = (counts.high ?? 0) + (counts.critical ?? 0) > 0 ? 1 : 0
}
