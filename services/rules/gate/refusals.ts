import { cylinderChecks } from './cylinder-checks.ts'
import { type GateCase, isKnown, type Refusal } from './gate-case.ts'
import { refuse } from './refuse.ts'
import { stationChecks } from './station-checks.ts'
import { weightChecks } from './weight-checks.ts'

const NONE: readonly Refusal[] = []

/**
 * Every reason to refuse a fill, in the order of design §3. Of a cylinder that nobody registered nothing else can be said,
 * but that its tag was taken off another one. The
 * same list judges a fill that happened; it allocates nothing while nothing is wrong.
 */
export const refusals = (gate: GateCase): readonly Refusal[] => {
  let found: Refusal[] | null = null
  for (const check of stationChecks) {
    const refusal = check(gate)
    if (refusal !== undefined) (found ??= []).push(refusal)
  }
  if (!isKnown(gate)) {
    const conflict = gate.tagConflict ? [refuse(gate, 'TAG_CONFLICT')] : NONE
    return [...(found ?? NONE), refuse(gate, 'UNKNOWN_CYLINDER'), ...conflict]
  }
  for (const check of cylinderChecks) {
    const refusal = check(gate)
    if (refusal !== undefined) (found ??= []).push(refusal)
  }
  for (const check of weightChecks) {
    const refusal = check(gate)
    if (refusal !== undefined) (found ??= []).push(refusal)
  }
  return found ?? NONE
}
