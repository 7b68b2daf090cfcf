import type { Day } from '#domain/units.ts'
import type { Force } from '#domain/finding.ts'
import type { ResolvedProfile } from './profile.ts'

/** What is on record of somebody who brings cylinders to customers. */
export type Qualification = {
  /** Passed a training on safety. */
  readonly safetyTrained: boolean
  /** Last day of the latest certificate for deliveries that was not taken away; null = none was ever recorded. */
  readonly certifiedUntil: Day | null
}

export type DeliverRefusal = {
  readonly code: 'COURIER_UNTRAINED' | 'COURIER_CERTIFICATE_EXPIRED'
  readonly clause: string
  readonly force: Force
  readonly measured?: string
  readonly limit?: string
}

/** R002-5.7.1: qualified and trained, everywhere; which training, the profile says. */
const QUALIFIED = { clause: 'R002-5.7.1', force: 'recommended' } as const

/** May this person bring cylinders to customers today? Pure; null = yes. */
export const mayDeliver = (
  { safetyTrained, certifiedUntil }: Qualification,
  { single }: ResolvedProfile,
  today: Day,
): DeliverRefusal | null => {
  if (certifiedUntil !== null && certifiedUntil < today) {
    const days = { measured: today, limit: certifiedUntil }
    return { code: 'COURIER_CERTIFICATE_EXPIRED', ...QUALIFIED, ...days }
  }
  const asked = single.courierTrained
  if (asked?.value !== true || safetyTrained || certifiedUntil !== null) return null
  return { code: 'COURIER_UNTRAINED', clause: asked.clause, force: asked.force }
}
