import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { EpochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { isOwn } from '#rules/sale-gate.ts'
import type { OrderDeliver } from '#schemas/api/delivery.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import { refuseTwice } from './sale-refusals.ts'
import { type VisitFinding, visitFinding } from './visit-findings.ts'
import { lineOf } from './visit-lines.ts'

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
    const detail = 'nothing was delivered nor returned: tell it as POST …/fail'
    throw problem('INCONSISTENT_REQUEST', { path: '/delivered', detail })
  }
  const both = body.returned.findIndex(({ code }) => code && body.delivered.includes(code))
  if (both >= 0) {
    const detail = 'one visit does not bring and take the same cylinder'
    throw problem('INCONSISTENT_REQUEST', { path: `/returned/${both}/code`, detail })
  }
  const known = await queries.sales.cylinders(body.delivered)
  return body.delivered.map((code, i) => {
    const found = known.get(code)
    if (found !== undefined) return found
    const detail = `${code} is not registered: register it or correct the code, then send ${order.no} again`
    throw problem('UNKNOWN_REFERENCE', { path: `/delivered/${i}`, detail })
  })
}

/** What stands against the cylinders that were left there. */
export const cylinderFindings = (
  order: OrderRow,
  cylinders: readonly SaleCylinder[],
  profile: ResolvedProfile,
  at: EpochMs,
): readonly VisitFinding[] =>
  cylinders.flatMap(({ code, registry, state }) => {
    const found: VisitFinding[] = []
    const facts = { cylinder: state, registry, profile, enterpriseId: order.enterpriseId, at }
    if (!isOwn(facts)) {
      found.push(visitFinding(profile, ['NOT_OWN_CYLINDER', 'warn'], { cylinder: code }))
    }
    if (lineOf(order, { code, registry, state }) === null) {
      found.push(visitFinding(profile, ['NOT_ORDERED', 'warn'], { cylinder: code }))
    }
    return found
  })
