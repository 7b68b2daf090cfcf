import { epochMs } from '#domain/units.ts'
import type { ContextStore } from '#domain/site-book.ts'
import type { Candidate } from '#ingest/candidate.ts'
import { ContextBuilder } from '#ingest/context-builder.ts'
import { bodyOf } from '#ingest/event-fields.ts'
import { sealBatch } from '#ingest/seal-batch.ts'
import { siteFactOf } from '#ingest/site-facts.ts'
import { workOf } from '#ingest/work-of.ts'
import { createSiteJudge } from '#rules/judge-site.ts'
import { createJudge } from '#rules/judge.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { UplinkEventType } from '#schemas/events/uplink.ts'
import type { HistoryTools } from '#store/history/history-records.ts'

/** A bulk load judges and works as ingest does; activations and promises of enterprises are not known to a history. */
export const createHistoryTools = (contexts: ContextStore, book: ProfileBook): HistoryTools => {
  const builder = new ContextBuilder(contexts, (region, day) => book.select(region, day, []))
  const judgeSite = createSiteJudge(book)
  return {
    judge: createJudge(book),
    contexts,
    contextOf: (event, sites) => builder.of(event, sites),
    bodyOf: (type, event) => bodyOf(type as UplinkEventType, event),
    judgeSite,
    siteFactOf: (event, sites, findings) => siteFactOf({ event, findings } as Candidate, sites),
    seal: (events) => sealBatch({ events, verdicts: [], rejections: [], slices: [] }),
    workOf: ({ event, source, cylinderId, before, after, findings }) =>
      workOf(
        { cylinderId: String(cylinderId), cylinder: before },
        { life: { cylinder: after }, judged: [{ event, source, findings }], verdicts: [] },
        epochMs(event.recordedAt),
      ),
  }
}
