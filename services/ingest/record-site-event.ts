import type { ApiEvent } from '#domain/recorder.ts'
import type { Finding } from '#domain/finding.ts'
import type { RegistryLane } from '#domain/store-ports.ts'
import { apiCandidate, NO_CURVES } from './api-candidate.ts'
import { BatchWriter } from './batch-writer.ts'
import { contextOf } from './candidate.ts'
import type { BatchTools } from './commit-batch.ts'
import { siteFactOf } from './site-facts.ts'

/** Records one event of a station's equipment, people or gas, as a device's would be. The same id twice is recorded once. */
export const recordSiteEvent = async (
  lane: RegistryLane,
  tools: BatchTools,
  event: ApiEvent,
): Promise<readonly Finding[]> => {
  const read = await lane.open({
    tags: [],
    ...NO_CURVES,
    cylinderIds: [],
    known: [{ source: 0, id: event.id }],
  })
  if (read.known.length > 0) {
    const stored = await lane.event(0, event.id)
    await lane.rollback()
    return stored?.findings ?? []
  }
  const now = tools.now()
  const book = await tools.sites.atLeast(read.siteVersion)
  const candidate = await apiCandidate(event, null, book, tools, now)
  const found = tools.judgeSite(candidate.event, contextOf(candidate))
  candidate.findings = found.length === 0 ? null : found
  const writer = new BatchWriter(now)
  writer.add(candidate)
  const fact = siteFactOf(candidate, book)
  const siteFacts = fact === null ? [] : [fact]
  await lane.commit(writer.finish(read.batchId, { slices: [], presence: [], siteFacts }))
  return found
}
