import type { Cylinder } from './cylinder.ts'
import type { EventType } from './event-types.ts'
import type { Finding } from './finding.ts'
import type { LockedLife, TagRef } from './store-ports.ts'
import type { EpochMs } from './units.ts'

export type ApiEvent = {
  /** Given by the caller where a repeat must be recognised, else a new UUIDv7. */
  readonly id: string
  readonly type: EventType
  readonly at: EpochMs
  readonly stationId: string | null
  readonly operator: string | null
  readonly body: Readonly<Record<string, unknown>>
}

export type Recorded = {
  readonly event: ApiEvent
  readonly findings: readonly Finding[]
  /** The cylinder after the event. */
  readonly cylinder: Cylinder
}

export type Registration = {
  readonly event: ApiEvent
  readonly tags: readonly TagRef[]
}

export type RegistrationResult =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code: 'CYLINDER_EXISTS' | 'TAG_IN_USE'
      readonly path: string
      readonly value: string
    }

export type TagChange = { readonly code: string; readonly tag: TagRef; readonly event: ApiEvent }

/** All methods resolve after the commit and reject with StoreUnavailable while the database is away. */
export type Recorder = {
  /** One event on a registered cylinder; null = no such code. `decide` may refuse inside the lock, before anything is written. */
  record<Refusal>(
    code: string,
    event: ApiEvent,
    decide?: (life: LockedLife) => Refusal | null,
  ): Promise<
    | { readonly ok: true; readonly recorded: Recorded }
    | { readonly ok: false; readonly refusal: Refusal }
    | null
  >
  /** One event of a station's equipment, people or gas. */
  recordAtSite(event: ApiEvent): Promise<readonly Finding[]>
  /** Registers up to 1 000 cylinders in one batch; each row succeeds or fails alone. Waiting events of their tags join. */
  register(rows: readonly Registration[]): Promise<readonly RegistrationResult[]>
  /** A retired cylinder keeps its tags for ever and gets no new ones: neither it nor they come back under another name. */
  bindTag(change: TagChange): Promise<'bound' | 'unknown-cylinder' | 'retired' | 'tag-in-use'>
  releaseTag(change: TagChange): Promise<'released' | 'unknown-cylinder' | 'retired' | 'not-bound'>
}
