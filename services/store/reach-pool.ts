import pg from 'pg'
import { connectionConfig, type PoolOptions, withstandLoss } from './pool.ts'
import { reachNow, settingsOf } from './reach.ts'

/** What the API acts as. It owns no table, so that row-level security binds it. */
const API_ROLE = 'lpg_api'

/** `begin` and for whom: one message, so that no statement runs without it. */
export const openingOf = (pool: pg.Pool): string =>
  pool instanceof ReachPool ? `begin; ${settingsOf(reachNow())}` : 'begin'

/**
 * A pool for the API: acts as a role that row-level security binds, and runs each query in a transaction that says for whom. The
 * three messages travel together (`pipeline`), so it costs no round trip. Connections from `connect` see nothing before `openingOf`.
 */
export class ReachPool extends pg.Pool {
  override query = (async (...args: readonly [never]): Promise<unknown> => {
    const client = await this.connect()
    let broken: Error | undefined
    try {
      const answers = await Promise.allSettled([
        client.query(openingOf(this)),
        client.query(...args) as Promise<unknown>,
        client.query('commit'),
      ])
      const [opened, answer, closed] = answers
      if (opened.status === 'rejected') broken = opened.reason as Error
      // The query's own error says more than the one that follows from it.
      for (const one of [answer, opened, closed]) {
        if (one.status === 'rejected') throw one.reason
      }
      return (answer as PromiseFulfilledResult<unknown>).value
    } finally {
      client.release(broken)
    }
  }) as unknown as pg.Pool['query']
}

export const reachConfig = (url: string, options: PoolOptions): pg.PoolConfig => {
  const config = connectionConfig(url, options)
  return {
    ...config,
    // Policies inside of policies look dear to the planner, who would compile them: 2 s for a list that takes 20 ms.
    options: `${config.options ?? ''} -c role=${API_ROLE} -c jit=off`,
    pipeline: true,
    max: options.max ?? 10,
  } as pg.PoolConfig
}

/** `end()` it when done. @throws at the first query, when the database was not migrated */
export const createReachPool = (url: string, options: PoolOptions = {}): ReachPool => {
  const pool = new ReachPool(reachConfig(url, options))
  withstandLoss(pool, options.onError)
  return pool
}
