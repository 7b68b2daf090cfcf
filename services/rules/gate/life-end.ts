import { addMonths, madeOnDay } from '#domain/calendar.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Inspection } from '#domain/registry.ts'
import { type Day, day } from '#domain/units.ts'
import type { Citation, LifeRegime, ResolvedProfile } from '#rules/profile.ts'

/** The last day of a cylinder's service life, and which regime set it. */
export type LifeEnd = {
  readonly citation: Citation
  readonly lastDay: Day
  readonly limitFrom: string
}

const within = (made: Day, { madeFrom, madeUntil }: LifeRegime): boolean =>
  (madeFrom === null || made >= madeFrom) && (madeUntil === null || made < madeUntil)

/** The same day so many years on, by its text: this runs for every fill. A 29 February goes the long way. */
const years = (made: Day, count: number): Day =>
  made.endsWith('-02-29')
    ? addMonths(made, count * 12)
    : day(`${Number(made.slice(0, 4)) + count}${made.slice(4)}`)

const earlier = (a: Day | null, b: Day | null): Day | null => {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/**
 * The end by the regime of the manufacture date (facts F3): the stamped life, where it may be extended up to the hard end if an
 * inspection passed that reaches beyond it; a stamped life longer than the hard end stands. `endYears` alone = a fixed age.
 */
const endByRegime = (
  made: Day,
  regime: LifeRegime,
  stamped: number | undefined,
  inspection: Inspection | undefined,
): Day | null => {
  const design = stamped ?? regime.stampedYears
  const hardEnd = regime.endYears === null ? null : years(made, regime.endYears)
  if (regime.stampedYears === null && regime.endYears !== null) return hardEnd
  if (design === null) return hardEnd
  const designEnd = years(made, design)
  if (!regime.extendable || hardEnd === null || designEnd >= hardEnd) return designEnd
  const { inspectedOn, nextInspectionOn } = inspection ?? {}
  const extended =
    (inspectedOn !== undefined && inspectedOn >= designEnd) ||
    (nextInspectionOn !== undefined && nextInspectionOn > designEnd)
  return extended ? hardEnd : designEnd
}

/** Null when neither a manufacture date nor a retirement date is known. */
export const lifeEnd = (
  facts: RegisteredFacts,
  inspection: Inspection | undefined,
  profile: ResolvedProfile,
): LifeEnd | null => {
  const { life } = profile.single
  if (life === undefined) return null
  const retireOn = facts.retireOn ?? null
  if (facts.madeOn === undefined) {
    return retireOn === null ? null : { citation: life, lastDay: retireOn, limitFrom: 'registered' }
  }
  const made = madeOnDay(facts.madeOn)
  const regime = life.value.find((candidate) => within(made, candidate))
  const byRegime =
    regime === undefined ? null : endByRegime(made, regime, facts.designLifeYears, inspection)
  const lastDay = earlier(byRegime, retireOn)
  if (lastDay === null) return null
  return {
    citation: life,
    lastDay,
    limitFrom: lastDay === byRegime ? (regime?.name ?? '') : 'registered',
  }
}
