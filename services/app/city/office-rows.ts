import type {
  CityOrder,
  CityPrice,
  CityStaff,
  CityTraining,
  CityUser,
} from '#sim/city/office-records.ts'
import type { BulkRows } from '#store/history/bulk-rows.ts'
import { time } from './row-times.ts'

/** What the rows need beyond their record. */
export type OfficeFacts = {
  /** The user who enters things for an enterprise. */
  readonly officeOf: (enterpriseId: string) => string
  /** Hash of the password that all users of the city share. */
  readonly passwordHash: string
  /** When a return of that moment has to be weighed at the latest. */
  readonly weighBy: (ms: number) => { readonly dueAt: number; readonly provisional: boolean }
  /** The first order of a customer that was delivered: then cylinders are lent for a deposit. */
  readonly isFirst: (order: Pick<CityOrder, 'customerId' | 'state'>) => boolean
  readonly startMs: number
}

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
