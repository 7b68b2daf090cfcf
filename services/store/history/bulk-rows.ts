import type { Queryable } from '#store/queries/queryable.ts'

/** A row by the names of its columns; times and days as text, bytes as hexadecimal text, JSON as objects. */
export type BulkRow = Readonly<Record<string, unknown>>

/** So many rows go in one go: some 5 MB of JSON. */
const AT_ONCE = 10_000

/**
 * Rows of many tables on their way into one transaction, a statement a table and some thousand rows, parents before children.
 * `add` does not wait; the statements follow behind it, and `finish` waits for the last one.
 */
export class BulkRows {
  readonly #client: Queryable
  readonly #order: readonly string[]
  #waiting = new Map<string, BulkRow[]>()
  #count = 0
  #busy: Promise<unknown> = Promise.resolve()
  #failed: Error | undefined

  /** `order`: every table that will be named, those that others refer to first. */
  constructor(client: Queryable, order: readonly string[]) {
    this.#client = client
    this.#order = order
  }

  /** All rows of a table have the same columns. @throws Error for a table that the order does not name */
  add(table: string, ...rows: readonly BulkRow[]): void {
    const list = this.#waiting.get(table)
    if (list !== undefined) list.push(...rows)
    else if (this.#order.includes(table)) this.#waiting.set(table, [...rows])
    else throw new Error(`${table} has no place in the order of tables`)
    this.#count += rows.length
    if (this.#count >= AT_ONCE) this.#send()
  }

  /** @throws what PostgreSQL refused */
  async finish(): Promise<void> {
    this.#send()
    await this.#busy
    if (this.#failed !== undefined) throw this.#failed
  }

  #send(): void {
    const waiting = this.#waiting
    this.#waiting = new Map()
    this.#count = 0
    this.#busy = this.#busy
      .then(() => (this.#failed === undefined ? this.#write(waiting) : undefined))
      .catch((error: unknown) => {
        this.#failed ??= error instanceof Error ? error : new Error(String(error))
      })
  }

  async #write(waiting: ReadonlyMap<string, readonly BulkRow[]>): Promise<void> {
    for (const table of this.#order) {
      const rows = waiting.get(table)
      if (rows === undefined) continue
      const columns = Object.keys(rows[0] ?? {}).join(', ')
      await this.#client.query(
        `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      )
    }
  }
}
