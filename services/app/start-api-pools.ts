import type { Logger } from 'pino'
import { createReachPool, type ReachPool } from '#store/reach-pool.ts'
import type { Config } from './config.ts'
import type { Running } from './running.ts'

/** What the API asks: connections that row-level security binds. The second is to the replica, where there is one. */
export const startApiPools = (
  config: Config,
  databaseUrl: string,
  running: Running,
  log: Logger,
): readonly [ReachPool, ReachPool] => {
  const opened = (url: string): ReachPool => {
    const pool = createReachPool(url, {
      name: 'lpg-trace api',
      onError: ({ message }) => log.info({ reason: message }, 'database connection lost'),
    })
    running.add('api pool', () => pool.end())
    return pool
  }
  const pool = opened(databaseUrl)
  return [pool, config.DATABASE_READ_URL ? opened(config.DATABASE_READ_URL) : pool]
}
