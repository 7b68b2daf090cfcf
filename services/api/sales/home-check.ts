import { problem } from '#api/problem.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import type { SafetyCheck, Signature } from '#schemas/api/safety.ts'
import type { CheckedHome } from '#store/queries/sales/visits.ts'
import { derivedId } from './derived-id.ts'

type Notice = {
  readonly dueOn: string
  readonly stopsSupply: boolean
  readonly signature: Signature
}

export type HomeCheck = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly orderId: string | null
  readonly deliveryId: string | null
  readonly kind: string
  readonly outcome: 'checked' | 'refused-entry' | 'nobody-home'
  readonly check: SafetyCheck | undefined
  readonly notice: Notice | undefined
  readonly signature: Signature | undefined
  readonly happenedAt: EpochMs
  readonly recordedAt: EpochMs
  readonly inspectorId: string
}

/** A hazard that nobody set a day for. No clause gives one: half a month, and the office may tell otherwise. */
const DEFAULT_DAYS = 15

/** What is kept of a signature: never the code itself. */
export const kept = (signature: Signature | undefined): unknown => {
  if (signature === undefined) return { kind: 'none' }
  return signature.kind === 'code' ? { kind: 'code' } : signature
}

export const hashesOf = (check: SafetyCheck | undefined): readonly string[] => [
  ...(check?.photos ?? []),
  ...(check?.items ?? []).flatMap(({ photos }) => photos ?? []),
]

/** @throws INCONSISTENT_REQUEST when the day to mend it lies before the visit */
const dueOn = ({ notice, happenedAt }: HomeCheck): string => {
  const visited = dayOf(happenedAt)
  if (notice === undefined) return addDays(visited, DEFAULT_DAYS)
  if (notice.dueOn >= visited) return notice.dueOn
  const detail = 'a hazard cannot be due before it was found'
  throw problem('INCONSISTENT_REQUEST', { path: '/notice/dueOn', limit: visited, detail })
}

/** The record of a home check and, where something failed, the notice to remedy (R002-5.11.6). */
export const homeCheck = (visit: HomeCheck): CheckedHome => {
  const { check, notice, signature, outcome, ...rest } = visit
  const items = check?.items ?? []
  const hazards = items.filter(({ ok }) => !ok)
  const result = outcome === 'checked' ? (hazards.length > 0 ? 'failed' : 'passed') : outcome
  return {
    inspection: { ...rest, items, outcome: result, signature: kept(signature) },
    rectification:
      hazards.length === 0
        ? null
        : {
            id: derivedId('rectification', visit.id),
            hazards,
            stopsSupply: notice?.stopsSupply ?? true,
            dueOn: dueOn(visit),
            signature: kept(notice?.signature),
          },
  }
}
