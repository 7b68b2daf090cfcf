import type { ApiDeps } from '#api/api-deps.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import type { OrderState } from '#domain/order-state.ts'
import type { Day } from '#domain/units.ts'
import { mayBuy } from '#rules/may-buy.ts'
import type { OrderDeliver } from '#schemas/api/delivery.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import { cylinderFindings, placedFindings, unorderedFindings } from './delivered-cylinders.ts'
import type { CodeVerdict } from './one-time-code.ts'
import { courierRefusal } from './refuse-courier.ts'
import type { Visit } from './visit-desk.ts'
import { boughtFinding, findingsOfVisit, type VisitFinding } from './visit-findings.ts'

type Begun = { readonly before: OrderState | null; readonly unordered: readonly string[] }

/** What is known around a delivery, looked up before it is written, and the findings that follow from it. */
export const deliveryFacts = (deps: ApiDeps) => {
  const { balances, visits, safety, sales, suspensions } = deps.queries

  const owedBefore = async (customerId: string, today: Day): Promise<number> => {
    const { openingFen, debitFen, creditFen } = await balances.ofCustomer(customerId, today, today)
    return openingFen + debitFen - creditFen
  }

  /** A hazard that stops supply stood there, or supply was suspended. */
  const unsafeBefore = async ({ order, at }: Visit<unknown>): Promise<boolean> => {
    if (order.premisesId === null) return false
    if ((await suspensions.inForce(order.premisesId, at)) !== null) return true
    const open = await safety.openAt(order.premisesId)
    return open.some(({ stopsSupply, issuedAt }) => stopsSupply && issuedAt < at)
  }

  return async (
    visit: Visit<OrderDeliver>,
    cylinders: readonly SaleCylinder[],
    signedByCode: CodeVerdict | null,
  ): Promise<(begun: Begun) => readonly VisitFinding[]> => {
    const { order, body, at, courier, profile } = visit
    const today = dayOf(at)
    const since = startOfDay(today)
    const parties = await sales.parties(order.customerId, order.premisesId, today, since)
    const place = parties?.premises ?? null
    const bought =
      parties === null || place === null ? [] : mayBuy(parties.buyer, place, profile, today)
    const told = {
      order,
      body,
      happenedAt: at,
      courierId: courier.id,
      profile,
      hasManual: (await visits.lastManual(order.customerId)) !== null,
      unsafeBefore: await unsafeBefore(visit),
      signedByCode,
      owedFen: await owedBefore(order.customerId, today),
      courierRefusal: await courierRefusal(deps, { order, courier, profile, at }),
    } as const
    const takenBack = body.returned.flatMap(({ code }) => (code === undefined ? [] : [code]))
    const ofCylinders = [
      ...(await cylinderFindings(deps, visit, cylinders)),
      ...(await placedFindings(deps, visit, parties, [cylinders, takenBack])),
    ]
    return ({ before, unordered }) => [
      ...findingsOfVisit({ ...told, before: before ?? 'assigned' }),
      ...bought.map((refusal) => boughtFinding(profile, refusal)),
      ...ofCylinders,
      ...unorderedFindings(profile, unordered),
    ]
  }
}
