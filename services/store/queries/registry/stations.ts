import type { Pool } from 'pg'
import { type LockAct, tellStation } from './locks.ts'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violated,
  Where,
} from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

type Location = { readonly lat: number; readonly lon: number }

export type StationRow = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly enterpriseId: string
  readonly licenceNo: string | null
  readonly licenceUntil: string | null
  readonly locked: boolean
  readonly lockedAt: number | null
  readonly lockReason: string | null
  readonly lockedBy: string | null
  readonly location: Location | null
}

export type NewStation = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly enterpriseId: string
  readonly licenceNo: string | null
  readonly licenceUntil: string | null
  readonly location: Location | null
}

export type StationChange = {
  readonly location?: Location | undefined
  readonly name?: string | undefined
  readonly licenceNo?: string | null | undefined
  readonly licenceUntil?: string | null | undefined
}

/** Degrees; `s` is the alias of the station row. */
export const LOCATION = `case when s.lat is not null then json_build_object('lat', s.lat, 'lon', s.lon) end as location`

const STATION = `s.id, s.name, s.region, s.enterprise_id as "enterpriseId", s.licence_no as "licenceNo",
  s.licence_until::text as "licenceUntil", s.locked_at is not null as locked, ${ms('s.locked_at')} as "lockedAt",
  s.lock_reason as "lockReason", s.locked_by as "lockedBy", ${LOCATION}`

/** Locks or unlocks within somebody's transaction. */
export const setStationLock = async (
  client: Queryable,
  id: string,
  act: LockAct,
): Promise<StationRow | null> => {
  const { reason, by } = act.action === 'lock' ? act : { reason: null, by: null }
  const at = act.action === 'lock' ? instantParam(act.at) : null
  const { rows } = await client.query<StationRow>(
    `with s as (
       update station set locked_at = $2, lock_reason = $3, locked_by = $4 where id = $1 returning *)
     select ${STATION} from s`,
    [id, at, reason, by],
  )
  const row = rows[0]
  if (row === undefined) return null
  await tellStation(client, act)
  return row
}

export const stationQueries = (pool: Pool, read: Pool) => ({
  async create(station: NewStation): Promise<StationRow | 'unique' | 'reference'> {
    try {
      const { rows } = await pool.query<StationRow>(
        `with s as (
             insert into station (id, name, region, enterprise_id, licence_no, licence_until, lat, lon)
             values ($1, $2, $3, $4, $5, $6, $7, $8) returning *)
           select ${STATION} from s`,
        [
          station.id,
          station.name,
          station.region,
          station.enterpriseId,
          station.licenceNo,
          station.licenceUntil,
          station.location?.lat ?? null,
          station.location?.lon ?? null,
        ],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('insert returned no row')
      return row
    } catch (error) {
      return violated(error)
    }
  },

  async list(scope: Scope, limit: number, after: string | null): Promise<readonly StationRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    if (after !== null) where.and(`s.id > ${where.param(after)}`)
    const { rows } = await read.query<StationRow>(
      `select ${STATION} from station s ${where.sql} order by s.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Read from the primary: locks and permissions are decided by it. */
  async byId(scope: Scope, id: string): Promise<StationRow | null> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    where.and(`s.id = ${where.param(id)}`)
    const { rows } = await pool.query<StationRow>(
      `select ${STATION} from station s ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async change(id: string, change: StationChange): Promise<StationRow | null> {
    const where = new Where()
    const sets = [
      change.name === undefined ? '' : `name = ${where.param(change.name)}`,
      change.licenceNo === undefined ? '' : `licence_no = ${where.param(change.licenceNo)}`,
      change.location === undefined
        ? ''
        : `lat = ${where.param(change.location.lat)}, lon = ${where.param(change.location.lon)}`,
      change.licenceUntil === undefined
        ? ''
        : `licence_until = ${where.param(change.licenceUntil)}`,
    ].filter((set) => set !== '')
    if (sets.length === 0) sets.push('name = name')
    const { rows } = await pool.query<StationRow>(
      `with s as (update station set ${sets.join(', ')} where id = ${where.param(id)} returning *)
         select ${STATION} from s`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Locks every scale of the station, or unlocks them; the station's devices are told in the same transaction. */
  setLock: (id: string, act: LockAct): Promise<StationRow | null> =>
    inTransaction(pool, (client) => setStationLock(client, id, act)),
})
