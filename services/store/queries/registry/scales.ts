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

export type ScaleRow = {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string | null
  readonly toleranceG: number
  readonly locked: boolean
  readonly lockedAt: number | null
  readonly lockReason: string | null
  readonly lockedBy: string | null
  readonly checkedAt: number | null
  readonly checkPassed: boolean | null
}

export type NewScale = {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string | null
  readonly toleranceG: number
}

const SCALE = `c.id, c.station_id as "stationId", c.verified_until::text as "verifiedUntil",
  c.tolerance_g as "toleranceG", c.locked_at is not null as locked, ${ms('c.locked_at')} as "lockedAt",
  c.lock_reason as "lockReason", c.locked_by as "lockedBy", ${ms('c.checked_at')} as "checkedAt",
  c.check_passed as "checkPassed"`

/** Locks or unlocks within somebody's transaction. */
export const setScaleLock = async (
  client: Queryable,
  id: string,
  act: LockAct,
): Promise<ScaleRow | null> => {
  const { reason, by } = act.action === 'lock' ? act : { reason: null, by: null }
  const at = act.action === 'lock' ? instantParam(act.at) : null
  const { rows } = await client.query<ScaleRow>(
    `with c as (
       update scale set locked_at = $2, lock_reason = $3, locked_by = $4 where id = $1 returning *)
     select ${SCALE} from c`,
    [id, at, reason, by],
  )
  const row = rows[0]
  if (row === undefined) return null
  await tellStation(client, { ...act, stationId: row.stationId })
  return row
}

export const scaleQueries = (pool: Pool, read: Pool) => ({
  async create(scale: NewScale): Promise<ScaleRow | 'unique' | 'reference'> {
    try {
      const { rows } = await pool.query<ScaleRow>(
        `with c as (
             insert into scale (id, station_id, verified_until, tolerance_g)
             values ($1, $2, $3, $4) returning *)
           select ${SCALE} from c`,
        [scale.id, scale.stationId, scale.verifiedUntil, scale.toleranceG],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('insert returned no row')
      return row
    } catch (error) {
      return violated(error)
    }
  },

  async list(
    scope: Scope,
    filter: { readonly stationId?: string | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly ScaleRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    if (filter.stationId !== undefined) where.and(`c.station_id = ${where.param(filter.stationId)}`)
    if (after !== null) where.and(`c.id > ${where.param(after)}`)
    const { rows } = await read.query<ScaleRow>(
      `select ${SCALE} from scale c join station s on s.id = c.station_id
       ${where.sql} order by c.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(scope: Scope, id: string): Promise<ScaleRow | null> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    where.and(`c.id = ${where.param(id)}`)
    const { rows } = await pool.query<ScaleRow>(
      `select ${SCALE} from scale c join station s on s.id = c.station_id ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async change(
    id: string,
    change: {
      readonly verifiedUntil?: string | undefined
      readonly toleranceG?: number | undefined
    },
  ): Promise<ScaleRow | null> {
    const { rows } = await pool.query<ScaleRow>(
      `with c as (
           update scale set verified_until = coalesce($2, verified_until),
             tolerance_g = coalesce($3, tolerance_g) where id = $1 returning *)
         select ${SCALE} from c`,
      [id, change.verifiedUntil ?? null, change.toleranceG ?? null],
    )
    return rows[0] ?? null
  },

  /** Locks or unlocks; the station's devices are told in the same transaction. */
  setLock: (id: string, act: LockAct): Promise<ScaleRow | null> =>
    inTransaction(pool, (client) => setScaleLock(client, id, act)),
})
