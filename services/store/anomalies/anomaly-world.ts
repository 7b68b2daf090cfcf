import type { Pool } from 'pg'
import type { AnomalyKind, Place } from '#domain/anomalies/anomaly.ts'
import type { EpochMs } from '#domain/units.ts'
import { instantParam, ms } from '#store/queries/queryable.ts'

export type AnomalyStation = {
  readonly id: string
  readonly enterpriseId: string
  readonly region: string
  readonly place: Place | null
}

export type SetThresholdRow = {
  readonly kind: AnomalyKind
  readonly enterpriseId: string | null
  readonly region: string
  readonly values: Readonly<Record<string, number>>
}

export type RedoRow = {
  readonly no: string
  readonly enterpriseId: string | null
  readonly region: string
  readonly from: number
  readonly to: number
}

export type HeldRow = {
  readonly enterpriseId: string
  readonly how: 'vehicle' | 'unknown' | 'count'
  readonly holder: string
  readonly anchor: string
  readonly stationId: string | null
  readonly cylinders: number
  readonly codes: readonly string[]
  readonly since: EpochMs
}

/** How long a cylinder may be where, of one enterprise. */
export type HeldLimits = {
  readonly enterpriseId: string
  readonly vehicleHours: number
  readonly unknownDays: number
  readonly differenceDays: number
}

const STATIONS = `
  select id, enterprise_id as "enterpriseId", region,
    case when lat is not null then json_build_object('lat', lat, 'lon', lon) end as place from station order by id`

/** The newest of a kind and scope. */
export const THRESHOLDS_IN_FORCE = `
  select distinct on (kind, enterprise_id, case when enterprise_id is null then region end)
    kind, enterprise_id as "enterpriseId", region, values from anomaly_threshold
  order by kind, enterprise_id, case when enterprise_id is null then region end, no desc`

/** What was reported lost is known to be so; the lab and the customer are custody enough. */
const HELD = `
  with t as (
    select * from json_to_recordset($1::json) as t ("enterpriseId" text, "vehicleHours" float8, "unknownDays" float8, "differenceDays" float8))
  select p.enterprise_id as "enterpriseId", p.kind as how, case p.kind when 'vehicle' then p.holder else p.enterprise_id end as holder,
    case p.kind when 'vehicle' then p.holder else p.enterprise_id end as anchor, null as "stationId", count(*)::int as cylinders,
    (array_agg(p.code order by p.since, p.code))[1:50] as codes, ${ms('min(p.since)')} as since
  from custody_place p join t on t."enterpriseId" = p.enterprise_id join cylinder c on c.id = p.cylinder_id
  where p.kind in ('vehicle', 'unknown') and c.service not in ('lost', 'retired')
    and p.since < $2::timestamptz - case p.kind when 'vehicle' then t."vehicleHours" * interval '1 hour' else t."unknownDays" * interval '1 day' end
  group by p.enterprise_id, p.kind, case p.kind when 'vehicle' then p.holder else p.enterprise_id end
  union all
  select k.enterprise_id, 'count', k.site_id, k.id::text, k.site_id, count(*)::int, (array_agg(d.code order by d.code))[1:50],
    ${ms('k.closed_at')}
  from stock_count k join t on t."enterpriseId" = k.enterprise_id join stock_difference d on d.count_id = k.id
  where k.closed_at < $2::timestamptz - t."differenceDays" * interval '1 day' and d.resolution is null group by k.id
  order by 1, 2, 3, 4`

/** Where stations stand, what thresholds hold, and what else goes by the clock. */
export const anomalyWorld = (pool: Pool) => ({
  async stations(): Promise<readonly AnomalyStation[]> {
    return (await pool.query<AnomalyStation>(STATIONS)).rows
  },

  async thresholds(): Promise<readonly SetThresholdRow[]> {
    return (await pool.query<SetThresholdRow>(THRESHOLDS_IN_FORCE)).rows
  },

  async held(limits: readonly HeldLimits[], now: number): Promise<readonly HeldRow[]> {
    const values = [JSON.stringify(limits), instantParam(now)]
    return (await pool.query<HeldRow>(HELD, values)).rows
  },

  /** When everything that goes by the clock was last looked at; null = never. */
  async sweptAt(): Promise<number | null> {
    const { rows } = await pool.query<{ at: number | null }>(
      `select ${ms('swept_at')} as at from anomaly_book`,
    )
    return rows[0]?.at ?? null
  },

  async swept(now: number): Promise<void> {
    await pool.query('update anomaly_book set swept_at = $1', [instantParam(now)])
  },

  async openRedo(): Promise<RedoRow | null> {
    const { rows } = await pool.query<RedoRow>(
      `select no::text as no, enterprise_id as "enterpriseId", region, ${ms('from_at')} as "from", ${ms('to_at')} as "to"
       from anomaly_redo where done_at is null order by no limit 1`,
    )
    return rows[0] ?? null
  },

  async redone(no: string, now: number): Promise<void> {
    await pool.query('update anomaly_redo set done_at = $2 where no = $1', [no, instantParam(now)])
  },

  /** Cylinders that these enterprises own, or that were filled at these stations in the period. */
  async cylindersOf(
    enterprises: readonly string[],
    stations: readonly string[],
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>(
      `select id::text as id from cylinder where owner_id = any ($1::text[])
       union select cylinder_id::text from cylinder_life where station_id = any ($2::text[]) and type = 'fill.completed'
         and effective_at >= $3::timestamptz and effective_at < $4::timestamptz and cylinder_id is not null order by 1`,
      [enterprises, stations, instantParam(from), instantParam(to)],
    )
    return rows.map(({ id }) => id)
  },

  async scalesOf(stations: readonly string[]): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>(
      'select id from scale where station_id = any ($1::text[]) order by id',
      [stations],
    )
    return rows.map(({ id }) => id)
  },

  /** Whose station a scale stands at. */
  async stationOfScale(scale: string): Promise<string | null> {
    const { rows } = await pool.query<{ id: string }>(
      'select station_id as id from scale where id = $1',
      [scale],
    )
    return rows[0]?.id ?? null
  },
})
