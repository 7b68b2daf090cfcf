import type { Pool } from 'pg'
import { LOCATION } from '#store/queries/registry/stations.ts'
import { violated, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type SiteKind = 'filling' | 'supply' | 'shop' | 'office'

export type SiteRow = {
  readonly id: string
  readonly name: string
  readonly kind: SiteKind
  readonly region: string
  readonly enterpriseId: string
  readonly licenceNo: string | null
  readonly licenceUntil: string | null
  readonly address: string | null
  readonly location: { readonly lat: number; readonly lon: number } | null
  readonly capacityCylinders: number | null
  readonly capacityG: number | null
  readonly closedOn: string | null
}

export type NewSite = Omit<SiteRow, 'closedOn'>

export type SiteChange = {
  readonly name?: string | undefined
  readonly address?: string | undefined
  readonly capacityCylinders?: number | null | undefined
  readonly capacityG?: number | null | undefined
  readonly closedOn?: string | null | undefined
}

export type SiteFilter = {
  readonly kind?: SiteKind | undefined
  readonly enterpriseId?: string | undefined
}

const SITE = `s.id, s.name, s.kind, s.region, s.enterprise_id as "enterpriseId", s.licence_no as "licenceNo",
  s.licence_until::text as "licenceUntil", s.address, s.capacity_cylinders as "capacityCylinders", s.capacity_g as "capacityG",
  s.closed_on::text as "closedOn", ${LOCATION}`

/** Sites (站点) are the stations of the registry, of whatever kind: devices, users and rules by region hang on them. */
export const siteQueries = (pool: Pool, read: Pool) => ({
  async create(site: NewSite): Promise<SiteRow | 'unique' | 'reference'> {
    try {
      const { rows } = await pool.query<SiteRow>(
        `with s as (
           insert into station (id, name, kind, region, enterprise_id, licence_no, licence_until, address, capacity_cylinders, capacity_g,
             lat, lon) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning *)
         select ${SITE} from s`,
        [
          site.id,
          site.name,
          site.kind,
          site.region,
          site.enterpriseId,
          site.licenceNo,
          site.licenceUntil,
          site.address,
          site.capacityCylinders,
          site.capacityG,
          site.location?.lat ?? null,
          site.location?.lon ?? null,
        ],
      )
      return rows[0] as SiteRow
    } catch (error) {
      return violated(error)
    }
  },

  async list(
    scope: Scope,
    { kind, enterpriseId }: SiteFilter,
    limit: number,
    after: string | null,
  ): Promise<readonly SiteRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    if (kind !== undefined) where.and(`s.kind = ${where.param(kind)}`)
    if (enterpriseId !== undefined) where.and(`s.enterprise_id = ${where.param(enterpriseId)}`)
    if (after !== null) where.and(`s.id > ${where.param(after)}`)
    const { rows } = await read.query<SiteRow>(
      `select ${SITE} from station s ${where.sql} order by s.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** From the primary: what may be planned is decided by it. */
  async byId(scope: Scope, id: string): Promise<SiteRow | null> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    where.and(`s.id = ${where.param(id)}`)
    const { rows } = await pool.query<SiteRow>(
      `select ${SITE} from station s ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async change(id: string, change: SiteChange): Promise<void> {
    const where = new Where()
    const columns = {
      name: change.name,
      address: change.address,
      capacity_cylinders: change.capacityCylinders,
      capacity_g: change.capacityG,
      closed_on: change.closedOn,
    }
    const sets = Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `${column} = ${where.param(value)}`)
    if (sets.length === 0) return
    await pool.query(
      `update station set ${sets.join(', ')} where id = ${where.param(id)}`,
      where.values,
    )
  },
})
