import { effectiveTime } from '#domain/life-event.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import type { SiteBook } from '#domain/site-book.ts'
import type { TagRef } from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Candidate } from './candidate.ts'
import { type BatchTools, fillContexts } from './commit-batch.ts'
import type { FoldTools } from './fold-group.ts'
import { sha256 } from './hashing.ts'
import type { BatchLane, BatchRead } from '#domain/store-ports.ts'

/** An event that the API writes on a person's behalf, as a candidate for a life or (no tag) for a site. Its bytes are its canonical JSON. */
export const apiCandidate = async (
  event: ApiEvent,
  tag: TagRef | null,
  book: SiteBook,
  tools: BatchTools,
  recordedAt: EpochMs,
): Promise<Candidate> => {
  const { id, type, at, stationId, operator, body } = event
  const raw = Buffer.from(
    JSON.stringify({
      id,
      type,
      at: new Date(at).toISOString(),
      ...(tag && { tag }),
      operator,
      ...body,
    }),
  )
  const candidate: Candidate = {
    source: 0,
    cylinderId: null,
    contextId: 0,
    findings: null,
    tag,
    raw,
    sha256: sha256(raw),
    event: {
      id,
      type,
      at,
      effectiveAt: effectiveTime(at, recordedAt),
      recordedAt,
      stationId,
      deviceId: null,
      operator,
      body,
      context: null,
    },
  }
  await fillContexts([candidate], tools.builder, book)
  return candidate
}

/** Folding outside a device's batch: no requests are decided here. */
export const apiFoldTools = (lane: BatchLane, tools: BatchTools): FoldTools => ({
  recent: tools.recent,
  judge: tools.judge,
  decide: () => null,
  contexts: tools.contexts,
  history: (cylinderId) => lane.history(cylinderId),
  historyFrom: (cylinderId, key) => lane.historyFrom(cylinderId, key),
})

/** The registered cylinder with this code among what a batch has read. */
export const lifeWithCode = (read: BatchRead, code: string) =>
  read.lives.find((life) => life.code === code)

export const NOTHING_ELSE = { slices: [], presence: [], siteFacts: [] } as const

export const codeTag = (code: string): TagRef => ({ scheme: 'code', value: code })

export const NO_CURVES = { curves: [], lateCurves: [] } as const
