import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type pg from 'pg'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { ContextStore } from '#domain/site-book.ts'
import { storeFailure } from '#store/store-failure.ts'

/** Some 500 bytes each; beyond it the cache starts anew. */
const CACHED = 50_000

/**
 * {@link ContextStore} over PostgreSQL: equal contexts (by the SHA-256 of their RFC 8785 JSON) share a row for ever, rows never
 * change. Errors are those of the port.
 */
export class PgContextStore implements ContextStore {
  readonly #pool: pg.Pool
  #ids = new Map<string, Promise<number>>()
  #contexts = new Map<number, Promise<JudgingContext>>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  idOf(context: JudgingContext): Promise<number> {
    const body = canonicalize(context) as string
    const known = this.#ids.get(body)
    if (known !== undefined) return known
    if (this.#ids.size >= CACHED) this.#ids = new Map()
    return this.#remember(this.#ids, body, this.#intern(body))
  }

  byId(id: number): Promise<JudgingContext> {
    const known = this.#contexts.get(id)
    if (known !== undefined) return known
    if (this.#contexts.size >= CACHED) this.#contexts = new Map()
    return this.#remember(this.#contexts, id, this.#load(id))
  }

  /** Concurrent askers share one query; a failed one is forgotten. */
  #remember<Key, Value>(
    cache: Map<Key, Promise<Value>>,
    key: Key,
    query: Promise<Value>,
  ): Promise<Value> {
    const value = query.catch((error: unknown) => {
      cache.delete(key)
      throw storeFailure(error)
    })
    cache.set(key, value)
    return value
  }

  async #intern(body: string): Promise<number> {
    const digest = createHash('sha256').update(body).digest()
    const find = 'select id from judging_context where digest = $1'
    const insert =
      'insert into judging_context (digest, body) values ($1, $2) on conflict (digest) do nothing returning id'
    // Asked first: a conflict would use up an id. Asked again: another process may have been faster.
    for (const [text, values] of [
      [find, [digest]],
      [insert, [digest, body]],
      [find, [digest]],
    ] as const) {
      const { rows } = await this.#pool.query<{ id: number }>(text, [...values])
      if (rows[0] !== undefined) return rows[0].id
    }
    throw new Error('a judging context was deleted')
  }

  async #load(id: number): Promise<JudgingContext> {
    const { rows } = await this.#pool.query<{ body: JudgingContext }>(
      'select body from judging_context where id = $1',
      [id],
    )
    if (rows[0] === undefined) throw new Error(`no judging context ${id}`)
    return rows[0].body
  }
}
