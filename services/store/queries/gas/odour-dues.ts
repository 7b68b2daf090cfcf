import type { Pool } from 'pg'
import { ms, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

/** A registered tank and when somebody last smelled its gas. */
export type OdourRow = {
  readonly stationId: string
  readonly tank: string
  readonly enterpriseId: string
  readonly region: string
  readonly registeredAt: number
  readonly lastTestedAt: number | null
}

/** Tests of odour by tank (R000-4.1.1.3). A test that says nothing of odour is none; annulled ones do not count. */
export const odourDueQueries = (read: Pool) => ({
  async tanks(
    scope: Scope,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<readonly OdourRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    where.and('t.registered_at is not null and s.closed_on is null')
    if (after !== null)
      where.and(`(t.station_id, t.id) > (${where.param(after[0])}, ${where.param(after[1])})`)
    const { rows } = await read.query<OdourRow>(
      `select t.station_id as "stationId", t.id as tank, s.enterprise_id as "enterpriseId", s.region,
         ${ms('t.registered_at')} as "registeredAt",
         (select ${ms('max(l.effective_at)')} from cylinder_life l where l.station_id = t.station_id and l.type = 'gas.tested'
            and l.body->>'tank' = t.id and l.body->>'odorantDetected' is not null
            and not exists (select from cylinder_life a where a.type = 'event.annulled' and a.station_id = l.station_id
              and a.body->>'eventId' = l.event_id::text)) as "lastTestedAt"
       from tank t join station s on s.id = t.station_id ${where.sql} order by t.station_id, t.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
