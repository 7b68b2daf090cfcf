import type { Pool, PoolClient } from 'pg'
import { openingOf } from '#store/reach-pool.ts'

export type Queryable = Pick<PoolClient, 'query'>

/** A timestamptz as milliseconds since 1970, whatever type parsers the driver was given. */
export const ms = (column: string): string => `floor(extract(epoch from ${column}) * 1000)::float8`

/** Milliseconds as a parameter for `::timestamptz`; text, because a float would lose microseconds far from 1970. */
export const instantParam = (at: number): string => new Date(at).toISOString()

/** Runs `work` on one connection in one transaction; any error rolls it back and is thrown on. */
export const inTransaction = async <T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(openingOf(pool))
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => {
      broken = failed
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Collects conditions and their `$n` parameters. */
export class Where {
  readonly values: unknown[]
  readonly #conditions: string[] = []

  /** `values` = those of a statement that has several parts. */
  constructor(values: unknown[] = []) {
    this.values = values
  }

  param(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  and(condition: string): void {
    this.#conditions.push(condition)
  }

  get sql(): string {
    return this.#conditions.length === 0 ? '' : `where ${this.#conditions.join(' and ')}`
  }
}

/** What PostgreSQL said was violated, or null for any other error. */
export const violation = (error: unknown): 'unique' | 'reference' | null => {
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === '23505') return 'unique'
  return error.code === '23503' ? 'reference' : null
}

/** What {@link violation} says of it. @throws the error itself, when it is any other */
export const violated = (error: unknown): 'unique' | 'reference' => {
  const why = violation(error)
  if (why === null) throw error
  return why
}
