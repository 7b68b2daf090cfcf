import type { Logger } from 'pino'
import { Gauge, type Registry } from 'prom-client'
import { createReachPool, type ReachPool } from '#store/reach-pool.ts'
import { createReplicaPool, type ReplicaPool } from '#store/replica/replica-pool.ts'
import type { Config } from '#app/config.ts'
import type { Running } from './running.ts'

export type ApiPools = { readonly pool: ReachPool; readonly replica: ReplicaPool | null }

const gauges = (metrics: Registry, replica: ReplicaPool): void => {
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        this.set(value())
      },
    })
  }
  gauge('lpg_replica_usable', '1 = the API reads from the replica', () =>
    Number(replica.state.usable),
  )
  gauge(
    'lpg_replica_lag_seconds',
    'How long the replica has not shown what the primary has',
    () => replica.state.lagMs / 1000,
  )
  gauge(
    'lpg_replica_lag_bytes',
    'Log that the replica has not replayed',
    () => replica.state.lagBytes,
  )
}

/** What the API asks: connections that row-level security binds; to a replica as well, where there is one. */
export const startApiPools = async (
  config: Config,
  databaseUrl: string,
  metrics: Registry,
  running: Running,
  log: Logger,
): Promise<ApiPools> => {
  const onError = ({ message }: Error): void =>
    log.info({ reason: message }, 'database connection lost')
  const pool = createReachPool(databaseUrl, { name: 'lpg-trace api', onError })
  running.add('api pool', () => pool.end())
  if (config.DATABASE_READ_URL === undefined) return { pool, replica: null }
  const options = { name: 'lpg-trace api reads', onError }
  const replica = createReplicaPool(config.DATABASE_READ_URL, pool, options)
  running.add('replica pool', () => replica.end())
  await replica.start()
  if (!replica.state.usable)
    log.warn('DATABASE_READ_URL: no replica answers there; reads go to DATABASE_URL')
  gauges(metrics, replica)
  return { pool, replica }
}
