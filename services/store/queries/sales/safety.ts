import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { orderInScope } from './orders.ts'
import type { Scope } from '#store/queries/scope.ts'
import { type CheckedHome, insertHome } from '#store/queries/homes/insert-home.ts'

export type CheckedItem = {
  readonly item: string
  readonly ok: boolean
  readonly defect?: string
  readonly useUntil?: string
}

export type InspectionRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly orderId: string | null
  readonly kind: string
  readonly outcome: string
  readonly items: readonly CheckedItem[]
  readonly happenedAt: number
  readonly recordedAt: number
  readonly inspectorId: string
  /** Complete and signed: it counts toward the plan. */
  readonly counts: boolean
  readonly rectificationId: string | null
}

export type RectificationRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly inspectionId: string
  readonly hazards: readonly CheckedItem[]
  readonly stopsSupply: boolean
  readonly issuedAt: number
  readonly dueOn: string
  readonly no: string
  readonly grade: 'general' | 'major'
  readonly reportDueAt: number | null
  readonly reportProvisional: boolean
  readonly reportedAt: number | null
  readonly reportedTo: string | null
  readonly reportNo: string | null
  readonly closedAt: number | null
}

export type Party = {
  readonly customerId: string
  readonly enterpriseId: string
  readonly personId: string
  readonly region: string
  readonly erased: boolean
}

const INSPECTION = `i.id, i.enterprise_id as "enterpriseId", i.premises_id as "premisesId", i.customer_id as "customerId",
  i.region, i.order_id as "orderId", i.kind, i.outcome, i.items, ${ms('i.happened_at')} as "happenedAt",
  ${ms('i.recorded_at')} as "recordedAt", i.inspector_id as "inspectorId", i.counts,
  (select r.id from rectification r where r.inspection_id = i.id) as "rectificationId"`

export const RECTIFICATION = `r.id, r.enterprise_id as "enterpriseId", r.premises_id as "premisesId", r.customer_id as "customerId",
  r.region, r.inspection_id as "inspectionId", r.hazards, r.stops_supply as "stopsSupply", ${ms('r.issued_at')} as "issuedAt",
  r.due_on::text as "dueOn", r.no, r.grade, ${ms('r.report_due_at')} as "reportDueAt",
  r.report_provisional as "reportProvisional", ${ms('r.reported_at')} as "reportedAt", r.reported_to as "reportedTo",
  r.report_no as "reportNo", ${ms('r.closed_at')} as "closedAt"`

export const safetyQueries = (pool: Pool, read: Pool) => ({
  /** Writes a home check with its notice once. */
  create: (home: CheckedHome): Promise<'created' | 'repeated'> =>
    inTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        home.inspection.id,
      ])
      const { rows } = await client.query('select from safety_inspection where id = $1', [
        home.inspection.id,
      ])
      if (rows.length > 0) return 'repeated'
      await insertHome(client, home)
      return 'created'
    }),

  async inspection(scope: Scope, id: string): Promise<InspectionRow | null> {
    const where = new Where()
    where.and(`i.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'i'))
    const { rows } = await pool.query<InspectionRow>(
      `select ${INSPECTION} from safety_inspection i ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async inspections(
    scope: Scope,
    premisesId: string | undefined,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly InspectionRow[]> {
    const where = new Where()
    where.and(orderInScope(where, scope, 'i'))
    if (premisesId !== undefined) where.and(`i.premises_id = ${where.param(premisesId)}`)
    if (after !== null) {
      where.and(
        `(i.recorded_at, i.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<InspectionRow>(
      `select ${INSPECTION} from safety_inspection i ${where.sql} order by i.recorded_at desc, i.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The last check with items at these premises: what a visit finds filled in. */
  async lastCheck(premisesId: string): Promise<InspectionRow | null> {
    const { rows } = await pool.query<InspectionRow>(
      `select ${INSPECTION} from safety_inspection i where i.premises_id = $1 and i.outcome in ('passed', 'failed')
       order by i.happened_at desc limit 1`,
      [premisesId],
    )
    return rows[0] ?? null
  },

  async openAt(premisesId: string): Promise<readonly RectificationRow[]> {
    const { rows } = await pool.query<RectificationRow>(
      `select ${RECTIFICATION} from rectification r where r.premises_id = $1 and r.closed_at is null
       order by r.due_on, r.id limit 50`,
      [premisesId],
    )
    return rows
  },

  async rectification(scope: Scope, id: string): Promise<RectificationRow | null> {
    const where = new Where()
    where.and(`r.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'r'))
    const { rows } = await pool.query<RectificationRow>(
      `select ${RECTIFICATION} from rectification r ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Open ones by deadline, closed ones too. */
  async rectifications(
    scope: Scope,
    open: boolean,
    limit: number,
    after: { readonly dueOn: string; readonly id: string } | null,
  ): Promise<readonly RectificationRow[]> {
    const where = new Where()
    where.and(open ? 'r.closed_at is null' : 'r.closed_at is not null')
    where.and(orderInScope(where, scope, 'r'))
    if (after !== null) {
      where.and(
        `(r.due_on, r.id) > (${where.param(after.dueOn)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<RectificationRow>(
      `select ${RECTIFICATION} from rectification r ${where.sql} order by r.due_on, r.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** @returns false when it was closed before */
  async close(
    id: string,
    { at, by, closing }: { readonly at: number; readonly by: string; readonly closing: unknown },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      'update rectification set closed_at = $2, closed_by = $3, closing = $4 where id = $1 and closed_at is null',
      [id, instantParam(at), by, JSON.stringify(closing)],
    )
    return rowCount === 1
  },

  /** Who lives at the premises, and whose rules apply there; null = not within reach. */
  async premises(
    scope: Scope,
    id: string,
  ): Promise<(Party & { readonly premisesId: string; readonly closed: boolean }) | null> {
    const where = new Where()
    where.and(`m.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'm'))
    const { rows } = await pool.query<Party & { premisesId: string; closed: boolean }>(
      `select m.id as "premisesId", m.customer_id as "customerId", m.enterprise_id as "enterpriseId",
         c.person_id as "personId", m.region, c.erased_at is not null as erased, m.closed_at is not null as closed
       from premises m join customer c on c.id = m.customer_id ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async customer(scope: Scope, id: string): Promise<Party | null> {
    const where = new Where()
    where.and(`c.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'c'))
    const { rows } = await pool.query<Party>(
      `select c.id as "customerId", c.enterprise_id as "enterpriseId", c.person_id as "personId", c.region,
         c.erased_at is not null as erased from customer c ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },
})
