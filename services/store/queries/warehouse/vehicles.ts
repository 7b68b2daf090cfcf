import type { Pool } from 'pg'
import { instantParam, ms, violated, violation, Where } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type VehicleRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly kind: 'car' | 'motorcycle' | 'e-bike' | 'three-wheeler' | 'other'
  readonly plateType: string
  readonly plateNo: string
  readonly capacityG: number | null
  readonly createdAt: number
  readonly retiredAt: number | null
}

export type NewVehicle = Omit<VehicleRow, 'no' | 'retiredAt'>

const VEHICLE = `v.id, v.no::text as no, v.enterprise_id as "enterpriseId", v.kind, v.plate_type as "plateType", v.plate_no as "plateNo",
  v.capacity_g as "capacityG", ${ms('v.created_at')} as "createdAt", ${ms('v.retired_at')} as "retiredAt"`

/** Rows that carry their enterprise. */
export const ofEnterprise = (where: Where, scope: Scope, alias: string): string =>
  `exists (select from enterprise e where e.id = ${alias}.enterprise_id and ${enterpriseInScope(where, scope, 'e')})`

/** Vehicles (车辆). */
export const vehicleQueries = (pool: Pool, read: Pool) => ({
  async create(row: NewVehicle): Promise<VehicleRow | 'unique' | 'reference'> {
    try {
      const { rows } = await pool.query<VehicleRow>(
        `with v as (
           insert into vehicle (id, enterprise_id, kind, plate_type, plate_no, capacity_g, created_at)
           values ($1, $2, $3, $4, $5, $6, $7) returning *)
         select ${VEHICLE} from v`,
        [
          row.id,
          row.enterpriseId,
          row.kind,
          row.plateType,
          row.plateNo,
          row.capacityG,
          instantParam(row.createdAt),
        ],
      )
      return rows[0] as VehicleRow
    } catch (error) {
      return violated(error)
    }
  },

  async list(
    scope: Scope,
    filter: { readonly enterpriseId?: string | undefined; readonly plateNo?: string | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly VehicleRow[]> {
    const where = new Where()
    where.and(ofEnterprise(where, scope, 'v'))
    if (filter.enterpriseId !== undefined) {
      where.and(`v.enterprise_id = ${where.param(filter.enterpriseId)}`)
    }
    if (filter.plateNo !== undefined) where.and(`v.plate_no = ${where.param(filter.plateNo)}`)
    if (after !== null) where.and(`v.no > ${where.param(after)}::bigint`)
    const { rows } = await read.query<VehicleRow>(
      `select ${VEHICLE} from vehicle v ${where.sql} order by v.no limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(scope: Scope, id: string): Promise<VehicleRow | null> {
    const where = new Where()
    where.and(`v.id = ${where.param(id)}`)
    where.and(ofEnterprise(where, scope, 'v'))
    const { rows } = await pool.query<VehicleRow>(
      `select ${VEHICLE} from vehicle v ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** A vehicle in use of the enterprise, by its id or by its plate: people write the one or the other. */
  async named(enterpriseId: string, text: string): Promise<VehicleRow | null> {
    const { rows } = await pool.query<VehicleRow>(
      `select ${VEHICLE} from vehicle v where v.enterprise_id = $1 and v.retired_at is null and (v.id = $2 or v.plate_no = $2)
       order by v.id = $2 desc limit 1`,
      [enterpriseId, text],
    )
    return rows[0] ?? null
  },

  /** May a company call a vehicle so that it has not registered? Only where it has registered none, and nobody else one of that id. */
  async mayBeCalled(enterpriseId: string, text: string): Promise<boolean> {
    const { rows } = await beyondReach(() =>
      pool.query('select from vehicle where enterprise_id = $1 or id = $2 limit 1', [
        enterpriseId,
        text,
      ]),
    )
    return rows.length === 0
  },

  /** `unique` = its plate is in use again. */
  async change(
    id: string,
    change: { readonly capacityG?: number | null | undefined; readonly retiredAt?: number | null },
  ): Promise<'changed' | 'unique'> {
    const where = new Where()
    const sets: string[] = []
    if (change.capacityG !== undefined) sets.push(`capacity_g = ${where.param(change.capacityG)}`)
    if (change.retiredAt === null) sets.push('retired_at = null')
    else if (change.retiredAt !== undefined) {
      sets.push(`retired_at = coalesce(retired_at, ${where.param(instantParam(change.retiredAt))})`)
    }
    if (sets.length === 0) return 'changed'
    try {
      await pool.query(
        `update vehicle set ${sets.join(', ')} where id = ${where.param(id)}`,
        where.values,
      )
      return 'changed'
    } catch (error) {
      if (violation(error) === 'unique') return 'unique'
      throw error
    }
  },
})
