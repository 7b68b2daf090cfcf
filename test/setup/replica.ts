import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { findBinaries, postgresUser } from '#store/embedded/embedded-binaries.ts'
import { type Cluster, logTail, spawnPostmaster, untilReady } from '#store/embedded/postmaster.ts'
import { withClient } from './with-client.ts'

/** Of the primary's directory what a base backup leaves out (PostgreSQL 18, "Making a Base Backup Using the Low Level API"). */
const LEFT_OUT =
  /\/(postmaster\.(pid|opts)|pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+|pgsql_tmp.*)$/

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/**
 * A streaming replica of an embedded server. The packaged binaries have no pg_basebackup: the files are copied between
 * `pg_backup_start` and `pg_backup_stop`, and the log comes over the stream.
 */
export class Replica {
  url = ''
  readonly #directory: string
  readonly #primary: URL
  #cluster: Cluster | undefined
  #child: ChildProcess | undefined
  #port = 0

  /** @param directory of its own, reachable by user postgres */
  constructor(primaryUrl: string, directory: string) {
    this.#primary = new URL(primaryUrl)
    this.#directory = directory
  }

  /** @param primaryData the primary's data directory */
  async create(primaryData: string): Promise<void> {
    const runAs = await postgresUser()
    const data = join(this.#directory, 'data')
    await mkdir(data, { recursive: true, mode: 0o700 })
    const client = new pg.Client({ connectionString: this.#primary.href })
    await client.connect()
    try {
      await client.query(`select pg_backup_start('replica', true)`)
      await cp(primaryData, data, {
        recursive: true,
        force: true,
        filter: (from) => !LEFT_OUT.test(from),
      })
      const { rows } = await client.query<{ labelfile: string }>(
        'select * from pg_backup_stop(false)',
      )
      await writeFile(join(data, 'backup_label'), rows[0]?.labelfile ?? '')
    } finally {
      await client.end()
    }
    await writeFile(join(data, 'standby.signal'), '')
    if (runAs !== null) await handOver(this.#directory, runAs)
    this.#cluster = {
      binaries: await findBinaries(runAs),
      runAs,
      directory: this.#directory,
      logFile: join(this.#directory, 'log'),
    }
    this.#port = await freePort()
    const url = new URL(this.#primary.href)
    url.port = String(this.#port)
    this.url = url.href
    await this.start()
  }

  async start(): Promise<void> {
    const cluster = this.#cluster
    if (cluster === undefined) throw new Error('create it first')
    const { hostname, port, username, password } = this.#primary
    const conninfo = `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}`
    const child = spawnPostmaster(cluster, this.#port, {
      primary_conninfo: conninfo,
      hot_standby: 'on',
      fsync: 'off',
      shared_buffers: '64MB',
      max_connections: '100',
      wal_retrieve_retry_interval: '100ms',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    })
    this.#child = child
    child.once('exit', () => child.stdin?.end('stopped\n'))
    child.stdin?.on('error', () => undefined)
    if (!(await untilReady(cluster, child))) {
      throw new Error(`the replica did not start: ${await logTail(cluster.logFile)}`)
    }
  }

  /** What arrives is kept and not shown. */
  async pause(): Promise<void> {
    await withClient(this.url, (client) => client.query('select pg_wal_replay_pause()'))
  }

  async resume(): Promise<void> {
    await withClient(this.url, (client) => client.query('select pg_wal_replay_resume()'))
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGQUIT')
    await gone
  }

  async destroy(): Promise<void> {
    await this.stop()
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

const handOver = async (
  path: string,
  { uid, gid }: { uid: number; gid: number },
): Promise<void> => {
  for (const entry of await readdir(path, { recursive: true })) {
    await chown(join(path, entry), uid, gid)
  }
  await chown(path, uid, gid)
}
