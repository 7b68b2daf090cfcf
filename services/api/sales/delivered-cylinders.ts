import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { mayPlace } from '#rules/may-buy.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { isOwn } from '#rules/sale-gate.ts'
import { serviceCitation } from '#rules/service-clauses.ts'
import type { OrderDeliver } from '#schemas/api/delivery.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder, SaleParties } from '#store/queries/sales/sales.ts'
import { refuseTwice } from './sale-refusals.ts'
import { boughtFinding, type VisitFinding, visitFinding } from './visit-findings.ts'

/** Each delivered cylinder, registered. @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST */
export const deliveredOf = async (
  { queries }: ApiDeps,
  order: OrderRow,
  body: OrderDeliver,
): Promise<readonly SaleCylinder[]> => {
  refuseTwice(body.delivered, 'delivered')
  refuseTwice(
    body.returned.map(({ code }) => code),
    'returned',
  )
  if (body.delivered.length === 0 && body.returned.length === 0) {
    const detail = {
      zh: '没有送达也没有回收：请按未成到访登记（POST …/fail）',
      en: 'nothing was delivered nor returned: tell it as POST …/fail',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/delivered', detail })
  }
  const both = body.returned.findIndex(({ code }) => code && body.delivered.includes(code))
  if (both >= 0) {
    const detail = {
      zh: '同一次到访不会既送又收同一只气瓶',
      en: 'one visit does not bring and take the same cylinder',
    }
    throw problem('INCONSISTENT_REQUEST', { path: `/returned/${both}/code`, detail })
  }
  const known = await queries.sales.cylinders(body.delivered)
  return body.delivered.map((code, i) => {
    const found = known.get(code)
    if (found !== undefined) return found
    const detail = {
      zh: `${code} 未登记：请先登记或更正编号，再重新提交订单 ${order.no}`,
      en: `${code} is not registered: register it or correct the code, then send ${order.no} again`,
    }
    throw problem('UNKNOWN_REFERENCE', { path: `/delivered/${i}`, detail })
  })
}

/** A phone's clock may be so far behind the station's: then the delivery counts just after the stock-out. */
const CLOCK_BEHIND_MS = 10 * 60_000

/** How long before its own stock-out a delivery is told to have been; null = it was not. */
const beforeStockOut = (order: OrderRow, { code, state }: SaleCylinder, at: EpochMs) => {
  const { kind, since } = state.custody
  const listed = order.cylinders.some((one) => one.code === code && one.state === 'assigned')
  return listed && kind === 'vehicle' && since >= at ? since - at : null
}

/** When a delivery counts: as told, or just after its stock-out where the phone's clock is a little behind. */
export const deliveredAt = (order: OrderRow, cylinder: SaleCylinder, at: EpochMs): EpochMs => {
  const behind = beforeStockOut(order, cylinder, at)
  return behind === null || behind > CLOCK_BEHIND_MS ? at : epochMs(at + behind + 1)
}

const clockFinding = (told: Told, cylinder: SaleCylinder): VisitFinding[] => {
  const behind = beforeStockOut(told.order, cylinder, told.at)
  if (behind === null) return []
  const measured = Math.ceil(behind / 60_000)
  const measure = {
    measured,
    limit: CLOCK_BEHIND_MS / 60_000,
    unit: 'min',
    cylinder: cylinder.code,
  }
  return [visitFinding(told.profile, ['BEFORE_STOCK_OUT', 'warn'], measure)]
}

type Told = {
  readonly order: OrderRow
  readonly profile: ResolvedProfile
  readonly at: EpochMs
}

/** Known to be empty, or filled for the first time after it is told to have been delivered. What is told late is judged by what is known. */
const notFull = async (
  { queries }: ApiDeps,
  { profile, at }: Told,
  { code, registry, state }: SaleCylinder,
): Promise<VisitFinding[]> => {
  const { content, lastFill, newest } = state
  const finding = (measured: string) => [
    visitFinding(profile, ['NOT_FULL', 'block'], { measured, limit: 'full', cylinder: code }),
  ]
  const cameFull = registry.facts?.content === 'full'
  if (lastFill === null || lastFill.at <= at) {
    const current = newest === null || newest.effectiveAt <= at
    const short = content.state === 'empty' || content.state === 'partial'
    return short && (current || (lastFill === null && !cameFull)) ? finding(content.state) : []
  }
  if (cameFull) return []
  return (await queries.sales.filledBefore(code, at)) ? [] : finding('not filled yet')
}

/** Which company a cylinder belongs to that this one may not sell; null = it may. */
export const notOwn = ({ order, profile, at }: Told, { registry, state }: SaleCylinder) => {
  const facts = { cylinder: state, registry, profile, enterpriseId: order.enterpriseId, at }
  if (isOwn(facts)) return null
  const { clause } = serviceCitation(profile, 'NOT_OWN_CYLINDER')
  return { sellerId: order.enterpriseId, clause }
}

/** What stands against the cylinders that were left there. */
export const cylinderFindings = async (
  deps: ApiDeps,
  told: Told,
  cylinders: readonly SaleCylinder[],
): Promise<readonly VisitFinding[]> => {
  const found: VisitFinding[] = []
  for (const one of cylinders) {
    if (notOwn(told, one) !== null) {
      found.push(visitFinding(told.profile, ['NOT_OWN_CYLINDER', 'warn'], { cylinder: one.code }))
    }
    found.push(...clockFinding(told, one), ...(await notFull(deps, told, one)))
  }
  return found
}

/** More than may stand there, with what was taken away. How many a day is the order's to refuse. */
export const placedFindings = async (
  { queries }: ApiDeps,
  { profile, at }: Told,
  parties: SaleParties | null,
  [delivered, returned]: readonly [readonly SaleCylinder[], readonly string[]],
): Promise<readonly VisitFinding[]> => {
  if (parties === null || parties.premises === null || delivered.length === 0) return []
  const staying = [...parties.onSite]
  for (const { registry } of (await queries.sales.cylinders(returned)).values()) {
    const i = staying.indexOf(registry.facts?.model ?? '')
    if (i >= 0) staying.splice(i, 1)
  }
  const asked = delivered.map(({ registry }) => registry.facts?.model ?? '')
  const placement = { onSite: staying, soldToday: 0, asked }
  return mayPlace(parties.premises, placement, profile, dayOf(at)).map((refusal) =>
    boughtFinding(profile, refusal),
  )
}

/** What nobody ordered, or not so many: it has no agreed price, and nothing is booked for it. */
export const unorderedFindings = (
  profile: ResolvedProfile,
  codes: readonly string[],
): readonly VisitFinding[] =>
  codes.map((cylinder) => visitFinding(profile, ['NOT_ORDERED', 'warn'], { cylinder }))
