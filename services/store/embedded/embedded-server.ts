import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { claimDataDir } from './data-dir-owner.ts'
import { findBinaries, postgresUser } from './embedded-binaries.ts'
import { embeddedSettings } from './embedded-settings.ts'
import { freePort } from './free-port.ts'
import {
  type Cluster,
  endOrphans,
  initialise,
  logTail,
  spawnPostmaster,
  untilReady,
} from './postmaster.ts'

const USER = 'lpg'
const DATABASE = 'lpg'
/** Backends of a killed postmaster may hold the shared memory until they notice (design §2). */
const RETRY_MS = 30_000
const MAX_LOG_BYTES = 10 * 1024 * 1024

export type EmbeddedServerOptions = {
  /** PostgreSQL settings that differ from {@link embeddedSettings}. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told when the server ended by itself and is started again. */
  readonly onTrouble?: (message: string) => void
}

/**
 * PostgreSQL 18 under `DATA_DIR/pg`, on 127.0.0.1 with a password, for installs without a `DATABASE_URL`. Comes up again
 * after a SIGKILL of everything, starts PostgreSQL again when it dies alone, and never outlives this process.
 */
export class EmbeddedServer {
  readonly #home: string
  readonly #options: EmbeddedServerOptions
  #cluster: Cluster | undefined
  #child: ChildProcess | undefined
  #release: (() => Promise<void>) | undefined
  #password = ''
  #port = 0
  #stopping = false
  #known = false

  constructor(dataDir: string, options: EmbeddedServerOptions = {}) {
    this.#home = join(resolve(dataDir), 'pg')
    this.#options = options
  }

  /** Stays the same while PostgreSQL is restarted. Valid after {@link start}. */
  get url(): string {
    return `postgres://${USER}:${this.#password}@127.0.0.1:${this.#port}/${DATABASE}`
  }

  /** Process id of the postmaster, for diagnosis. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** @throws Error when another living process uses the directory, or PostgreSQL does not come up within 30 s. */
  async start(): Promise<void> {
    this.#stopping = false
    this.#known = false
    await mkdir(this.#home, { recursive: true, mode: 0o700 })
    this.#release = await claimDataDir(join(this.#home, 'owner'))
    try {
      this.#cluster = await this.#prepare()
      await endOrphans(this.#cluster)
      await this.#createOnce(this.#cluster)
      this.#port = await this.#lastPort()
      await this.#launch(this.#cluster)
      await this.#createDatabase()
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Runs `work` on the files while nobody else can start the server. @throws Error when a living process uses the directory */
  async whileStopped<T>(work: () => Promise<T>): Promise<T> {
    await mkdir(this.#home, { recursive: true, mode: 0o700 })
    this.#release = await claimDataDir(join(this.#home, 'owner'))
    try {
      await endOrphans(await this.#prepare())
      return await work()
    } finally {
      await this.stop()
    }
  }

  /** Fast shutdown: call it after everything that writes has been drained. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    this.#child = undefined
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      const impatient = setTimeout(() => child.kill('SIGQUIT'), RETRY_MS)
      await gone
      clearTimeout(impatient)
    }
    await this.#release?.()
    this.#release = undefined
  }

  async #prepare(): Promise<Cluster> {
    const runAs = await postgresUser()
    const directory = join(this.#home, 'cluster')
    const logFile = join(this.#home, 'postgres.log')
    await mkdir(directory, { recursive: true, mode: 0o700 })
    // Where the log of writes is handed over, if it is (`backup/wal-shipper.ts`).
    const archive = join(directory, 'archive')
    await mkdir(archive, { recursive: true, mode: 0o700 })
    if (runAs !== null) {
      await chown(directory, runAs.uid, runAs.gid)
      await chown(archive, runAs.uid, runAs.gid)
    }
    const { size } = await stat(logFile).catch(() => ({ size: 0 }))
    if (size > MAX_LOG_BYTES) await truncate(logFile)
    return { binaries: await findBinaries(runAs), runAs, directory, logFile }
  }

  /** initdb into `data.new`, renamed when complete: a kill in between leaves nothing that looks like a cluster. */
  async #createOnce(cluster: Cluster): Promise<void> {
    const passwordFile = join(this.#home, 'password')
    const data = join(cluster.directory, 'data')
    if (await stat(data).catch(() => null)) {
      this.#password = (await readFile(passwordFile, 'utf8')).trim()
      return
    }
    this.#password = randomBytes(24).toString('base64url')
    await writeFile(passwordFile, `${this.#password}\n`, { mode: 0o600 })
    await rm(`${data}.new`, { recursive: true, force: true })
    const handed = join(cluster.directory, 'password.new')
    await writeFile(handed, `${this.#password}\n`, { mode: 0o600 })
    if (cluster.runAs !== null) await chown(handed, cluster.runAs.uid, cluster.runAs.gid)
    try {
      await initialise(cluster, 'data.new', { name: USER, passwordFile: 'password.new' })
    } finally {
      await rm(handed, { force: true })
    }
    await rename(`${data}.new`, data)
  }

  async #lastPort(): Promise<number> {
    const last = await readFile(join(this.#home, 'port'), 'utf8').catch(() => '')
    return Number.parseInt(last, 10) || freePort()
  }

  /** One start after the other until PostgreSQL is ready; a port that somebody took before the first is exchanged. */
  async #launch(cluster: Cluster): Promise<void> {
    const settings = { ...embeddedSettings(), ...this.#options.settings }
    const deadline = Date.now() + RETRY_MS
    while (!this.#stopping) {
      const child = spawnPostmaster(cluster, this.#port, settings)
      this.#child = child
      // The watcher is told, so that it does not signal a number that is no longer PostgreSQL's.
      child.once('exit', () => child.stdin?.end('stopped\n'))
      child.stdin?.on('error', () => undefined)
      if (await untilReady(cluster, child)) {
        await writeFile(join(this.#home, 'port'), String(this.#port))
        child.once('exit', (code, signal) => this.#onExit(cluster, child, code ?? signal))
        this.#known = true
        return
      }
      const said = await logTail(cluster.logFile)
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not start: ${said}`)
      // Everybody who is connected knows the port: once it was given out it is waited for.
      if (!this.#known && /could not (create any TCP|bind IPv4)/.test(said.slice(-600))) {
        this.#port = await freePort()
      }
      await sleep(200)
    }
  }

  #onExit(cluster: Cluster, child: ChildProcess, how: number | string | null): void {
    if (this.#stopping || this.#child !== child) return
    this.#options.onTrouble?.(`PostgreSQL ended (${how}), starting it again`)
    this.#launch(cluster).catch((error: unknown) => {
      this.#options.onTrouble?.(String(error))
      this.#onExit(cluster, this.#child ?? child, 'no start')
    })
  }

  async #createDatabase(): Promise<void> {
    const url = new URL(this.url)
    url.pathname = '/postgres'
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [
        DATABASE,
      ])
      if (rowCount === 0) await client.query(`create database ${DATABASE}`)
    } finally {
      await client.end()
    }
  }
}
