import type { Place, SeenEvent } from '#domain/anomalies/anomaly.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import { siteOf, type ToldEvent } from '#domain/arrive.ts'
import type { Thresholds } from './thresholds.ts'

/** A weighing of residual, as far as its limit depends on it. */
export type ResidualCase = {
  readonly facts: RegisteredFacts
  /** Net of the last fill, g; null = none is known. */
  readonly filledG: number | null
  readonly stationId: string
  /** Where and when the gas was sold, if that is known: the law of the premises goes before the station's. */
  readonly sale: { readonly region: string; readonly at: number } | null
  readonly at: number
}

/** What the rules over lives ask of the world around them. */
export type LifeContext = {
  /** Thresholds in force at a station; null = those of the owner. */
  readonly thresholds: (stationId: string | null) => Thresholds
  /** Null = nobody said where it stands. */
  readonly placeOf: (stationId: string) => Place | null
  /** The most residual that a used-up cylinder may bring back, g; null = no limit there. */
  readonly residualLimitOf: (weighed: ResidualCase) => number | null
}

/** The site that has the cylinder in front of it. */
export const seenAt = (event: SeenEvent): string | null => siteOf(event as unknown as ToldEvent)
