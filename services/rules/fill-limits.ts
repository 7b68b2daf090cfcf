import { modelOf } from '#domain/cylinder-model.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import { maxNetOf } from '#domain/net-limits.ts'
import type { Cited, FillStandard, ResolvedProfile, TareBand } from './profile.ts'

export type LimitFrom = 'tolerance' | 'stamped' | 'volume'

/** What one cylinder may hold under one profile, g; both ends are allowed. */
export type FillLimits = {
  readonly upperG: number
  readonly upperFrom: LimitFrom
  /** Absent where no row fits the cylinder: then only the cap judges. */
  readonly lowerG: number | null
  /** What a fill aims at: the nominal fill, or the cap where that is less. */
  readonly targetG: number
  readonly standard: Cited<FillStandard> | null
}

/**
 * Upper limit = min(nominal + tolerance, stamped mass, 0.42 kg/L · volume), lower = nominal − tolerance (design §4). A row whose
 * lower end lies above the cylinder's own cap cannot be met and does not apply. Null when nothing limits the cylinder.
 */
export const fillLimits = (facts: RegisteredFacts, profile: ResolvedProfile): FillLimits | null => {
  const model = modelOf(facts.model)
  const max = maxNetOf(facts, model)
  const row = model === null ? undefined : profile.tables.fill[model.name]
  if (max === null) return null
  if (row === undefined || row.value.nominalG - row.value.toleranceG > max.maxG) {
    const { maxG, from } = max
    return { upperG: maxG, upperFrom: from, lowerG: null, targetG: maxG, standard: null }
  }
  const { nominalG, toleranceG } = row.value
  const byTolerance = nominalG + toleranceG <= max.maxG
  return {
    upperG: byTolerance ? nominalG + toleranceG : max.maxG,
    upperFrom: byTolerance ? 'tolerance' : max.from,
    lowerG: nominalG - toleranceG,
    targetG: Math.min(nominalG, max.maxG),
    standard: row,
  }
}

/** The two tare differences of a cylinder's size. */
export const tareBand = (
  facts: RegisteredFacts,
  profile: ResolvedProfile,
): Cited<TareBand> | undefined => {
  const model = modelOf(facts.model)
  return (model === null ? undefined : profile.tables.tare[model.name]) ?? profile.tables.tare.other
}
