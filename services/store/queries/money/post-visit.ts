import { effectiveTime } from '#domain/life-event.ts'
import { epochMs } from '#domain/units.ts'
import { paymentEntry, type Payment, saleEntry, type SoldCylinder } from '#domain/money/posting.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import { postEntry } from './post-entries.ts'

/** What a visit says about money. */
export type VisitMoney = {
  readonly payments: readonly Payment[]
  readonly receipt: 'paper' | 'electronic' | 'none'
}

export type SoldVisit = {
  readonly id: string
  readonly happenedAt: number
  readonly recordedAt: number
  readonly courierId: string
  readonly delivered: readonly { readonly code: string; readonly line: number | null }[]
  readonly money: VisitMoney | null
}

/** A cylinder that nobody ordered has no agreed price: it is a finding of the visit, and somebody's to settle. */
const soldOf = ({ lines }: OrderRow, delivered: SoldVisit['delivered']): readonly SoldCylinder[] =>
  delivered.flatMap(({ code, line }) => {
    const priced = lines.find((one) => one.line === line)
    if (priced === undefined) return []
    const { model, gasFen, deliveryFeeFen, depositFen } = priced
    return [{ code, model, gasFen, deliveryFeeFen, depositFen }]
  })

const takeDeposits = (
  client: Queryable,
  order: OrderRow,
  visit: SoldVisit,
  sold: readonly SoldCylinder[],
  entryId: string,
) => {
  const some = sold.filter(({ depositFen }) => depositFen > 0)
  if (some.length === 0) return null
  return client.query(
    `insert into deposit (enterprise_id, customer_id, order_id, delivery_id, entry_id, taken_at, code, model, amount_fen)
     select $1, $2, $3, $4, $5, $6, * from unnest($7::text[], $8::text[], $9::int4[])`,
    [
      order.enterpriseId,
      order.customerId,
      order.id,
      visit.id,
      entryId,
      instantParam(visit.happenedAt),
      some.map(({ code }) => code),
      some.map(({ model }) => model),
      some.map(({ depositFen }) => depositFen),
    ],
  )
}

const KINDS = [
  ['gas', 'G', (one: SoldCylinder) => one.gasFen],
  ['delivery-fee', 'F', (one: SoldCylinder) => one.deliveryFeeFen],
  ['deposit', 'D', (one: SoldCylinder) => one.depositFen],
] as const

/** One slip a kind: the delivery fee stands on its own (R001-6.3-2). Numbered by the order and its visits. */
const issueReceipts = async (
  client: Queryable,
  order: OrderRow,
  visit: SoldVisit,
  sold: readonly SoldCylinder[],
  entryId: string,
): Promise<void> => {
  const form = visit.money?.receipt ?? 'none'
  if (form === 'none') return
  const slips = KINDS.map(([kind, letter, fenOf]) => ({
    kind,
    letter,
    fen: sold.reduce((sum, one) => sum + fenOf(one), 0),
  })).filter(({ fen }) => fen > 0)
  await client.query(
    `insert into receipt (enterprise_id, no, kind, customer_id, order_id, delivery_id, entry_id, form, amount_fen, issued_at)
     select $1, $2 || '-' || (select count(distinct r.delivery_id) + 1 from receipt r where r.order_id = $4) || s.letter, s.kind,
       $3, $4, $5, $6, $7, s.fen, $8
     from unnest($9::text[], $10::text[], $11::int8[]) s (kind, letter, fen)`,
    [
      order.enterpriseId,
      order.no,
      order.customerId,
      order.id,
      visit.id,
      entryId,
      form,
      instantParam(visit.happenedAt),
      slips.map(({ kind }) => kind),
      slips.map(({ letter }) => letter),
      slips.map(({ fen }) => fen),
    ],
  )
}

/** Books a visit inside its own transaction: what was sold, its deposits and receipts, what was paid at the door. */
export const postVisit = async (
  client: Queryable,
  order: OrderRow,
  told: SoldVisit,
): Promise<void> => {
  // The day that counts for the cylinder's life counts for the books: a clock of five years ago opens no closed year.
  const happenedAt = effectiveTime(epochMs(told.happenedAt), epochMs(told.recordedAt))
  const visit = { ...told, happenedAt }
  const head = { customerId: order.customerId, orderId: order.id }
  const { recordedAt, courierId } = visit
  const booking = { enterpriseId: order.enterpriseId, happenedAt, recordedAt, by: courierId }
  const sold = soldOf(order, visit.delivered)
  const entryId = await postEntry(client, saleEntry(visit.id, head, sold), booking)
  if (entryId !== null) {
    await takeDeposits(client, order, visit, sold, entryId)
    await issueReceipts(client, order, visit, sold, entryId)
  }
  // Cash at a counter goes into the till.
  const pocket = order.channel === 'pickup' ? null : courierId
  for (const [i, payment] of (visit.money?.payments ?? []).entries()) {
    await postEntry(client, paymentEntry(`${visit.id}:${i}`, head, payment, pocket), booking)
  }
}
