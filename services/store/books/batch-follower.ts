import type { Pool } from 'pg'
import { instantParam, ms } from '#store/queries/queryable.ts'

/** Asked between two pieces of work; false = break off, the pass is repeated. May take its time. */
export type GoOn = () => Promise<boolean>

/** Above the longest transaction of ingest (idle for 60 s, a statement for 30): whoever is older is committed or gone. */
const IN_FLIGHT_MS = 5 * 60_000
const BATCHES = 20_000

type Batch = { readonly id: string; readonly bulk: boolean; readonly committedAt: number }

/** A table of one row with the columns `low`, `bulk` and `freshAt`: how far the follower has come. Our own constants, no input. */
export type Book = { readonly table: string; readonly freshAt: string }

/** The batches to be entered: all ids for the list, the first and the last for the index by range. */
export type Range = readonly [ids: readonly string[], first: string, last: string]

/** What one pass looks at: a statement of our own, rows at once, and whether there is time. */
export type Touching = {
  readonly touched: string
  readonly atOnce: number
  readonly goOn: GoOn
}

const newBatches = (table: string): string => `
  select b.id::text as id, b.bulk, ${ms('b.committed_at')} as "committedAt" from event_batch b, ${table} k
  where ((b.id > k.low and not b.bulk) or (b.bulk and b.id not in (select unnest(t.bulk) from ${table} t))) and b.id <> all ($1::int8[])
  order by b.id limit ${BATCHES}`

/**
 * Follows the log batch by batch for one process at a time; also batches that committed out of the order of their numbers are met.
 * A pass that breaks off is repeated: what it enters must be the same when it is entered twice.
 */
export class BatchFollower {
  readonly #pool: Pool
  readonly #book: Book
  /** Entered batches above the low mark, with the time of their commit. */
  readonly #done = new Map<string, number>()

  constructor(pool: Pool, book: Book) {
    this.#pool = pool
    this.#book = book
  }

  /** Hands what was committed by now to `enter`, which answers false when it broke off. @returns how many batches */
  async follow(now: number, enter: (range: Range) => Promise<boolean>): Promise<number> {
    const done = [...this.#done.keys()]
    const { rows: fresh } = await this.#pool.query<Batch>(newBatches(this.#book.table), [done])
    const ids = fresh.map(({ id }) => id)
    const [first, last] = [ids[0], ids.at(-1)]
    if (first !== undefined && last !== undefined) {
      await this.#pool.query(`select brin_summarize_new_values('cylinder_life_batch')`)
      if (!(await enter([ids, first, last]))) return 0
      for (const { id, committedAt } of fresh) this.#done.set(id, committedAt)
    }
    await this.#mark(fresh, now)
    return fresh.length
  }

  /**
   * As {@link follow}, for the rows that `touched` finds in a range (its parameters), so many at a time. @returns how many batches
   */
  followRows<R extends object>(
    now: number,
    { touched, atOnce, goOn }: Touching,
    enter: (rows: readonly R[]) => Promise<void>,
  ): Promise<number> {
    return this.follow(now, async (range) => {
      const { rows } = await this.#pool.query<R>(touched, [...range])
      for (let at = 0; at < rows.length; at += atOnce) {
        if (!(await goOn())) return false
        await enter(rows.slice(at, at + atOnce))
      }
      return true
    })
  }

  /** A batch has its number before it commits, so the mark stays below all that may still come. */
  async #mark(fresh: readonly Batch[], now: number): Promise<void> {
    let low = 0n
    for (const [id, committedAt] of this.#done) {
      if (committedAt < now - IN_FLIGHT_MS && BigInt(id) > low) low = BigInt(id)
    }
    const bulk = fresh.filter((batch) => batch.bulk).map(({ id }) => id)
    const { table, freshAt } = this.#book
    await this.#pool.query(
      `update ${table} set low = greatest(low, $1::int8), ${freshAt} = $3,
         bulk = case cardinality($2::int8[]) when 0 then bulk else bulk || $2::int8[] end`,
      [low.toString(), bulk, instantParam(now)],
    )
    for (const id of this.#done.keys()) if (BigInt(id) <= low) this.#done.delete(id)
  }
}
