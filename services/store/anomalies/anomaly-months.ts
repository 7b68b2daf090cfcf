import type { Pool } from 'pg'
import type { AnomalySign } from '#domain/anomalies/anomaly.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Range } from '#store/books/batch-follower.ts'
import { instantParam, ms } from '#store/queries/queryable.ts'

export type StationMonthKey = { readonly stationId: string; readonly month: string }
type Period = { readonly from: number; readonly to: number }

export type FillRow = {
  readonly id: string
  readonly code: string | null
  readonly model: string | null
  readonly at: EpochMs
  readonly scale: string
  readonly netG: number
}

export type SignRow = AnomalySign & { readonly code: string | null }

export type CheckRow = { readonly id: string; readonly at: EpochMs; readonly errorG: number }

export type TankRow = { readonly tank: string; readonly capacityG: number }

/** A month in Asia/Shanghai. */
const MONTH = `to_char(l.effective_at at time zone 'Asia/Shanghai', 'YYYY-MM')`

const TOUCHED = `
  select distinct l.station_id as "stationId", ${MONTH} as month from cylinder_life l join station s on s.id = l.station_id
  where l.batch_id between $2 and $3 and l.batch_id = any ($1::int8[])
    and l.type in ('fill.completed', 'fill.aborted', 'gas.received', 'residual.removed')`

const SCALES = `
  select distinct l.body->>'scale' as scale from cylinder_life l
  where l.batch_id between $2 and $3 and l.batch_id = any ($1::int8[]) and l.type = 'scale.checked'`

const FILLS = `
  select l.event_id as id, c.code, c.model, ${ms('l.effective_at')} as at, l.scale,
    ((l.body->>'grossG')::int8 - (l.body->>'tareG')::int8)::float8 as "netG"
  from cylinder_life l left join cylinder c on c.id = l.cylinder_id
  where l.station_id = $1 and l.type = 'fill.completed' and l.scale is not null
    and l.effective_at >= $2::timestamptz and l.effective_at < $3::timestamptz
    and not exists (select from cylinder_life a where a.cylinder_id = l.cylinder_id and a.type = 'event.annulled'
      and lower(a.body->>'eventId') = l.event_id::text)
  order by l.effective_at`

const SIGNS = `
  select g.kind, g.event_id as "eventId", ${ms('g.at')} as at, g.station_id as "stationId", g.group_id as "group", g.value, c.code
  from anomaly_sign g join cylinder c on c.id = g.cylinder_id
  where g.station_id = $1 and g.at >= $2::timestamptz and g.at < $3::timestamptz order by g.at`

/** What left a site, by the books. */
const DEPARTURES = `
  select coalesce(sum(f.went), 0)::int as went from custody_flow f
  where f.day >= ($2::timestamptz at time zone 'Asia/Shanghai')::date and f.day < ($3::timestamptz at time zone 'Asia/Shanghai')::date
    and f.kind = 'station' and f.holder = $1`

const CHECKS = `
  select l.event_id as id, ${ms('l.effective_at')} as at,
    ((l.body->>'readG')::int8 - (l.body->>'testMassG')::int8)::float8 as "errorG"
  from cylinder_life l where l.type = 'scale.checked' and l.scale = $1 and l.effective_at >= $2::timestamptz
  order by l.effective_at, l.event_id`

/** What the anomaly job reads of stations, scales and tanks. */
export const anomalyMonths = (pool: Pool) => ({
  /** Stations and months in which something new happened. */
  async touched(range: Range): Promise<readonly StationMonthKey[]> {
    return (await pool.query<StationMonthKey>(TOUCHED, [...range])).rows
  },

  async touchedScales(range: Range): Promise<readonly string[]> {
    const { rows } = await pool.query<{ scale: string }>(SCALES, [...range])
    return rows.map(({ scale }) => scale)
  },

  async ofStation(stationId: string, { from, to }: Period) {
    const values = [stationId, instantParam(from), instantParam(to)]
    const fills = await pool.query<FillRow>(FILLS, values)
    const signs = await pool.query<SignRow>(SIGNS, values)
    const departures = await pool.query<{ went: number }>(DEPARTURES, values)
    return { fills: fills.rows, signs: signs.rows, departures: departures.rows[0]?.went ?? 0 }
  },

  /** Checks of one scale since then, in order. */
  async checks(scale: string, since: number): Promise<readonly CheckRow[]> {
    return (await pool.query<CheckRow>(CHECKS, [scale, instantParam(since)])).rows
  },

  /** Tanks of a station whose capacity is known. */
  async tanks(stationId: string): Promise<readonly TankRow[]> {
    const { rows } = await pool.query<TankRow>(
      `select id as tank, capacity_g::float8 as "capacityG" from tank where station_id = $1 and capacity_g is not null order by id`,
      [stationId],
    )
    return rows
  },
})
