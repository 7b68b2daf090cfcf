import type { CityHomeCheck } from '#sim/city/office-records.ts'
import type { BulkRow, BulkRows } from '#store/history/bulk-rows.ts'
import { time, timeOrNull } from './row-times.ts'

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

const addNotice = (rows: BulkRows, head: BulkRow, check: CityHomeCheck): void => {
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
  addNotice(rows, head, check)
}
