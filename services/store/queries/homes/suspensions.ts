import type { Pool } from 'pg'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import { orderInScope } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'

export const suspensionReasons = [
  'danger',
  'refused-entry',
  'refused-rectification',
  'overdue-rectification',
] as const
export type SuspensionReason = (typeof suspensionReasons)[number]

/** 暂停供气: nothing is sold to the premises from `effectiveAt` until it is lifted. */
export type SuspensionRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly reason: SuspensionReason
  readonly clause: string
  readonly profile: string
  readonly rectificationId: string | null
  readonly notifiedAt: number
  readonly effectiveAt: number
  readonly recordedAt: number
  readonly liftedAt: number | null
  readonly liftReason: string | null
}

export type NewSuspension = Omit<SuspensionRow, 'liftedAt' | 'liftReason'> & {
  readonly signature: unknown
  readonly recordedBy: string
}

const ROW = `x.id, x.no, x.enterprise_id as "enterpriseId", x.premises_id as "premisesId", x.customer_id as "customerId", x.region,
  x.reason, x.clause, x.profile, x.rectification_id as "rectificationId", ${ms('x.notified_at')} as "notifiedAt",
  ${ms('x.effective_at')} as "effectiveAt", ${ms('x.recorded_at')} as "recordedAt", ${ms('x.lifted_at')} as "liftedAt",
  x.lift_reason as "liftReason"`

/** What the customer reads, in words that are no text of ours to translate. */
const REASON: Readonly<Record<SuspensionReason, string>> = {
  danger: '危及公共安全 danger',
  'refused-entry': '多次拒绝入户安检 no access for the safety check',
  'refused-rectification': '拒绝整改隐患 hazard not mended',
  'overdue-rectification': '隐患逾期未整改 hazard overdue',
}

export const suspensionQueries = (pool: Pool, read: Pool) => ({
  /** `standing` = the premises are suspended already. A repeat with the same id finds its row. */
  async create(fresh: NewSuspension): Promise<SuspensionRow | 'standing'> {
    const { id, enterpriseId, customerId } = fresh
    try {
      await inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `insert into supply_suspension (id, no, enterprise_id, premises_id, customer_id, region, reason, clause, profile,
             rectification_id, notified_at, effective_at, signature, recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (id) do nothing`,
          [
            id,
            fresh.no,
            enterpriseId,
            fresh.premisesId,
            customerId,
            fresh.region,
            fresh.reason,
            fresh.clause,
            fresh.profile,
            fresh.rectificationId,
            instantParam(fresh.notifiedAt),
            instantParam(fresh.effectiveAt),
            JSON.stringify(fresh.signature),
            fresh.recordedBy,
            instantParam(fresh.recordedAt),
          ],
        )
        if (rowCount !== 1) return
        const told = {
          enterpriseId,
          key: `supply-suspended:${id}`,
          template: 'supply-suspended',
          params: { reason: REASON[fresh.reason] },
          channel: 'sms',
          to: { kind: 'customer', ref: customerId },
        } as const
        await enqueueNotifications(client, [told], fresh.recordedAt)
      })
    } catch (error) {
      if (violation(error) === 'unique') return 'standing'
      throw error
    }
    const { rows } = await pool.query<SuspensionRow>(
      `select ${ROW} from supply_suspension x where x.id = $1`,
      [id],
    )
    if (rows[0] === undefined) throw new Error('a suspension that was just written is not there')
    return rows[0]
  },

  /** What stands against selling to these premises at an instant. From the primary. */
  async inForce(premisesId: string, at: number): Promise<SuspensionRow | null> {
    const { rows } = await pool.query<SuspensionRow>(
      `select ${ROW} from supply_suspension x where x.premises_id = $1 and x.lifted_at is null and x.effective_at <= $2`,
      [premisesId, instantParam(at)],
    )
    return rows[0] ?? null
  },

  async byId(scope: Scope, id: string): Promise<SuspensionRow | null> {
    const where = new Where()
    where.and(`x.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'x'))
    const { rows } = await pool.query<SuspensionRow>(
      `select ${ROW} from supply_suspension x ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    filter: { readonly open: boolean; readonly premisesId?: string | undefined },
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly SuspensionRow[]> {
    const where = new Where()
    where.and(orderInScope(where, scope, 'x'))
    where.and(filter.open ? 'x.lifted_at is null' : 'x.lifted_at is not null')
    if (filter.premisesId !== undefined) {
      where.and(`x.premises_id = ${where.param(filter.premisesId)}`)
    }
    if (after !== null) {
      where.and(
        `(x.recorded_at, x.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<SuspensionRow>(
      `select ${ROW} from supply_suspension x ${where.sql} order by x.recorded_at desc, x.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** @returns false when it was lifted before */
  async lift(
    id: string,
    { at, by, reason }: { readonly at: number; readonly by: string; readonly reason: string },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      'update supply_suspension set lifted_at = $2, lifted_by = $3, lift_reason = $4 where id = $1 and lifted_at is null',
      [id, instantParam(at), by, reason],
    )
    return rowCount === 1
  },

  /** How often the door was closed or refused in a span of time, from one instant to another. */
  async closedDoors(premisesId: string, from: number, to: number): Promise<number> {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from home_refusal
       where premises_id = $1 and kind in ('absent', 'entry') and happened_at between $2 and $3`,
      [premisesId, instantParam(from), instantParam(to)],
    )
    return rows[0]?.count ?? 0
  },
})
