import type { Pool } from 'pg'
import type { TankDay } from '#domain/anomalies/tank-balance.ts'
import { instantParam } from '#store/queries/queryable.ts'
import type { TankKey } from './tanks.ts'

const TANK_DAYS = `
  select coalesce(sum((l.body->>'massG')::int8) filter (where l.type = 'gas.received'), 0)::float8 as "receivedG",
    coalesce(sum((l.body->>'grossG')::int8 - (l.body->>'tareG')::int8 - coalesce((l.body->>'residualG')::int8, 0))
      filter (where l.type <> 'gas.received'), 0)::float8 as "filledG"
  from (
    select type, body, effective_at from cylinder_life where station_id = $1 and type = 'gas.received' and body->>'tank' = $2
      and effective_at >= $3::timestamptz and effective_at < $4::timestamptz
    union all
    select type, body, effective_at from cylinder_life where station_id = $1 and type = 'fill.completed'
      and (body->>'tank' = $2 or (body->>'tank' is null and $5)) and effective_at >= $3::timestamptz and effective_at < $4::timestamptz
  ) l group by (l.effective_at at time zone 'Asia/Shanghai')::date order by (l.effective_at at time zone 'Asia/Shanghai')::date`

const RECEIPTS = `
  select event_id as id from cylinder_life where station_id = $1 and type = 'gas.received' and body->>'tank' = $2
    and effective_at >= $3::timestamptz and effective_at < $4::timestamptz order by effective_at desc limit 50`

/** What became of a cylinder next, once it was filled; `full` = nothing yet. */
const OUTCOMES = `
  with fill as (
    select l.cylinder_id, l.effective_at, l.at, l.event_id,
      (l.body->>'grossG')::int8 - (l.body->>'tareG')::int8 - coalesce((l.body->>'residualG')::int8, 0) as added
    from cylinder_life l where l.station_id = $1 and l.type = 'fill.completed' and (l.body->>'tank' = $2 or (l.body->>'tank' is null and $5))
      and l.effective_at >= $3::timestamptz and l.effective_at < $4::timestamptz)
  select coalesce(n.type, 'full') as next, count(*)::int as fills, coalesce(sum(f.added), 0)::float8 as "massG"
  from fill f left join lateral (
    select n.type from cylinder_life n where n.cylinder_id = f.cylinder_id
      and (n.effective_at, n.at, n.event_id) > (f.effective_at, f.at, f.event_id)
      and n.type in ('delivery.completed', 'fill.completed', 'residual.removed', 'residual.weighed', 'vacuum.completed', 'inspection.sent',
        'cylinder.destroyed')
    order by n.effective_at, n.at, n.event_id limit 1) n on true
  group by 1 order by 1`

type Period = { readonly from: number; readonly to: number }

export type TankOutcome = { readonly next: string; readonly fills: number; readonly massG: number }

/** The gas of a tank day by day, from tanker to sale. A fill that names no tank is of the station's only one. */
export const tankDayQueries = (pool: Pool) => {
  const valuesOf = async ({ stationId, id }: TankKey, { from, to }: Period) => {
    const all = await pool.query('select id from tank where station_id = $1', [stationId])
    return [stationId, id, instantParam(from), instantParam(to), all.rowCount === 1]
  }
  return {
    async days(key: TankKey, period: Period): Promise<readonly TankDay[]> {
      return (await pool.query<TankDay>(TANK_DAYS, await valuesOf(key, period))).rows
    },

    /** Of what was filled from it: what became of it. */
    async outcomes(key: TankKey, period: Period): Promise<readonly TankOutcome[]> {
      return (await pool.query<TankOutcome>(OUTCOMES, await valuesOf(key, period))).rows
    },

    /** The newest receipts, at most 50. */
    async receipts(key: TankKey, period: Period): Promise<readonly string[]> {
      const values = (await valuesOf(key, period)).slice(0, 4)
      const { rows } = await pool.query<{ id: string }>(RECEIPTS, values)
      return rows.map(({ id }) => id)
    },
  }
}
