import type { Pool } from 'pg'
import { seenLives, touchedCylinders } from './anomaly-lives.ts'
import { anomalyMonths } from './anomaly-months.ts'
import { anomalyWorld } from './anomaly-world.ts'
import { anomalyWrites } from './anomaly-write.ts'
import { tankDayQueries } from '#store/queries/gas/tank-days.ts'
import { BatchFollower, type Range } from '#store/books/batch-follower.ts'

/** Everything that the anomaly job asks of the store. One process at a time; whatever is done twice gives the same. */
export const createAnomalyStore = (pool: Pool) => {
  const follower = new BatchFollower(pool, { table: 'anomaly_book', freshAt: 'looked_at' })
  return {
    follow: (now: number, enter: (range: Range) => Promise<boolean>): Promise<number> =>
      follower.follow(now, enter),
    touchedCylinders: (range: Range) => touchedCylinders(pool, range),
    lives: (ids: readonly string[]) => seenLives(pool, ids),
    months: anomalyMonths(pool),
    tankDays: tankDayQueries(pool),
    world: anomalyWorld(pool),
    writes: anomalyWrites(pool),
  }
}

export type AnomalyStore = ReturnType<typeof createAnomalyStore>
