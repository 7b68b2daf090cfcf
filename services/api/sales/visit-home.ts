import type { ApiDeps } from '#api/api-deps.ts'
import type { SafetyCheck, Signature } from '#schemas/api/safety.ts'
import type { CheckedHome } from '#store/queries/homes/insert-home.ts'
import { derivedId } from '#api/derived-id.ts'
import { type HomeCheck, hazardTerms, homeCheck } from './home-check.ts'
import type { Visit } from './visit-desk.ts'

/** What was seen of the home on a visit for an order. */
type Seen = Pick<HomeCheck, 'notice' | 'unproven'> & {
  readonly outcome: 'checked' | 'nobody-home'
  readonly check: SafetyCheck | undefined
  readonly signature: Signature | undefined
}

/** The check that a visit for an order brought with it; null = nobody looked, or there is no home. */
export const visitHome = async (
  deps: ApiDeps,
  { id, at, now, order, courier, profile }: Visit<unknown>,
  seen: Seen,
): Promise<CheckedHome | null> => {
  if (order.premisesId === null || (seen.check === undefined && seen.outcome === 'checked')) {
    return null
  }
  return homeCheck({
    id: derivedId('inspection', id),
    enterpriseId: order.enterpriseId,
    premisesId: order.premisesId,
    customerId: order.customerId,
    region: order.region,
    orderId: order.id,
    deliveryId: id,
    kind: 'delivery',
    ...seen,
    happenedAt: at,
    recordedAt: now,
    inspectorId: courier.id,
    terms: await hazardTerms(deps, seen.check, profile, at),
  })
}
