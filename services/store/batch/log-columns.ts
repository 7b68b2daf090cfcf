import type { LoggedEvent } from '#domain/store-ports.ts'

const FIRST_MS = Date.UTC(2010, 0, 1)
const LAST_MS = Date.UTC(2040, 0, 1) - 1

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** `at` clamped to what the hypertable keeps in chunks: a wild clock must not make thousands of them. */
export const occurredAt = (at: number): number => Math.min(Math.max(at, FIRST_MS), LAST_MS)

export const scaleOf = ({ body }: Pick<LoggedEvent, 'body'>): string | null =>
  typeof body['scale'] === 'string' ? body['scale'] : null

/** What stood on the scale: the fill's gross, or that of the check-weigh. */
export const grossOf = ({ body }: Pick<LoggedEvent, 'body'>): number | null =>
  numberOf(body['grossG']) ?? numberOf(body['checkWeighG'])

export const tareOf = ({ body }: Pick<LoggedEvent, 'body'>): number | null =>
  numberOf(body['tareG'])
