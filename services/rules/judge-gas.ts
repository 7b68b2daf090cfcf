import type { GasValues } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import type { ResolvedProfile } from './profile.ts'
import { finding } from './rule.ts'

/** Values as they come from a body: what was not measured may also be undefined. */
type Measured = { readonly [Q in keyof GasValues]?: number | undefined }

/** What is measured against the limits of the profile: each quantity outside them is found by its name. Both ends are allowed. */
export const judgeGas = (values: Measured, profile: ResolvedProfile): readonly Finding[] => {
  const limits = profile.single.gasLimits
  if (limits === undefined) return []
  return limits.value.flatMap(({ quantity, min, max }) => {
    const measured = values[quantity]
    if (measured === undefined) return []
    const low = min !== undefined && measured < min
    const limit = low ? min : max
    if (limit === undefined || (!low && measured <= limit)) return []
    const measure = { measured, limit, limitFrom: quantity }
    return [finding(profile, ['GAS_OUT_OF_SPEC', 'warn'], measure, limits)]
  })
}

/** Who decides whether the gas passed: the values, once one is outside or all that have a limit are known; else its tester. */
export const gasVerdict = (
  values: Measured,
  said: boolean | null,
  profile: ResolvedProfile,
): { readonly passed: boolean | null; readonly decidedBy: 'values' | 'tester' } => {
  if (judgeGas(values, profile).length > 0) return { passed: false, decidedBy: 'values' }
  const limits = profile.single.gasLimits?.value ?? []
  const complete =
    limits.length > 0 && limits.every(({ quantity }) => values[quantity] !== undefined)
  // Whoever tested may still have seen what no limit covers (no odour, wrong product).
  if (complete) return { passed: said ?? true, decidedBy: said === false ? 'tester' : 'values' }
  return { passed: said, decidedBy: 'tester' }
}
