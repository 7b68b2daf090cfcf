import { createHistoryTools } from '#app/commands/history-tools.ts'
import { epochMs } from '#domain/units.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type pg from 'pg'
import { PgContextStore } from '#store/batch/context-store.ts'
import type { HistoryTools } from '#store/history/history-records.ts'

/** The real rules, as the composition root hands them in. */
export const historyTools = (pool: pg.Pool): HistoryTools =>
  createHistoryTools(new PgContextStore(pool), createProfileBook())

export const CITY_START = epochMs(Date.parse('2025-01-01T00:00:00Z'))
