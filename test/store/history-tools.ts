import { epochMs } from '#domain/units.ts'
import type { Candidate } from '#ingest/candidate.ts'
import { ContextBuilder } from '#ingest/context-builder.ts'
import { bodyOf } from '#ingest/event-fields.ts'
import { siteFactOf } from '#ingest/site-facts.ts'
import { createJudge } from '#rules/judge.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { UplinkEventType } from '#schemas/events/uplink.ts'
import type pg from 'pg'
import { PgContextStore } from '#store/context-store.ts'
import type { HistoryTools } from '#store/history-records.ts'

/** The real rules, as the composition root would hand them in. */
export const historyTools = (pool: pg.Pool): HistoryTools => {
  const book = createProfileBook()
  const contexts = new PgContextStore(pool)
  const builder = new ContextBuilder(contexts, (region, day) => book.select(region, day, []))
  return {
    judge: createJudge(book),
    contexts,
    contextOf: (event, sites) => builder.of(event, sites),
    bodyOf: (type, event) => bodyOf(type as UplinkEventType, event),
    siteFactOf: (event, sites) => siteFactOf({ event } as Candidate, sites),
  }
}

export const CITY_START = epochMs(Date.parse('2025-01-01T00:00:00Z'))
