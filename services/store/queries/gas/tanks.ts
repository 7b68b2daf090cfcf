import type { Pool } from 'pg'
import { orderSteps, type TankStep } from '#domain/tank.ts'
import { Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type TankRow = {
  readonly stationId: string
  readonly id: string
  readonly enterpriseId: string
  readonly capacityG: number | null
  readonly medium: string | null
  readonly registered: boolean
  readonly steps: readonly TankStep[]
}

export type NewTank = {
  readonly stationId: string
  readonly id: string
  readonly capacityG: number | null
  readonly medium: string
  readonly registeredAt: string
}

export type TankChange = {
  readonly capacityG?: number | undefined
  readonly medium?: string | undefined
}

export type TankKey = { readonly stationId: string; readonly id: string }

const TANK = `t.station_id as "stationId", t.id, s.enterprise_id as "enterpriseId", t.capacity_g::float8 as "capacityG", t.medium,
  t.registered_at is not null as registered, t.steps`

const FROM = 'from tank t join station s on s.id = t.station_id'

const ordered = (row: TankRow): TankRow => ({ ...row, steps: orderSteps(row.steps) })

/** Tanks of stations: what they are is a row, what is in them follows from the log. */
export const tankQueries = (pool: Pool, read: Pool) => ({
  /** @returns false when it is registered already; a tank that only events named is registered now */
  async create({ stationId, id, capacityG, medium, registeredAt }: NewTank): Promise<boolean> {
    const { rowCount } = await pool.query(
      `insert into tank (station_id, id, capacity_g, medium, registered_at) values ($1, $2, $3, $4, $5)
       on conflict (station_id, id) do update set capacity_g = excluded.capacity_g, medium = excluded.medium,
         registered_at = excluded.registered_at where tank.registered_at is null`,
      [stationId, id, capacityG, medium, registeredAt],
    )
    return rowCount === 1
  },

  async change({ stationId, id }: TankKey, { capacityG, medium }: TankChange): Promise<void> {
    await pool.query(
      `update tank set capacity_g = coalesce($3, capacity_g), medium = coalesce($4, medium)
       where station_id = $1 and id = $2`,
      [stationId, id, capacityG ?? null, medium ?? null],
    )
  },

  async byId(scope: Scope, { stationId, id }: TankKey): Promise<TankRow | null> {
    const where = new Where()
    where.and(`t.station_id = ${where.param(stationId)} and t.id = ${where.param(id)}`)
    where.and(stationInScope(where, scope, 's'))
    const { rows } = await pool.query<TankRow>(`select ${TANK} ${FROM} ${where.sql}`, where.values)
    return rows[0] === undefined ? null : ordered(rows[0])
  },

  async list(
    scope: Scope,
    stationId: string | undefined,
    limit: number,
    after: TankKey | null,
  ): Promise<readonly TankRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    if (stationId !== undefined) where.and(`t.station_id = ${where.param(stationId)}`)
    if (after !== null) {
      where.and(
        `(t.station_id, t.id) > (${where.param(after.stationId)}, ${where.param(after.id)})`,
      )
    }
    const { rows } = await read.query<TankRow>(
      `select ${TANK} ${FROM} ${where.sql} order by t.station_id, t.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows.map(ordered)
  },
})
