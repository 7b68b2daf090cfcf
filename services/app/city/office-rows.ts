import { createHash } from 'node:crypto'
import type {
  CityForeignEmpty,
  CityHomeCheck,
  CityOrder,
  CityPrice,
  CityReturn,
  CityStaff,
  CityTraining,
  CityUser,
  CityVisit,
} from '#sim/city/office-records.ts'
import type { BulkRows } from '#store/bulk-rows.ts'
import { hex } from '#store/person-vault.ts'

/** What the rows need beyond their record. */
export type OfficeFacts = {
  /** The user who enters things for an enterprise. */
  readonly officeOf: (enterpriseId: string) => string
  /** Hash of the password that all users of the city share. */
  readonly passwordHash: string
  /** When a return of that moment has to be weighed at the latest. */
  readonly weighBy: (ms: number) => { readonly dueAt: number; readonly provisional: boolean }
  readonly startMs: number
}

const time = (ms: number): string => new Date(ms).toISOString()
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A made-up signature: the hash of bytes that nobody uploaded. */
const signatureOf = (what: string): string => hex(sha256(what))

export const addUser = (rows: BulkRows, user: CityUser, facts: OfficeFacts): void =>
  rows.add('app_user', {
    id: user.id,
    username: user.username,
    password_hash: facts.passwordHash,
    role: user.role,
    enterprise_id: user.enterpriseId,
    station_id: user.stationId ?? null,
    failed_logins: 0,
    created_at: time(facts.startMs),
  })

export const addStaff = (rows: BulkRows, staff: CityStaff, facts: OfficeFacts): void => {
  const { enterpriseId, operator, certificate, badge } = staff
  const by = facts.officeOf(enterpriseId)
  rows.add('staff_certificate', {
    id: certificate.id,
    enterprise_id: enterpriseId,
    operator,
    kind: certificate.kind,
    certificate_no: certificate.no,
    issued_by: '市场监督管理局',
    valid_from: certificate.from,
    valid_until: certificate.until,
    recorded_by: by,
    recorded_at: time(facts.startMs),
  })
  rows.add('badge', {
    token: badge,
    enterprise_id: enterpriseId,
    operator,
    badge_no: `B-${operator}`,
    post: certificate.kind === 'delivery' ? '送气工' : '充装工',
    supervision_phone: '0533-2181234',
    valid_until: certificate.until,
    issued_by: by,
    issued_at: time(facts.startMs),
  })
}

const PASS_SCORE = 60

export const addTraining = (rows: BulkRows, training: CityTraining, facts: OfficeFacts): void => {
  const { id, enterpriseId, heldOn, topics, content, results } = training
  rows.add('training', {
    id,
    enterprise_id: enterpriseId,
    held_on: heldOn,
    topics,
    content,
    minutes: 120,
    recorded_by: facts.officeOf(enterpriseId),
    recorded_at: `${heldOn}T10:00:00.000Z`,
  })
  rows.add(
    'training_result',
    ...results.map(({ operator, score }) => ({
      training_id: id,
      enterprise_id: enterpriseId,
      operator,
      passed: score >= PASS_SCORE,
      score,
    })),
  )
}

export const addPrice = (rows: BulkRows, price: CityPrice, facts: OfficeFacts): void =>
  rows.add('price_list', {
    id: price.id,
    enterprise_id: price.enterpriseId,
    model: price.model,
    labelled_net_g: price.labelledNetG,
    gas_fen: price.gasFen,
    delivery_fee_fen: price.deliveryFeeFen,
    deposit_fen: price.depositFen,
    published_fen_per_kg: price.publishedFenPerKg,
    valid_from: price.validFrom,
    recorded_by: facts.officeOf(price.enterpriseId),
    recorded_at: time(facts.startMs),
  })

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
    total_fen: quantity * (price.gasFen + price.deliveryFeeFen),
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
    deposit_fen: 0,
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

const REFUSED: Readonly<Record<string, string>> = {
  'nobody-home': 'absent',
  'refused-entry': 'entry',
}

const SHANGHAI_MS = 8 * 3_600_000

/** As the office numbers its notices: the day, and the end of the id. */
const noticeNo = (id: string, ms: number): string => {
  const day = time(ms + SHANGHAI_MS)
    .slice(2, 10)
    .replaceAll('-', '')
  return `ZG${day}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`
}

export const addHomeCheck = (rows: BulkRows, check: CityHomeCheck): void => {
  const head = {
    enterprise_id: check.enterpriseId,
    premises_id: check.premisesId,
    customer_id: check.customerId,
    region: check.region,
  }
  rows.add('safety_inspection', {
    ...head,
    id: check.id,
    order_id: check.orderId,
    delivery_id: check.deliveryId,
    kind: check.kind,
    outcome: check.outcome,
    items: check.items,
    signature: { kind: 'code' },
    // All five items looked at, and signed for by code.
    counts: check.items.length > 0,
    happened_at: time(check.happenedMs),
    recorded_at: time(check.recordedMs),
    inspector_id: check.inspectorId,
  })
  const refusal = REFUSED[check.outcome]
  if (refusal !== undefined) {
    rows.add('home_refusal', {
      ...head,
      id: check.refusalId,
      inspection_id: check.id,
      kind: refusal,
      happened_at: time(check.happenedMs),
      recorded_at: time(check.recordedMs),
      recorded_by: check.inspectorId,
    })
  }
  const { notice } = check
  if (notice === null) return
  const closed = notice.closedMs !== null
  rows.add('rectification', {
    ...head,
    id: notice.id,
    no: noticeNo(notice.id, check.happenedMs),
    inspection_id: check.id,
    hazards: check.items.filter((item) => !(item as { ok: boolean }).ok),
    stops_supply: notice.stopsSupply,
    issued_at: time(check.happenedMs),
    due_on: notice.dueOn,
    signature: { kind: 'code' },
    closed_at: timeOrNull(notice.closedMs),
    closed_by: closed ? check.inspector : null,
    closing: closed ? { check: { items: [] }, signature: { kind: 'code' } } : null,
  })
}
