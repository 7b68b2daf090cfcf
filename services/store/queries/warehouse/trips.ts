import type { Pool } from 'pg'
import { instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { ofEnterprise } from './vehicles.ts'

export type TripState = 'loading' | 'departed' | 'arrived' | 'cancelled'

export type TripRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly vehicleId: string
  readonly siteId: string
  readonly driver: string
  readonly escort: string | null
  readonly waybillNo: string | null
  readonly state: TripState
  readonly openedAt: number
  readonly departedAt: number | null
  readonly arrivedAt: number | null
  readonly arrivedSiteId: string | null
  readonly loadG: number
  readonly loaded: number
  readonly unloaded: number
}

export type NewTrip = Pick<
  TripRow,
  'id' | 'enterpriseId' | 'vehicleId' | 'siteId' | 'driver' | 'escort' | 'waybillNo' | 'openedAt'
> & { readonly openedBy: string }

export type Loaded = {
  readonly code: string
  readonly condition: string
  readonly massG: number
  readonly eventId: string
}

export type CargoRow = {
  readonly code: string
  readonly condition: string
  readonly loadedAt: number | null
  readonly unloadedAt: number | null
  readonly unloadedCondition: string | null
  readonly whereabouts: string | null
}

const TRIP = `t.id, t.no::text as no, t.enterprise_id as "enterpriseId", t.vehicle_id as "vehicleId", t.site_id as "siteId", t.driver,
  t.escort, t.waybill_no as "waybillNo", t.state, ${ms('t.opened_at')} as "openedAt", ${ms('t.departed_at')} as "departedAt",
  ${ms('t.arrived_at')} as "arrivedAt", t.arrived_site_id as "arrivedSiteId",
  (select coalesce(sum(c.mass_g) filter (where c.loaded_event is not null), 0)::int from trip_cylinder c where c.trip_id = t.id) as "loadG",
  (select count(c.loaded_event)::int from trip_cylinder c where c.trip_id = t.id) as loaded,
  (select count(c.unloaded_event)::int from trip_cylinder c where c.trip_id = t.id) as unloaded`

/** Trips (车次) of vehicles with what they carry. */
export const tripQueries = (pool: Pool, read: Pool) => ({
  /** `unique` = the vehicle is under way already. */
  async create(row: NewTrip): Promise<TripRow | 'unique' | 'repeated'> {
    try {
      const { rows } = await pool.query<TripRow>(
        `with t as (
           insert into trip (id, enterprise_id, vehicle_id, site_id, driver, escort, waybill_no, state, opened_by, opened_at)
           values ($1, $2, $3, $4, $5, $6, $7, 'loading', $8, $9) on conflict (id) do nothing returning *)
         select ${TRIP} from t`,
        [
          row.id,
          row.enterpriseId,
          row.vehicleId,
          row.siteId,
          row.driver,
          row.escort,
          row.waybillNo,
          row.openedBy,
          instantParam(row.openedAt),
        ],
      )
      return rows[0] ?? 'repeated'
    } catch (error) {
      if (violation(error) === 'unique') return 'unique'
      throw error
    }
  },

  async byId(scope: Scope, id: string): Promise<TripRow | null> {
    const where = new Where()
    where.and(`t.id = ${where.param(id)}`)
    where.and(ofEnterprise(where, scope, 't'))
    const { rows } = await pool.query<TripRow>(
      `select ${TRIP} from trip t ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** The trip that a vehicle is on. */
  async underWay(vehicleId: string): Promise<TripRow | null> {
    const { rows } = await pool.query<TripRow>(
      `select ${TRIP} from trip t where t.vehicle_id = $1 and t.state in ('loading', 'departed')`,
      [vehicleId],
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    filter: { readonly vehicleId?: string | undefined; readonly state?: TripState | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly TripRow[]> {
    const where = new Where()
    where.and(ofEnterprise(where, scope, 't'))
    if (filter.vehicleId !== undefined) where.and(`t.vehicle_id = ${where.param(filter.vehicleId)}`)
    if (filter.state !== undefined) where.and(`t.state = ${where.param(filter.state)}`)
    if (after !== null) where.and(`t.no < ${where.param(after)}::bigint`)
    const { rows } = await read.query<TripRow>(
      `select ${TRIP} from trip t ${where.sql} order by t.no desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async cargo(id: string): Promise<readonly CargoRow[]> {
    const { rows } = await pool.query<CargoRow>(
      `select c.code, c.condition, ${ms('c.loaded_at')} as "loadedAt", ${ms('c.unloaded_at')} as "unloadedAt",
         c.unloaded_condition as "unloadedCondition",
         case when c.unloaded_event is null then (select y.custody_kind from cylinder y where y.code = c.code) end as whereabouts
       from trip_cylinder c where c.trip_id = $1 order by c.code`,
      [id],
    )
    return rows
  },

  /** Notes what was handed over into the vehicle; what is noted already stays. */
  async load(
    trip: Pick<TripRow, 'id' | 'enterpriseId'>,
    list: readonly Loaded[],
    at: number,
  ): Promise<void> {
    await pool.query(
      `insert into trip_cylinder (trip_id, enterprise_id, code, condition, mass_g, loaded_event, loaded_at)
       select $1, $2, code, condition, "massG", "eventId", $3
       from json_to_recordset($4::json) as l (code text, condition text, "massG" int4, "eventId" uuid)
       on conflict (trip_id, code) do nothing`,
      [trip.id, trip.enterpriseId, instantParam(at), JSON.stringify(list)],
    )
  },

  /** Notes what came back, and what was taken in on the way. */
  async unload(
    trip: Pick<TripRow, 'id' | 'enterpriseId'>,
    list: readonly Loaded[],
    at: number,
  ): Promise<void> {
    await pool.query(
      `insert into trip_cylinder as c (trip_id, enterprise_id, code, condition, mass_g, unloaded_event, unloaded_at, unloaded_condition)
       select $1, $2, code, condition, "massG", "eventId", $3, condition
       from json_to_recordset($4::json) as l (code text, condition text, "massG" int4, "eventId" uuid)
       on conflict (trip_id, code) do update set unloaded_event = coalesce(c.unloaded_event, excluded.unloaded_event),
         unloaded_at = coalesce(c.unloaded_at, excluded.unloaded_at),
         unloaded_condition = coalesce(c.unloaded_condition, excluded.unloaded_condition)`,
      [trip.id, trip.enterpriseId, instantParam(at), JSON.stringify(list)],
    )
  },

  /** From one state to the next; false = it is in another one. */
  async depart(
    id: string,
    {
      waybillNo,
      by,
      at,
    }: { readonly waybillNo: string | null; readonly by: string; readonly at: number },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update trip set state = 'departed', waybill_no = $2, departed_by = $3, departed_at = $4 where id = $1 and state = 'loading'`,
      [id, waybillNo, by, instantParam(at)],
    )
    return rowCount === 1
  },

  async arrive(
    id: string,
    { siteId, by, at }: { readonly siteId: string; readonly by: string; readonly at: number },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update trip set state = 'arrived', arrived_site_id = $2, arrived_by = $3, arrived_at = $4
       where id = $1 and state in ('loading', 'departed')`,
      [id, siteId, by, instantParam(at)],
    )
    return rowCount === 1
  },

  /** Only one that carries nothing. */
  async cancel(id: string): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update trip set state = 'cancelled' where id = $1 and state = 'loading'
         and not exists (select from trip_cylinder c where c.trip_id = $1)`,
      [id],
    )
    return rowCount === 1
  },
})
