import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

interface Diagnostic {
  readonly code: string
  readonly filename: string
}

const root = process.cwd()

/**
 * Runs oxlint, with the settings of this repository, over `files` (path → source) laid out like the repository.
 * @returns the codes reported for each file, such as `eslint(no-restricted-imports)`; a clean file has an empty list
 */
export function runOxlint(files: Readonly<Record<string, string>>): Map<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lpg-lint-'))
  try {
    for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json']) {
      copyFileSync(join(root, name), join(folder, name))
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), source)
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const args = [oxlint, '--type-aware', '--format=json', '--threads=1']
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: readonly Diagnostic[] }
    return new Map(
      Object.keys(files).map((path) => [
        path,
        diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code),
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
