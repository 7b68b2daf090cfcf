import type { LifeEvent } from '#domain/life-event.ts'
import type { Registry } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'

/**
 * What looks wrong over several events, where each alone may be right (异常线索). Never renamed, never reused. What one event shows by
 * itself is a finding of the judge and is not said again here.
 */
export const anomalyKinds = [
  'TAG_IN_TWO_PLACES',
  'FILLS_WITHOUT_PERMIT',
  'PERMITS_WITHOUT_FILL',
  'NEVER_BELOW_TARGET',
  'GAS_LOST',
  'RESIDUAL_DRAINED',
  'RESIDUAL_JUST_LEGAL',
  'TARE_DRIFT',
  'SCALE_WANDERS',
  'CUSTODY_JUMPS',
  'CUSTODY_UNACCOUNTED',
  'REFILLED_ELSEWHERE',
  'TANK_UNBALANCED',
] as const

export type AnomalyKind = (typeof anomalyKinds)[number]

export type AnomalySubject = {
  readonly kind: 'cylinder' | 'scale' | 'operator' | 'courier' | 'station' | 'holder' | 'tank'
  readonly id: string
}

export type AnomalyUnit = 'km/h' | 'min' | 'g' | 'permille' | 'sigma' | 'fills' | 'cylinders'

/** An event that shows it, with the cylinder that it is of. */
export type EvidenceEvent = { readonly id: string; readonly code: string | null }

/** One suspicion, with everything that its sentence says. */
export type Anomaly = {
  readonly kind: AnomalyKind
  readonly subject: AnomalySubject
  /** What tells it from others of its kind and subject: an event, a month. */
  readonly anchor: string
  /** Where it was noticed; null = at no station: then it is the owner's. */
  readonly stationId: string | null
  readonly enterpriseId: string | null
  readonly from: EpochMs
  readonly to: EpochMs
  readonly measured: number
  readonly limit: number
  readonly unit: AnomalyUnit
  /** Numbers and names of its sentence. */
  readonly detail: Readonly<Record<string, number | string | null>>
  /** At most {@link MAX_EVIDENCE}, the newest. */
  readonly evidence: readonly EvidenceEvent[]
  /** How many there are. */
  readonly events: number
}

export const MAX_EVIDENCE = 50

/** What is suspicious in numbers alone: one of a life, counted by station and month. */
export type AnomalySign = {
  readonly kind: 'permit-unused' | 'permitless' | 'jump' | 'residual' | 'residual-limit'
  readonly eventId: string
  readonly at: EpochMs
  readonly stationId: string
  /** A scale, a site, a courier; of `residual-limit` scale and operator, see {@link weighedBy}. */
  readonly group: string
  /** Grams of a residual, or of a residual above its legal limit; 1 of what is only counted. */
  readonly value: number
}

/** Who weighed, as one group: ids of scales hold no blank. */
export const weighedBy = {
  join: (scale: string | null, operator: string | null): string =>
    `${scale ?? ''} ${operator ?? ''}`,
  split: (group: string): { readonly scale: string; readonly operator: string } => {
    const at = group.indexOf(' ')
    return { scale: group.slice(0, at), operator: group.slice(at + 1) }
  },
} as const

/** An event of a life as these rules look at it. */
export type SeenEvent = Pick<
  LifeEvent,
  'id' | 'type' | 'effectiveAt' | 'stationId' | 'deviceId' | 'operator' | 'body'
> & {
  readonly scale: string | null
  /** Codes of its findings as they stand. */
  readonly codes: readonly string[]
}

/** One cylinder's life: what was annulled is left out. */
export type SeenLife = {
  readonly code: string
  readonly ownerId: string | null
  readonly registry: Registry
  readonly events: readonly SeenEvent[]
}

/** Degrees, WGS 84. */
export type Place = { readonly lat: number; readonly lon: number }
