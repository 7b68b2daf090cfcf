import type { ApiEvent, Recorded } from '#domain/recorder.ts'
import type { LockedLife, RegistryLane } from '#domain/store-ports.ts'
import {
  apiCandidate,
  apiFoldTools,
  codeTag,
  NO_CURVES,
  lifeWithCode,
  NOTHING_ELSE,
} from './api-candidate.ts'
import { BatchWriter } from './batch-writer.ts'
import { type BatchTools, writeGroup } from './commit-batch.ts'
import { foldGroup } from './fold-group.ts'

type Outcome<Refusal> =
  | { readonly ok: true; readonly recorded: Recorded }
  | { readonly ok: false; readonly refusal: Refusal }
  | null

/** Records one event on a registered cylinder; `decide` may refuse it under the lock. The same id twice is recorded once. */
export const recordEvent = async <Refusal>(
  lane: RegistryLane,
  tools: BatchTools,
  code: string,
  event: ApiEvent,
  decide?: (life: LockedLife) => Refusal | null,
): Promise<Outcome<Refusal>> => {
  const tag = codeTag(code)
  const read = await lane.open({
    tags: [tag],
    ...NO_CURVES,
    cylinderIds: [],
    known: [{ source: 0, id: event.id }],
  })
  const life = lifeWithCode(read, code)
  if (life === undefined) {
    await lane.rollback()
    return null
  }
  if (read.known.length > 0) {
    const stored = await lane.event(0, event.id)
    await lane.rollback()
    return {
      ok: true,
      recorded: { event, findings: stored?.findings ?? [], cylinder: life.cylinder },
    }
  }
  const refusal = decide?.(life) ?? null
  if (refusal !== null) {
    await lane.rollback()
    return { ok: false, refusal }
  }
  const now = tools.now()
  const book = await tools.sites.atLeast(read.siteVersion)
  const candidate = await apiCandidate(event, tag, book, tools, now)
  const folded = await foldGroup(life, [candidate], apiFoldTools(lane, tools))
  const writer = new BatchWriter(now)
  writeGroup(writer, life, folded, now)
  await lane.commit(writer.finish(read.batchId, NOTHING_ELSE))
  const findings = folded.judged[0]?.findings ?? []
  return { ok: true, recorded: { event, findings, cylinder: folded.life.cylinder } }
}
