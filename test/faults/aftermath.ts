import { createPool } from '#store/pool.ts'
import { foldedAnew, tallyAcknowledged } from '#test/app/stored-truth.ts'

export type Aftermath = {
  readonly acknowledged: number
  /** Acknowledged and not stored. */
  readonly lost: number
  /** Stored more than once: events, answers to a request for a fill, registrations under one key, work items, claims. */
  readonly doubled: number
  /** Told over HTTP and not stored. */
  readonly lostByHttp: number
  /** Cylinders whose stored state is not the fold of their stored history. */
  readonly statesApart: number
  readonly cylindersFolded: number
}

const DOUBLES = `
  select coalesce(sum(n - 1), 0)::int as doubles from (
    select count(*) as n from cylinder_life where type in ('fill.permitted', 'fill.denied') group by source, body ->> 'requestId'
    union all select count(*) from cylinder_life where type = 'cylinder.registered' group by cylinder_id
    union all select count(*) from cylinder_event group by source, event_id
    union all select count(*) from work_item group by kind, source, event_id
    union all select count(*) from residual_claim group by kind, source, event_id
  ) each where n > 1`

/** What stands in the store after the faults, held against what devices and clerks were told. */
export const aftermath = async (
  databaseUrl: string,
  ackedIdsFile: string,
  registered: readonly string[],
): Promise<Aftermath> => {
  const { acknowledged, missing, doubled } = await tallyAcknowledged(databaseUrl, ackedIdsFile)
  const pool = createPool(databaseUrl, { name: 'test' })
  try {
    const { rows } = await pool.query<{ doubles: number }>(DOUBLES)
    const there = await pool.query('select from cylinder where code = any ($1)', [registered])
    const folded = await foldedAnew(databaseUrl, 50)
    const apart = folded.filter(
      (each) =>
        each.events !== each.log || JSON.stringify(each.stored) !== JSON.stringify(each.folded),
    )
    return {
      acknowledged,
      lost: missing,
      doubled: doubled + (rows[0]?.doubles ?? 0),
      lostByHttp: registered.length - (there.rowCount ?? 0),
      statesApart: apart.length,
      cylindersFolded: folded.length,
    }
  } finally {
    await pool.end()
  }
}
