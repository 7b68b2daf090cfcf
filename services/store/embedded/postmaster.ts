import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openSync, closeSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, workersIn, worksIn } from './data-dir-owner.ts'
import type { Binaries, RunAs } from './embedded-binaries.ts'

/** Where a cluster lives and who runs it. As root its path goes through an open directory, so that a private parent (0700) does not matter. */
export type Cluster = {
  readonly binaries: Binaries
  readonly runAs: RunAs
  /** Holds `data`; owned by the user that PostgreSQL runs as. */
  readonly directory: string
  readonly logFile: string
}

/**
 * PostgreSQL leads its own session, so that Ctrl-C reaches us alone and we decide the order of the shutdown; a watcher
 * beside it ends it when our end of the pipe closes, however we died. The double fork keeps the watcher from being
 * PostgreSQL's child.
 */
const WATCHED =
  'exec 3<&0 </dev/null; ( ( read -r said <&3; [ "$said" = stopped ] || kill -INT $$ ) >/dev/null 2>&1 & ); exec 3<&-; exec "$@"'

const DIRECTORY_FD = 4

/** Nothing of ours: a PGDATA or PGPORT around us must not steer it. */
const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const pathOf = (cluster: Cluster, name: string): string =>
  cluster.runAs === null || process.platform !== 'linux'
    ? join(cluster.directory, name)
    : `/proc/self/fd/${DIRECTORY_FD}/${name}`

type Job = {
  readonly command: string
  readonly args: readonly string[]
  readonly detached: boolean
}

const spawnIn = (cluster: Cluster, { command, args, detached }: Job): ChildProcess => {
  const log = openSync(cluster.logFile, 'a', 0o600)
  const directory = openSync(cluster.directory, 'r')
  try {
    return spawn(command, args, {
      ...cluster.runAs,
      cwd: '/',
      env: environment,
      detached,
      stdio: ['pipe', log, log, 'ignore', directory],
    })
  } finally {
    closeSync(log)
    closeSync(directory)
  }
}

/** Runs initdb into `name`. @throws Error with the end of the log. */
export const initialise = async (
  cluster: Cluster,
  name: string,
  user: { readonly name: string; readonly passwordFile: string },
): Promise<void> => {
  const child = spawnIn(cluster, {
    command: cluster.binaries.initdb,
    args: [
      ...['-D', pathOf(cluster, name), '--pwfile', pathOf(cluster, user.passwordFile)],
      ...['--username', user.name, '--auth', 'scram-sha-256', '--no-instructions'],
      // MB. A new segment is filled with zeros while every commit waits: 80 ms for the usual 16. And the backup takes one a minute.
      ...['--wal-segsize', '2'],
      // The built-in provider sorts the same on every system: an index never depends on the libc that wrote it.
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin'],
      ...['--builtin-locale', 'C.UTF-8'],
    ],
    detached: false,
  })
  child.stdin?.end()
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`initdb failed (${code}): ${await logTail(cluster.logFile)}`)
}

/** The last 2 000 bytes of the log. */
export const logTail = async (file: string): Promise<string> => {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, 2000)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').trim()
  } finally {
    await handle.close()
  }
}

/** Starts the postmaster; it is not ready yet. */
export const spawnPostmaster = (
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess => {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', pathOf(cluster, 'data'), '-p', String(port), ...flags]
  if (process.platform === 'win32') {
    return spawnIn(cluster, { command: cluster.binaries.postgres, args, detached: false })
  }
  return spawnIn(cluster, {
    command: '/bin/sh',
    args: ['-c', WATCHED, 'sh', cluster.binaries.postgres, ...args],
    detached: true,
  })
}

const pidFile = (cluster: Cluster): string => join(cluster.directory, 'data', 'postmaster.pid')

const pidLines = async (cluster: Cluster): Promise<readonly string[]> =>
  (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n').map((line) => line.trim())

/** Resolves true when the postmaster accepts connections, false when it ended before. Recovery may take its time. */
export const untilReady = async (cluster: Cluster, child: ChildProcess): Promise<boolean> => {
  let ended = false
  const end = (): void => {
    ended = true
  }
  child.once('exit', end).once('error', end)
  while (!ended) {
    const lines = await pidLines(cluster)
    if (lines[0] === String(child.pid) && lines[7] === 'ready') return true
    await sleep(10)
  }
  return false
}

const untilGone = async (pid: number, withinMs: number): Promise<boolean> => {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(20)) {
    if (!isAlive(pid)) return true
  }
  return !isAlive(pid)
}

type Escalation = readonly (readonly ['SIGINT' | 'SIGQUIT' | 'SIGKILL', number])[]

const end = async (pid: number, escalation: Escalation): Promise<void> => {
  for (const [signal, withinMs] of escalation) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await untilGone(pid, withinMs)) return
  }
}

/**
 * Ends what a killed process left behind in our data directory: its postmaster, and backends that are too busy to notice
 * that theirs is gone (they keep the shared memory). Clears the pid file when its number now belongs to somebody else.
 * Call only with the directory claimed.
 */
export const endOrphans = async (cluster: Cluster): Promise<void> => {
  const data = join(cluster.directory, 'data')
  const pid = Number.parseInt((await pidLines(cluster))[0] ?? '', 10)
  if (pid > 0 && isAlive(pid)) {
    // Fast shutdown first: it writes its checkpoint and spares us the recovery.
    if (worksIn(pid, data)) {
      await end(pid, [
        ['SIGINT', 10_000],
        ['SIGQUIT', 5_000],
        ['SIGKILL', 5_000],
      ])
    } else await rm(pidFile(cluster), { force: true })
  }
  const left = workersIn(data)
  await Promise.all(
    left.map((worker) =>
      end(worker, [
        ['SIGQUIT', 2_000],
        ['SIGKILL', 2_000],
      ]),
    ),
  )
}
