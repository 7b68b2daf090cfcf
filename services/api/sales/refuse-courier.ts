import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { day, type EpochMs } from '#domain/units.ts'
import { type DeliverRefusal, mayDeliver } from '#rules/may-deliver.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { CourierRow, OrderRow } from '#store/queries/sales/orders.ts'

type Ride = {
  readonly order: OrderRow
  readonly courier: CourierRow
  readonly profile: ResolvedProfile
  readonly at: EpochMs
}

/** What stands against this person bringing cylinders there; null = nothing. */
export const courierRefusal = async (
  { queries }: ApiDeps,
  { order, courier, profile, at }: Ride,
): Promise<DeliverRefusal | null> => {
  const { staffPapers } = queries
  // A user name is a job number, as it is on their events.
  const who = [order.enterpriseId, courier.username] as const
  const certifiedUntil = await staffPapers.certifiedUntil(...who, 'delivery')
  const known = {
    safetyTrained: await staffPapers.isSafetyTrained(...who),
    certifiedUntil: certifiedUntil === null ? null : day(certifiedUntil),
  }
  return mayDeliver(known, profile, dayOf(at))
}

/** Only the trained and certified are sent out (R003-7.2.2, R000-7.0.1-5). @throws UNTRAINED, UNCERTIFIED */
export const refuseCourier = async (deps: ApiDeps, ride: Ride, path: string): Promise<void> => {
  const refusal = await courierRefusal(deps, ride)
  if (refusal === null) return
  const { code, clause, measured, limit } = refusal
  const why = { path, rule: code, clause, measured, limit }
  if (code === 'COURIER_UNTRAINED') {
    throw problem('UNTRAINED', {
      ...why,
      remedy: 'record the training: POST /v1/trainings, or assign somebody else',
      detail: `no safety training of ${ride.courier.username} is on record (${clause})`,
    })
  }
  throw problem('UNCERTIFIED', {
    ...why,
    remedy: 'record the new certificate: POST /v1/staff-certificates, or assign somebody else',
    detail: `the certificate for deliveries of ${ride.courier.username} ended on ${limit ?? ''} (${clause})`,
  })
}
