import type { Pool, PoolClient } from 'pg'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { claimPaidEntry, type PaymentWay } from '#domain/money/posting.ts'
import { yuanText } from '#domain/money/yuan-text.ts'
import { postEntry } from '#store/queries/money/post-entries.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { orderInScope } from './orders.ts'
import type { Scope } from '#store/queries/scope.ts'

export type ClaimState = 'open' | 'paid' | 'void'

export type ClaimRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly region: string
  readonly kind: 'residual' | 'shortage' | 'refund'
  readonly source: number
  readonly eventId: string
  readonly code: string
  readonly customerId: string | null
  readonly orderId: string | null
  readonly weighedAt: number
  readonly measuredG: number
  readonly limitG: number
  readonly excessG: number
  readonly gasFen: number | null
  readonly labelledNetG: number | null
  readonly publishedFenPerKg: number | null
  readonly amountFen: number | null
  readonly clause: string
  readonly profile: string
  readonly dueAt: number
  readonly provisional: boolean
  readonly state: ClaimState
  readonly closedAt: number | null
}

export type Payment = {
  readonly paidAt: number
  readonly by: string
  readonly customerId: string | null
  readonly recordedAt: number
  readonly method: PaymentWay
  readonly payment: unknown
}

const CLAIM = `k.id, k.enterprise_id as "enterpriseId", k.region, k.kind, k.source, k.event_id as "eventId", k.code,
  k.customer_id as "customerId", k.order_id as "orderId", ${ms('k.weighed_at')} as "weighedAt", k.measured_g as "measuredG",
  k.limit_g as "limitG", k.excess_g as "excessG", k.gas_fen as "gasFen", k.labelled_net_g as "labelledNetG",
  k.published_fen_per_kg as "publishedFenPerKg", k.amount_fen as "amountFen", k.clause, k.profile,
  ${ms('k.due_at')} as "dueAt", k.provisional, k.state, ${ms('k.closed_at')} as "closedAt"`

type PaidRow = Pick<
  ClaimRow,
  'source' | 'eventId' | 'enterpriseId' | 'kind' | 'code' | 'customerId' | 'orderId'
> & { readonly amountFen: number }

/** Books what was paid and tells the customer, in the transaction that closes the claim. */
const bookPaid = async (
  client: PoolClient,
  id: string,
  row: PaidRow,
  { paidAt, recordedAt, by, method, payment }: Payment,
): Promise<void> => {
  const { enterpriseId, customerId, code, amountFen } = row
  const booking = { enterpriseId, happenedAt: paidAt, recordedAt, by, proof: payment }
  await postEntry(client, claimPaidEntry(id, row, { ...row, method }), booking)
  if (customerId === null) return
  await enqueueNotifications(
    client,
    [
      {
        enterpriseId,
        key: `claim-paid:${id}`,
        channel: 'sms',
        to: { kind: 'customer', ref: customerId },
        template: 'claim-paid',
        params: { code, amount: yuanText(amountFen) },
      },
    ],
    recordedAt,
  )
}

export const residualClaimQueries = (pool: Pool, read: Pool) => ({
  async byId(scope: Scope, id: string): Promise<ClaimRow | null> {
    const where = new Where()
    where.and(`k.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'k'))
    const { rows } = await pool.query<ClaimRow>(
      `select ${CLAIM} from residual_claim k ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** The most urgent first; `dueBefore` = only those whose deadline is over. */
  async list(
    scope: Scope,
    filter: {
      readonly state: ClaimState | 'all'
      readonly dueBefore: number | null
      readonly customerId?: string | undefined
    },
    limit: number,
    after: { readonly dueAt: number; readonly id: string } | null,
  ): Promise<readonly ClaimRow[]> {
    const where = new Where()
    if (filter.state === 'open') where.and(`k.state = 'open'`)
    else if (filter.state !== 'all') where.and(`k.state = ${where.param(filter.state)}`)
    where.and(orderInScope(where, scope, 'k'))
    if (filter.dueBefore !== null) {
      where.and(`k.due_at < ${where.param(instantParam(filter.dueBefore))}::timestamptz`)
    }
    if (filter.customerId !== undefined) {
      where.and(`k.customer_id = ${where.param(filter.customerId)}`)
    }
    if (after !== null) {
      where.and(
        `(k.due_at, k.id) > (${where.param(instantParam(after.dueAt))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<ClaimRow>(
      `select ${CLAIM} from residual_claim k ${where.sql} order by k.due_at, k.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Pays a claim and closes its work item. @returns false when it is not open any more */
  pay: (id: string, paid: Payment): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { paidAt, by, customerId, payment } = paid
      const { rows } = await client.query<PaidRow>(
        `update residual_claim set state = 'paid', closed_at = $2, closed_by = $3, payment = $4,
           customer_id = coalesce(customer_id, $5::uuid)
         where id = $1 and state = 'open' returning source, event_id as "eventId", enterprise_id as "enterpriseId", kind, code,
           amount_fen as "amountFen", customer_id as "customerId", order_id as "orderId"`,
        [id, instantParam(paidAt), by, JSON.stringify(payment), customerId],
      )
      const row = rows[0]
      if (row === undefined) return false
      await client.query(
        `update work_item set closed_at = $3, close_reason = 'PAID'
         where kind = 'residual-claim' and source = $1 and event_id = $2 and closed_at is null`,
        [row.source, row.eventId, instantParam(paidAt)],
      )
      await bookPaid(client, id, row, paid)
      return true
    }),
})
