import type { BlockCode } from './codes.ts'
import type { CustodyKind, ReturnReason, Role } from './event-types.ts'
import type { SortKey } from './life-event.ts'
import type { EpochMs, Grams } from './units.ts'

export type ContentState = 'empty' | 'partial' | 'full' | 'unknown'
export type ServiceState =
  | 'in-service'
  | 'quarantined'
  | 'at-inspection'
  | 'idle'
  | 'lost'
  | 'retired'

export type Custody = { readonly kind: CustodyKind; readonly id?: string; readonly since: EpochMs }

/** A block that stands until its remedy; `remedied` = the first half of a two-step remedy was done. */
export type StandingBlock = {
  readonly code: BlockCode
  readonly eventId: string
  readonly since: EpochMs
  readonly remedied?: true
}

/** A quarantine that a person ordered; a regulator's own is released only by a regulator. */
export type QuarantineOrder = {
  readonly eventId: string
  readonly by: string
  readonly role: Role
  readonly reason: string
  readonly since: EpochMs
}

export type Weighing = { readonly at: EpochMs; readonly grossG: Grams }

export type PrefillCheck = {
  readonly eventId: string
  readonly at: EpochMs
  readonly passed: boolean
  readonly by: string | null
}

export type OpenPermit = {
  readonly permitId: string
  readonly at: EpochMs
  readonly scale: string
  readonly stationId: string | null
  readonly maxNetG: Grams
  readonly tareG: Grams
  readonly expiresAt: EpochMs
}

export type LastFill = {
  readonly eventId: string
  readonly at: EpochMs
  readonly stationId: string | null
  readonly scale: string
  readonly operator: string | null
  readonly grossG: Grams
  readonly tareG: Grams
  /** The tare that the scale used, where it differs from the registered one. */
  readonly eventTareG: Grams
  readonly netG: Grams
  /** What the scale may err by; null = nobody registered it. The check-weigh is compared within both scales' tolerances. */
  readonly scaleToleranceG: Grams | null
  /** What the label on the cylinder says; Order 70's shortage is measured against it. */
  readonly labelledNetG?: Grams
}

/** The last time it went to a customer whose premises are known. */
export type LastSale = {
  readonly at: EpochMs
  /** The rules in force at the premises that day, as recorded with the delivery. */
  readonly profile: string
}

export type LastReturn = {
  readonly at: EpochMs
  readonly reason: ReturnReason
  readonly customerRef?: string
  readonly weighed: boolean
}

/** The state of a cylinder (气瓶): the fold of its events. The registry is kept beside it. */
export type Cylinder = {
  readonly content: { readonly state: ContentState; readonly netG?: Grams }
  readonly custody: Custody
  readonly standing: readonly StandingBlock[]
  readonly orders: readonly QuarantineOrder[]
  readonly lost: boolean
  readonly atInspection: boolean
  readonly retired: { readonly at: EpochMs; readonly reason: string } | null
  readonly destroyed: boolean
  readonly needsVacuum: boolean
  /** The last weighing since custody changed: remembered content says nothing once it was away. */
  readonly weighing: Weighing | null
  /** A pre-fill check counts once, after the last return. */
  readonly prefill: PrefillCheck | null
  readonly permits: readonly OpenPermit[]
  readonly lastFill: LastFill | null
  readonly lastSale: LastSale | null
  readonly lastReturn: LastReturn | null
  readonly lastLeakCheck: { readonly at: EpochMs; readonly leakFree: boolean } | null
  readonly seal: { readonly sealed: boolean; readonly sealNo?: string } | null
  /** A post-fill check was recorded since the last fill. */
  readonly checkedSinceFill: boolean
  /** A fill was broken off and the cylinder has not left since: it may be filled on. */
  readonly interruptedFillAt: EpochMs | null
  /** The last time it was used at all: filled, inspected, delivered, returned. */
  readonly lastUsedAt: EpochMs | null
  readonly lastSeenAt: { readonly stationId: string; readonly at: EpochMs } | null
  /** Seen at a second station while it stood in another: its tag is taken for a copy until a person has looked. */
  readonly conflictAt: EpochMs | null
  readonly newest: SortKey | null
}

export const initialCylinder: Cylinder = {
  content: { state: 'unknown' },
  custody: { kind: 'unknown', since: 0 as EpochMs },
  standing: [],
  orders: [],
  lost: false,
  atInspection: false,
  retired: null,
  destroyed: false,
  needsVacuum: false,
  weighing: null,
  prefill: null,
  permits: [],
  lastFill: null,
  lastSale: null,
  lastReturn: null,
  lastLeakCheck: null,
  seal: null,
  checkedSinceFill: false,
  interruptedFillAt: null,
  lastUsedAt: null,
  lastSeenAt: null,
  conflictAt: null,
  newest: null,
}

/** The service state that follows from the facts; `idle` needs a clock and is added by whoever asks. */
export const serviceOf = (
  cylinder: Cylinder,
): { readonly state: ServiceState; readonly reasons: readonly string[] } => {
  const reasons = [
    ...new Set([
      ...cylinder.standing.map((block) => block.code),
      ...cylinder.orders.map(() => 'ORDERED'),
      ...(cylinder.conflictAt === null ? [] : ['TAG_CONFLICT']),
    ]),
  ]
  if (cylinder.retired !== null) return { state: 'retired', reasons: [cylinder.retired.reason] }
  if (cylinder.lost) return { state: 'lost', reasons }
  if (cylinder.atInspection) return { state: 'at-inspection', reasons }
  return { state: reasons.length > 0 ? 'quarantined' : 'in-service', reasons }
}
