import type { Pool } from 'pg'
import { beyondReach, closely } from '#store/reach.ts'
import { ms, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type CurvedFill = {
  readonly at: number
  readonly scale: string | null
  readonly body: Readonly<Record<string, unknown>>
  /** Of the permit that the fill names; null: it names none that is known. */
  readonly permit: Readonly<Record<string, unknown>> | null
}

export type CurveSlice = {
  readonly from: number
  readonly stepMs: number
  readonly grossG: readonly number[]
}

/** An hour at a scale that tells five weights a second. */
const SLICES_MAX = 5000

/** A permit is called as its device likes; only what is written as an id may be one. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

export const fillCurveQueries = (read: Pool) => ({
  /** A fill of that cylinder at a station in scope, with the permit that it followed. */
  async fill(scope: Scope, cylinderId: string, eventId: string): Promise<CurvedFill | null> {
    const where = new Where()
    where.and(`l.cylinder_id = ${where.param(cylinderId)}`)
    where.and(`l.event_id = ${where.param(eventId)}`)
    where.and(`l.type in ('fill.completed', 'fill.aborted')`)
    if (scope.kind !== 'all') {
      where.and(
        `exists (select from station s where s.id = l.station_id and ${stationInScope(where, scope, 's')})`,
      )
    }
    const { rows } = await closely(() =>
      read.query<CurvedFill>(
        `select ${ms('l.at')} as at, l.scale, l.body, (select p.body from cylinder_life p
           where p.cylinder_id = l.cylinder_id and p.type = 'fill.permitted'
             and p.event_id = case when l.body ->> 'permitId' ~ '${UUID}' then (l.body ->> 'permitId')::uuid end
           limit 1) as permit
         from cylinder_life l ${where.sql} limit 1`,
        where.values,
      ),
    )
    return rows[0] ?? null
  },

  /** Beyond reach: whose life shows the fill may see its weights; samples know no cylinder. */
  async slices(permitId: string): Promise<readonly CurveSlice[]> {
    const { rows } = await beyondReach(() =>
      read.query<CurveSlice>(
        `select ${ms('from_at')} as "from", step_ms as "stepMs", gross_g as "grossG"
         from seen_weight_sample where permit_id = $1 order by from_at limit $2`,
        [permitId, SLICES_MAX],
      ),
    )
    return rows
  },
})
