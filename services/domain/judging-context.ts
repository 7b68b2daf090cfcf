import type { Day, Grams } from './units.ts'

/**
 * The facts around an event that a rule may need and that are not in the cylinder: recorded by value with the event
 * (deduplicated in the store), so that a verdict can be repeated years later and is never retroactive.
 */
export type JudgingContext = {
  /** GB/T 2260 code of the place whose rules apply. */
  readonly region: string
  /** Profile version in force there on the event's day, `id@validFrom`, as known when it was recorded. */
  readonly profile: string
  readonly station: StationFacts | null
  readonly scale: ScaleFacts | null
  readonly checkScale: ScaleFacts | null
  readonly operator: OperatorFacts | null
  readonly tank: TankFacts | null
  /** The tag had been taken off a cylinder and was bound to none. */
  readonly tagReleased?: true
  /** The permit that a fill names was given for this other cylinder. */
  readonly permitOf?: string
}

export type StationFacts = {
  readonly id: string
  readonly enterpriseId: string
  readonly licenceNo: string | null
  readonly licenceUntil: Day | null
  readonly locked: boolean
}

/** `known: false` = the event names a scale that nobody registered. */
export type ScaleFacts = {
  readonly id: string
  readonly known: boolean
  readonly verifiedUntil: Day | null
  readonly toleranceG: Grams
  readonly locked: boolean
  /** The check before the shift; null = none recorded for it. */
  readonly shiftCheck: 'passed' | 'failed' | null
}

/** `known: false` = no staff record under that number. */
export type OperatorFacts = {
  readonly id: string
  readonly known: boolean
  readonly certifiedUntil: Day | null
}

/** `released` null = no test of this tank was ever recorded. */
export type TankFacts = { readonly id: string; readonly released: boolean | null }
