import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { filesUnder } from '#test/tree/files-under.ts'

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const BUILT = 'dist/console/index.html'

/** Files were named on the command line, and none of the console's: any build that is there does. */
const needsNone = (): boolean => {
  const named = process.argv.filter((word) => word.startsWith('test/'))
  return (
    named.length > 0 &&
    !named.some((name) => name.startsWith('test/console')) &&
    changedAt(BUILT) > 0
  )
}

/** The console is built once before the tests when its sources are newer than what `npm ci` built: no test looks at yesterday's. */
export default (): void => {
  if (needsNone()) return
  const sources = ['services/console', 'services/domain'].flatMap((folder) =>
    filesUnder(folder, ''),
  )
  const newest = Math.max(...sources.map(changedAt))
  if (changedAt(BUILT) > newest) return
  execFileSync(
    'npx',
    ['vite', 'build', '-c', 'services/console/vite.config.ts', '--logLevel', 'warn'],
    {
      stdio: 'inherit',
      // The runner's own (test) would build React for development: 76 kB more in the first view.
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
}
