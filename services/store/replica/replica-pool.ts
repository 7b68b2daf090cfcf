import type pg from 'pg'
import { freshnessNow } from './freshness.ts'
import { type PoolOptions } from '#store/pool.ts'
import { ReachPool, reachConfig } from '#store/reach-pool.ts'
import { ReplicaLag } from './replica-lag.ts'

const LOOK_MS = 250
/** Further behind, the replica is no help: readers would see yesterday's list. */
const MAX_LAG_MS = 10_000
/** The replica went away, cancelled the query for its own replay, or was asked to write: the primary answers instead. */
const PRIMARY_HELPS = /^(08|57P|40001$|25006$|XX000$)|^(ECONN|EPIPE|ETIMEDOUT)/

const POSITION = `select pg_is_in_recovery() as replica,
  case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end::text as lsn`

type Position = { readonly replica: boolean; readonly lsn: string | null }

export type ReplicaState = {
  /** False: away, too far behind, or no replica at all. Reads go to the primary. */
  readonly usable: boolean
  readonly lagMs: number
  readonly lagBytes: number
}

const helps = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return code === undefined
    ? /Connection terminated|timeout exceeded when trying to connect/.test(message ?? '')
    : PRIMARY_HELPS.test(code)
}

/**
 * A pool to a replica that hands out connections to the primary where only they will do: for work that decides, for callers
 * whose own last write the replica does not show yet, and while it is away or too far behind.
 */
export class ReplicaPool extends ReachPool {
  readonly #primary: ReachPool
  readonly #lag = new ReplicaLag()
  #answers = false
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(config: pg.PoolConfig, primary: ReachPool) {
    super(config)
    this.#primary = primary
    const ask = this.query as (...args: readonly unknown[]) => Promise<unknown>
    this.query = (async (...args: readonly unknown[]): Promise<unknown> => {
      try {
        return await ask(...args)
      } catch (error) {
        const fromReplica = typeof freshnessNow()?.lagMs === 'number'
        if (!fromReplica || !helps(error)) throw error
        return (this.#primary.query as typeof ask)(...args)
      }
    }) as unknown as pg.Pool['query']
  }

  /** Looks at the replica now and again, until `end`. A replica that is away is no reason not to start. */
  async start(): Promise<void> {
    await this.#look()
    this.#timer = setInterval(() => void this.#look(), LOOK_MS)
  }

  override async connect(): Promise<pg.PoolClient>
  override async connect(callback?: unknown): Promise<pg.PoolClient> {
    if (callback !== undefined) throw new Error('ReplicaPool.connect gives a promise')
    const freshness = freshnessNow()
    if (freshness === undefined || freshness.primaryOnly || !(await this.#shows(freshness.since))) {
      return this.#primary.connect()
    }
    try {
      const client = await super.connect()
      freshness.lagMs ??= this.#lag.ms(performance.now())
      return client
    } catch {
      this.#answers = false
      return this.#primary.connect()
    }
  }

  override async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await super.end()
  }

  get state(): ReplicaState {
    const lagMs = this.#lag.ms(performance.now())
    return { usable: this.#answers && lagMs <= MAX_LAG_MS, lagMs, lagBytes: this.#lag.bytes }
  }

  async #shows(lsn: string | null): Promise<boolean> {
    if (!this.state.usable) return false
    if (lsn === null || this.#lag.shows(lsn)) return true
    // Usually it does by now: what was written a moment ago is asked for after the answer went to its writer and back.
    await this.#look()
    return this.state.usable && this.#lag.shows(lsn)
  }

  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #lookOnce(): Promise<void> {
    try {
      const [here, there] = await Promise.all([
        this.#primary.query<Position>(POSITION),
        this.#ask(),
      ])
      const written = here.rows[0]?.lsn
      this.#answers = there.replica && typeof written === 'string' && there.lsn !== null
      if (this.#answers) this.#lag.sample(written as string, there.lsn as string, performance.now())
    } catch {
      this.#answers = false
    }
  }

  async #ask(): Promise<Position> {
    const client = await super.connect()
    let broken: Error | undefined
    try {
      const { rows } = await client.query<Position>(POSITION)
      return rows[0] as Position
    } catch (error) {
      broken = error as Error
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** `start` it, and `end` it when done. */
export const createReplicaPool = (
  url: string,
  primary: ReachPool,
  options: PoolOptions = {},
): ReplicaPool => {
  const pool = new ReplicaPool(reachConfig(url, options), primary)
  pool.on('error', options.onError ?? (() => undefined))
  return pool
}
