import type { Place, SeenEvent } from '#domain/anomalies/anomaly.ts'
import { siteOf, type ToldEvent } from '#domain/arrive.ts'
import type { Thresholds } from './thresholds.ts'

/** What the rules over lives ask of the world around them. */
export type LifeContext = {
  /** Thresholds in force at a station; null = those of the owner. */
  readonly thresholds: (stationId: string | null) => Thresholds
  /** Null = nobody said where it stands. */
  readonly placeOf: (stationId: string) => Place | null
}

/** The site that has the cylinder in front of it. */
export const seenAt = (event: SeenEvent): string | null => siteOf(event as unknown as ToldEvent)
