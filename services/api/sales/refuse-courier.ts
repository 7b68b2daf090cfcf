import type { ApiDeps } from '#api/api-deps.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { problem, type ProblemDetails } from '#api/problem.ts'
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

/** The refusal as a problem: which, and what to do about it. */
export const courierProblem = (
  { code, clause, measured, limit }: DeliverRefusal,
  username: string,
): readonly [ErrorCode, ProblemDetails] => {
  const why = { rule: code, clause, measured, limit }
  if (code === 'COURIER_UNTRAINED') {
    const remedy = {
      zh: '请补登培训（POST /v1/trainings），或改派他人',
      en: 'record the training: POST /v1/trainings, or assign somebody else',
    }
    const detail = {
      zh: `没有 ${username} 的安全培训记录（${clause}）`,
      en: `no safety training of ${username} is on record (${clause})`,
    }
    return ['UNTRAINED', { ...why, remedy, detail }]
  }
  const remedy = {
    zh: '请登记新证书（POST /v1/staff-certificates），或改派他人',
    en: 'record the new certificate: POST /v1/staff-certificates, or assign somebody else',
  }
  const detail = {
    zh: `${username} 的配送证书已于 ${limit ?? ''} 到期（${clause}）`,
    en: `the certificate for deliveries of ${username} ended on ${limit ?? ''} (${clause})`,
  }
  return ['UNCERTIFIED', { ...why, remedy, detail }]
}

/** Only the trained and certified are sent out (R003-7.2.2, R000-7.0.1-5). @throws UNTRAINED, UNCERTIFIED */
export const refuseCourier = async (deps: ApiDeps, ride: Ride, path: string): Promise<void> => {
  const refusal = await courierRefusal(deps, ride)
  if (refusal === null) return
  const [code, details] = courierProblem(refusal, ride.courier.username)
  throw problem(code, { path, ...details })
}
