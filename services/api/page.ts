import { z } from 'zod'
import { problem } from './problem.ts'

/** A cursor is the sort key of the last row; opaque to the client, checked when it comes back. */
export const encodeCursor = (key: unknown): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** @throws INVALID_CURSOR when it is not one of this list's cursors. */
export const decodeCursor = <T>(cursor: string | undefined, shape: z.ZodType<T>): T | null => {
  if (cursor === undefined) return null
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (parsed.success) return parsed.data
  } catch {
    // not JSON: refused below
  }
  throw problem('INVALID_CURSOR', { path: 'cursor' })
}

/** Parts of cursors: a forged one must not reach the database as a value that it cannot hold. */
export const cursorId = z.string().regex(/^\d{1,18}$/)
export const cursorInt = z.int().min(0).max(2_147_483_647)
/** Years 0001 to 9999. */
export const cursorTime = z.int().min(-62_135_596_800_000).max(253_402_300_799_999)

/** Lists ask for one row more than the page, to know whether there is a next one. */
export const pageFrom = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
  show: (row: Row) => Item,
): { items: Item[]; next: string | null } => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(show),
    next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}
