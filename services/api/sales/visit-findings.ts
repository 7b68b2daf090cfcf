import type { Finding } from '#domain/finding.ts'
import { dayOf } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { BuyRefusal } from '#rules/may-buy.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { serviceCitation, type ServiceDuty } from '#rules/service-clauses.ts'
import type { DeliverRefusal } from '#rules/may-deliver.ts'
import type { OrderDeliver } from '#schemas/api/delivery.ts'
import type { CodeVerdict } from './one-time-code.ts'
import type { OrderState } from '#domain/order-state.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'

/** A finding about a visit; about one of its cylinders where `cylinder` is set. */
export type VisitFinding = {
  readonly code: string
  readonly severity: 'block' | 'warn'
  readonly clause: string
  readonly profile: string
  readonly force: Finding['force']
  readonly measured?: string | number
  readonly limit?: string | number
  readonly unit?: string
  readonly cylinder?: string
}

type Measured = Pick<VisitFinding, 'measured' | 'limit' | 'unit' | 'cylinder'>

export const visitFinding = (
  profile: ResolvedProfile,
  [code, severity]: readonly [ServiceDuty, VisitFinding['severity']],
  measured: Measured = {},
): VisitFinding => ({
  code,
  severity,
  ...serviceCitation(profile, code),
  profile: profile.ref,
  ...measured,
})

export const boughtFinding = (
  profile: ResolvedProfile,
  { code, clause, force, measured, limit, unit }: BuyRefusal,
): VisitFinding => ({
  code,
  severity: 'block',
  clause,
  force,
  profile: profile.ref,
  ...(measured === undefined ? {} : { measured }),
  ...(limit === undefined ? {} : { limit }),
  ...(unit === undefined ? {} : { unit }),
})

/** Who brought it was not trained for it, or not any more. */
const courierFinding = ({ courierRefusal, profile }: ToldVisit): VisitFinding[] =>
  courierRefusal === null ? [] : [{ ...courierRefusal, severity: 'warn', profile: profile.ref }]

export type ToldVisit = {
  readonly order: OrderRow
  /** The state of the order before this visit. */
  readonly before: OrderState
  readonly body: OrderDeliver
  readonly happenedAt: EpochMs
  readonly courierId: string
  readonly profile: ResolvedProfile
  /** The customer has a Safety Manual (安全用气手册) from before. */
  readonly hasManual: boolean
  /** A hazard that stops supply stood at these premises. */
  readonly unsafeBefore: boolean
  readonly signedByCode: CodeVerdict | null
  /** What the customer owed before this visit, fen; below zero what stands to their credit. */
  readonly owedFen: number
  /** What stands against the courier bringing cylinders; null = nothing. */
  readonly courierRefusal: DeliverRefusal | null
}

/** 安装、检漏、点火: R002-7.2.2, R001-6.3-3. What was not told was not done. */
const installation = ({ order, body, profile }: ToldVisit): VisitFinding[] => {
  if (order.channel === 'pickup' || body.delivered.length === 0) return []
  const done = body.installation
  if (done === undefined || done.state === 'not-done') {
    return [visitFinding(profile, ['NOT_INSTALLED', 'warn'])]
  }
  if (done.state === 'declined') return [visitFinding(profile, ['INSTALLATION_DECLINED', 'warn'])]
  const found: VisitFinding[] = []
  if (done.leakFree === undefined) found.push(visitFinding(profile, ['NOT_LEAK_TESTED', 'warn']))
  if (done.leakFree === false) found.push(visitFinding(profile, ['LEAK_TEST_FAILED', 'block']))
  if (done.ignited !== true) found.push(visitFinding(profile, ['NOT_IGNITED', 'warn']))
  return found
}

const home = (visit: ToldVisit): VisitFinding[] => {
  const { order, body, profile } = visit
  if (order.channel === 'pickup' || body.delivered.length === 0) return []
  if (body.check === undefined) return [visitFinding(profile, ['NOT_INSPECTED', 'warn'])]
  const failed = body.check.items.find(({ ok }) => !ok)
  if (failed === undefined) return []
  return [visitFinding(profile, ['SUPPLIED_UNSAFE_HOME', 'block'], { measured: failed.item })]
}

const papers = (visit: ToldVisit): VisitFinding[] => {
  const { body, profile, hasManual, signedByCode } = visit
  const found: VisitFinding[] = []
  if (body.signature.kind === 'refused') {
    found.push(visitFinding(profile, ['NOT_SIGNED', 'warn'], { measured: 'refused' }))
  }
  if (signedByCode !== null && signedByCode !== 'right') {
    found.push(visitFinding(profile, ['NOT_SIGNED', 'warn'], { measured: `code ${signedByCode}` }))
  }
  if (!hasManual && body.manualVersion === undefined) {
    found.push(visitFinding(profile, ['NO_MANUAL', 'warn']))
  }
  return found
}

const order = (visit: ToldVisit): VisitFinding[] => {
  const { before, courierId, happenedAt, profile, unsafeBefore } = visit
  const found: VisitFinding[] = []
  if (before === 'cancelled' || before === 'refused' || before === 'delivered') {
    found.push(visitFinding(profile, ['ORDER_CLOSED', 'warn'], { measured: before }))
  }
  if (visit.order.courierId !== null && visit.order.courierId !== courierId) {
    found.push(visitFinding(profile, ['OTHER_COURIER', 'warn']))
  }
  const { appointmentTo } = visit.order
  if (appointmentTo !== null && happenedAt > appointmentTo) {
    const late = { measured: Math.ceil((happenedAt - appointmentTo) / 60_000), limit: 0 }
    found.push(visitFinding(profile, ['MISSED_APPOINTMENT', 'warn'], late))
  }
  // Who sold at the door writes the order up on the same day.
  const [day, ordered] = [dayOf(happenedAt), dayOf(epochMs(visit.order.createdAt))]
  if (day < ordered) {
    found.push(visitFinding(profile, ['BEFORE_ORDER', 'warn'], { measured: day, limit: ordered }))
  }
  if (unsafeBefore) {
    const standing = { measured: 'open rectification' }
    found.push(visitFinding(profile, ['SUPPLIED_UNSAFE_HOME', 'block'], standing))
  }
  return found
}

/** More money than this order and older debts ask for: somebody mistyped, or keeps it. */
const payment = ({ order, body, owedFen, profile }: ToldVisit): VisitFinding[] => {
  const paid = (body.payments ?? []).reduce((sum, { amountFen }) => sum + amountFen, 0)
  const due = order.totalFen + Math.max(0, owedFen)
  if (paid <= due) return []
  return [visitFinding(profile, ['OVERPAID', 'warn'], { measured: paid, limit: due, unit: 'fen' })]
}

/** What a delivery that happened left undone, by clause. Nothing of it refuses the fact. */
export const findingsOfVisit = (visit: ToldVisit): readonly VisitFinding[] => [
  ...order(visit),
  ...courierFinding(visit),
  ...installation(visit),
  ...home(visit),
  ...papers(visit),
  ...payment(visit),
]
