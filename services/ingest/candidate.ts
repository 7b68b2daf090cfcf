import type { LifeEvent } from '#domain/life-event.ts'
import type { SourceKey, TagRef } from '#domain/ports.ts'
import type { EventType } from '#domain/event-types.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Context } from './context-builder.ts'

/** An event on its way into a life or a site's log: read, dated, hashed, with its context; not yet judged. */
export type Candidate = {
  readonly source: SourceKey
  readonly id: string
  readonly type: EventType
  readonly at: EpochMs
  readonly effectiveAt: EpochMs
  readonly recordedAt: EpochMs
  readonly stationId: string | null
  readonly deviceId: string | null
  readonly operator: string | null
  readonly tag: TagRef | null
  readonly body: Readonly<Record<string, unknown>>
  readonly context: Context
  readonly raw: Buffer
  readonly sha256: Buffer
}

/** The fold's view of an event. The source stands in for the device: what matters there is only that there is one. */
export const lifeEventOf = (candidate: Candidate): LifeEvent =>
  ({
    id: candidate.id,
    type: candidate.type,
    at: candidate.at,
    effectiveAt: candidate.effectiveAt,
    recordedAt: candidate.recordedAt,
    stationId: candidate.stationId,
    deviceId: candidate.source === 0 ? null : String(candidate.source),
    operator: candidate.operator ?? candidate.context.facts.operator?.id ?? null,
    context: candidate.context.facts,
    body: candidate.body,
  }) as unknown as LifeEvent
