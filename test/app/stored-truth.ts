import { readFileSync } from 'node:fs'
import { lifeKnownAt } from '#api/evidence/life-known-at.ts'
import { decodeState } from '#store/batch/life-codec.ts'
import { createPool } from '#store/pool.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { readAckedIds } from '#sim/load/acked-ids.ts'
import { testVault } from '#test/setup/vault.ts'

const CHUNK = 50_000
/** Whatever was recorded, also under a clock that ran ahead. */
const LATER_MS = 10 * 365 * 86_400_000

export type Tally = {
  readonly acknowledged: number
  /** Acknowledged and not there. */
  readonly missing: number
  /** Acknowledged ids that stand more than once. */
  readonly doubled: number
}

/** Looks up every id of the load generator's file. A last id that a killed process wrote by half is no acknowledgement we know of. */
export const tallyAcknowledged = async (databaseUrl: string, file: string): Promise<Tally> => {
  const acknowledged = readFileSync(file).length === 0 ? [] : [...new Set(readAckedIds(file))]
  const pool = createPool(databaseUrl, { name: 'test' })
  let [missing, doubled] = [0, 0]
  try {
    for (let i = 0; i < acknowledged.length; i += CHUNK) {
      const { rows } = await pool.query<{ missing: string; doubled: string }>(
        `select count(*) filter (where stored = 0) as missing, count(*) filter (where stored > 1) as doubled
         from (select id, count(event_id) as stored
               from unnest($1::uuid[]) id left join cylinder_life on event_id = id group by id) each`,
        [acknowledged.slice(i, i + CHUNK)],
      )
      missing += Number(rows[0]?.missing)
      doubled += Number(rows[0]?.doubled)
    }
  } finally {
    await pool.end()
  }
  return { acknowledged: acknowledged.length, missing, doubled }
}

/** The state as stored and as the fold of the stored history, of so many cylinders. */
export const foldedAnew = async (databaseUrl: string, count: number) => {
  const pool = createPool(databaseUrl, { name: 'test' })
  try {
    const { trace, cylinders } = createApiQueries(pool, pool, testVault(pool))
    const { rows } = await pool.query<{ code: string; state: string; events: number; log: number }>(
      `select code, state::text, events, (select count(*)::int from cylinder_life l where l.cylinder_id = c.id) as log
       from cylinder c where code is not null order by events desc limit $1`,
      [count],
    )
    return await Promise.all(
      rows.map(async ({ code, state, events, log }) => {
        const row = await cylinders.byCode({ kind: 'all' }, code)
        if (row === null) throw new Error(`${code} is gone`)
        const folded = await lifeKnownAt(trace, row, Date.now() + LATER_MS)
        return { code, events, log, stored: decodeState(state), folded: folded.state }
      }),
    )
  } finally {
    await pool.end()
  }
}
