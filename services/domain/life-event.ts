import type { CylinderEventBodies, CylinderEventType } from './event-types.ts'
import type { JudgingContext } from './judging-context.ts'
import { DAY_MS } from './calendar.ts'
import type { EpochMs } from './units.ts'

/** What every event carries. `id` is unique within its source (device, or the API). */
export type EventHeader = {
  readonly id: string
  /** When the device says it happened. */
  readonly at: EpochMs
  /** When we first knew. */
  readonly recordedAt: EpochMs
  /** `at`, or `recordedAt` where `at` cannot be true: see {@link effectiveTime}. */
  readonly effectiveAt: EpochMs
  readonly stationId: string | null
  readonly deviceId: string | null
  readonly operator: string | null
  /** The facts around the event as they were known when it was recorded; re-judging uses these, never today's. */
  readonly context: JudgingContext
}

/** One event of a cylinder's life, discriminated by `type`. */
export type LifeEvent = {
  readonly [T in CylinderEventType]: EventHeader & {
    readonly type: T
    readonly body: CylinderEventBodies[T]
  }
}[CylinderEventType]

/** The place of an event in a life. */
export type SortKey = {
  readonly effectiveAt: EpochMs
  readonly at: EpochMs
  readonly id: string
}

/** A device that was offline may be this late … */
export const MAX_AGE_MS = 400 * DAY_MS
/** … and its clock this fast, before its time is no longer believed (design §4). */
export const MAX_AHEAD_MS = 2 * 60_000

/** When an event counts as having happened: its own time when plausible, else when we first knew of it. */
export const effectiveTime = (at: EpochMs, recordedAt: EpochMs): EpochMs =>
  at >= recordedAt - MAX_AGE_MS && at <= recordedAt + MAX_AHEAD_MS ? at : recordedAt

/** Total order of a life: (effectiveAt, at, id). */
export const compareKeys = (a: SortKey, b: SortKey): number =>
  a.effectiveAt - b.effectiveAt || a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
