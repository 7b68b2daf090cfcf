import { createHistoryTools } from '#app/commands/history-tools.ts'
import { readConfig } from '#app/config.ts'
import { type CityLoadOptions, loadCity, type LoadedCity } from '#app/city/load-city.ts'
import { jobDeps } from '#app/start/start-jobs.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import type { TestDatabase } from '#test/setup/database.ts'
import { testVault } from '#test/setup/vault.ts'

export const CITY_END = '2026-11-20'

/** A made-up city in a test's database; some 300 cylinders over two months unless told otherwise. */
export const loadSmallCity = async (
  { url, pool }: TestDatabase,
  options: Partial<CityLoadOptions> = {},
): Promise<LoadedCity> => {
  const vault = testVault(pool)
  await vault.start()
  const profiles = createProfileShelf()
  const endDay = options.endDay ?? CITY_END
  const now = () => Date.parse(`${endDay}T00:00:00+08:00`)
  return loadCity(
    {
      url,
      pool,
      vault,
      tools: createHistoryTools(new PgContextStore(pool), profiles),
      jobs: jobDeps(readConfig({}), { pool, profiles }, vault, now),
    },
    { cylinders: 300, days: 60, seed: 5, endDay, password: 'nobody needs this one', ...options },
  )
}
