import type { Finding } from '#domain/finding.ts'
import type { ResolvedProfile } from './profile.ts'
import { finding } from './rule.ts'

/** The check before a shift (班前校验): the scale reads a test mass within its own tolerance, both ends allowed. */
export const judgeScaleCheck = (
  { testMassG, readG }: { readonly testMassG: number; readonly readG: number },
  toleranceG: number,
  profile: ResolvedProfile,
): Finding | undefined => {
  const measured = Math.abs(readG - testMassG)
  return measured <= toleranceG
    ? undefined
    : finding(profile, ['SCALE_CHECK_FAILED', 'warn'], { measured, limit: toleranceG, unit: 'g' })
}
