import type { Logger } from 'pino'
import type { Config } from '#app/config.ts'
import { createHistoryTools } from '#app/commands/history-tools.ts'
import { piiKeys } from '#app/keys/pii-keys.ts'
import { openVault } from '#app/keys/rotate-pii-key.ts'
import { Running } from '#app/start/running.ts'
import { jobDeps } from '#app/start/start-jobs.ts'
import { startStore } from '#app/start/start-store.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { type CityLoadOptions, loadCity, type LoadedCity } from './load-city.ts'

/**
 * Writes a made-up city into the configured store, with the program stopped: tables that are empty are locked until their
 * indexes are built. @throws StartupError when the store holds this city already
 */
export const seedCity = async (
  config: Config,
  options: CityLoadOptions,
  log: Logger,
): Promise<LoadedCity> => {
  const running = new Running()
  try {
    const store = await startStore(config, running, log)
    const first = `${options.prefix ?? 'c'}-st-1`
    const { rowCount } = await store.pool.query('select from station where id = $1', [first])
    if (rowCount !== 0) {
      throw new StartupError(`${first} is there already: another --prefix makes another city`)
    }
    const vault = await openVault(store.pool, await piiKeys(config))
    const now = () => Date.parse(`${options.endDay}T00:00:00+08:00`)
    const { url, pool, contexts, profiles } = store
    return await loadCity(
      {
        url,
        pool,
        vault,
        tools: createHistoryTools(contexts, profiles),
        jobs: jobDeps(config, store, vault, now),
      },
      options,
    )
  } finally {
    await running.stop()
  }
}
