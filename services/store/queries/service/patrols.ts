import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { insertHazard, type NewHazard } from './company-hazards.ts'
import { insertRow } from './insert-row.ts'

export type RouteRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly stationId: string
  readonly region: string
  readonly name: string
  readonly everyDays: number
  readonly items: readonly string[]
  readonly fromDay: string
  readonly lastDoneAt: number | null
}

export type NewRoute = Omit<RouteRow, 'lastDoneAt' | 'region'> & {
  readonly recordedBy: string
  readonly recordedAt: number
}

export type PatrolResult = { readonly item: string; readonly ok: boolean; readonly remark?: string }

export type PatrolRow = {
  readonly id: string
  readonly routeId: string
  readonly enterpriseId: string
  readonly stationId: string
  readonly doneAt: number
  readonly doneBy: string
  readonly results: readonly PatrolResult[]
  readonly recordedAt: number
}

const ROUTE = `r.id, r.enterprise_id as "enterpriseId", r.station_id as "stationId", s.region, r.name, r.every_days as "everyDays",
  r.items, r.from_day::text as "fromDay",
  (select ${ms('max(p.done_at)')} from patrol p where p.route_id = r.id) as "lastDoneAt"`

const PATROL = `p.id, p.route_id as "routeId", p.enterprise_id as "enterpriseId", p.station_id as "stationId",
  ${ms('p.done_at')} as "doneAt", p.done_by as "doneBy", p.results, ${ms('p.recorded_at')} as "recordedAt"`

/** 设施巡查 (R004-A2-10): routes, and the rounds that were made. */
export const patrolQueries = (pool: Pool, read: Pool) => ({
  createRoute: (row: NewRoute) =>
    insertRow(pool, 'patrol_route', {
      id: row.id,
      enterprise_id: row.enterpriseId,
      station_id: row.stationId,
      name: row.name,
      every_days: row.everyDays,
      items: JSON.stringify(row.items),
      from_day: row.fromDay,
      recorded_by: row.recordedBy,
      recorded_at: instantParam(row.recordedAt),
    }),

  /** Routes in use, by id; those of a company are few. */
  async routes(scope: Scope, limit: number, after: string | null): Promise<readonly RouteRow[]> {
    const where = new Where()
    where.and('r.ended_on is null')
    where.and(heldInScope(where, scope, 'r'))
    if (after !== null) where.and(`r.id > ${where.param(after)}::uuid`)
    const { rows } = await read.query<RouteRow>(
      `select ${ROUTE} from patrol_route r join station s on s.id = r.station_id ${where.sql}
       order by r.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async route(scope: Scope, id: string): Promise<RouteRow | null> {
    const where = new Where()
    where.and(`r.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 'r'))
    const { rows } = await pool.query<RouteRow>(
      `select ${ROUTE} from patrol_route r join station s on s.id = r.station_id ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** A round, and the hazards that it found, once. */
  create: (row: PatrolRow, hazards: readonly NewHazard[]): Promise<'created' | 'repeated'> =>
    inTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [row.id])
      const { rowCount } = await client.query('select from patrol where id = $1', [row.id])
      if (rowCount !== 0) return 'repeated'
      await insertRow(client, 'patrol', {
        id: row.id,
        route_id: row.routeId,
        enterprise_id: row.enterpriseId,
        station_id: row.stationId,
        done_at: instantParam(row.doneAt),
        done_by: row.doneBy,
        results: JSON.stringify(row.results),
        recorded_at: instantParam(row.recordedAt),
      })
      for (const hazard of hazards) await insertHazard(client, hazard)
      return 'created'
    }),

  async byId(scope: Scope, id: string): Promise<PatrolRow | null> {
    const where = new Where()
    where.and(`p.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 'p'))
    const { rows } = await pool.query<PatrolRow>(
      `select ${PATROL} from patrol p ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly PatrolRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'p'))
    if (after !== null) {
      where.and(
        `(p.done_at, p.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<PatrolRow>(
      `select ${PATROL} from patrol p ${where.sql} order by p.done_at desc, p.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
