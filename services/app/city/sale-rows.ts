import { createHash } from 'node:crypto'
import type {
  CityForeignEmpty,
  CityOrder,
  CityReturn,
  CityVisit,
} from '#sim/city/office-records.ts'
import type { BulkRows } from '#store/history/bulk-rows.ts'
import { hex } from '#store/people/person-vault.ts'
import type { OfficeFacts } from './office-rows.ts'
import { time, timeOrNull } from './row-times.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A made-up signature: the hash of bytes that nobody uploaded. */
const signatureOf = (what: string): string => hex(sha256(what))

/** As the route answers a visit, so that telling it again gets the same. */
const answerOf = (
  order: CityOrder,
  { id, happenedMs, recordedMs, outcome, delivered }: CityVisit,
) => ({
  visitId: id,
  orderId: order.id,
  orderState: order.state,
  happenedAt: time(happenedMs),
  recordedAt: time(recordedMs),
  outcome,
  delivered,
  returned: [],
  inspectionId: null,
  rectificationId: null,
  receiptNo: delivered.length === 0 ? null : order.no,
  findings: [],
})

const addVisit = (rows: BulkRows, order: CityOrder, visit: CityVisit): void => {
  rows.add('delivery', {
    id: visit.id,
    order_id: order.id,
    enterprise_id: order.enterpriseId,
    happened_at: time(visit.happenedMs),
    recorded_at: time(visit.recordedMs),
    outcome: visit.outcome,
    courier_id: order.courierId,
    request_sha256: hex(sha256(JSON.stringify(visit.body))),
    body: visit.body,
    answer: answerOf(order, visit),
  })
  for (const { code, eventId } of visit.delivered) {
    rows.add('order_cylinder', {
      order_id: order.id,
      code,
      assigned_at: time(order.createdMs),
      released_at: time(visit.recordedMs),
    })
    rows.add('delivery_cylinder', {
      delivery_id: visit.id,
      order_id: order.id,
      code,
      customer_id: order.customerId,
      line: 1,
      event_id: eventId,
      happened_at: time(visit.happenedMs),
    })
  }
}

export const addOrder = (rows: BulkRows, order: CityOrder, facts: OfficeFacts): void => {
  const { price, quantity } = order
  const depositFen = facts.isFirst(order) ? price.depositFen : 0
  rows.add('sale_order', {
    id: order.id,
    no: order.no,
    enterprise_id: order.enterpriseId,
    customer_id: order.customerId,
    premises_id: order.premisesId,
    region: order.region,
    channel: 'delivery',
    state: order.state,
    appointment_from: timeOrNull(order.appointmentMs?.[0] ?? null),
    appointment_to: timeOrNull(order.appointmentMs?.[1] ?? null),
    courier_id: order.courierId,
    vehicle: order.vehicle,
    total_fen: quantity * (price.gasFen + price.deliveryFeeFen + depositFen),
    closed_reason: order.closedReason,
    created_by: facts.officeOf(order.enterpriseId),
    created_at: time(order.createdMs),
    changed_at: time(order.changedMs),
  })
  rows.add('order_line', {
    order_id: order.id,
    line: 1,
    model: price.model,
    quantity,
    labelled_net_g: price.labelledNetG,
    gas_fen: price.gasFen,
    delivery_fee_fen: price.deliveryFeeFen,
    deposit_fen: depositFen,
    published_fen_per_kg: price.publishedFenPerKg,
    price_id: price.id,
  })
  for (const visit of order.visits) addVisit(rows, order, visit)
}

export const addReturn = (rows: BulkRows, one: CityReturn, facts: OfficeFacts): void => {
  const { dueAt, provisional } = facts.weighBy(one.happenedMs)
  rows.add('cylinder_return', {
    id: one.id,
    enterprise_id: one.enterpriseId,
    batch_id: one.batchId,
    delivery_id: one.deliveryId,
    code: one.code,
    customer_id: one.customerId,
    reason: one.reason,
    brought_by: 'courier',
    custody_kind: 'vehicle',
    custody_id: one.vehicle,
    happened_at: time(one.happenedMs),
    recorded_at: time(one.recordedMs),
    recorded_by: one.by,
    event_id: one.eventId,
    due_at: time(dueAt),
    provisional,
    weighed_at: timeOrNull(one.weighedMs),
  })
}

export const addForeignEmpty = (rows: BulkRows, one: CityForeignEmpty): void => {
  const handed = one.handedOverMs !== null
  rows.add('foreign_empty', {
    id: one.id,
    enterprise_id: one.enterpriseId,
    batch_id: one.deliveryId,
    delivery_id: one.deliveryId,
    owner_id: one.ownerId,
    code: one.code,
    registered: false,
    customer_id: one.customerId,
    happened_at: time(one.happenedMs),
    recorded_at: time(one.happenedMs + 1500),
    recorded_by: one.by,
    handed_over_at: timeOrNull(one.handedOverMs),
    handed_to: handed ? (one.ownerId ?? '燃气行业协会') : null,
    handover_id: one.handOverId,
    handed_by: handed ? one.by : null,
    giver_signature: handed ? signatureOf(`giver ${one.id}`) : null,
    receiver_signature: handed ? signatureOf(`receiver ${one.id}`) : null,
  })
}
