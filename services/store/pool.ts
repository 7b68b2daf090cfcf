import pg from 'pg'

const TIMESTAMPTZ = 1184
const DATE = 1082

/** `2026-11-21 01:13:46.123456+00` → epoch milliseconds; ±infinity as such. */
const epochMsOf = (text: string): number => {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  const offset = /[+-]\d\d$/.test(text) ? ':00' : ''
  return Date.parse(text.replace(' ', 'T') + offset)
}

const parsers = new Map<number, (text: string) => unknown>([
  [TIMESTAMPTZ, epochMsOf],
  [DATE, (text) => text],
])

/**
 * How values come back from every connection of ours: timestamptz as epoch milliseconds (the domain's EpochMs), date as
 * `YYYY-MM-DD` (its Day), int8 as a string (an id may pass 2^53), json parsed, bytea as Buffer.
 */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((value: string) => unknown) => {
    const own = format === 'binary' ? undefined : parsers.get(oid)
    return own ?? (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown)
  },
}

export type PoolOptions = {
  readonly max?: number
  /** Milliseconds; a request that takes longer is a mistake and gives its connection back. Default 30 s. */
  readonly statementTimeoutMs?: number
  /** Shown in pg_stat_activity. */
  readonly name?: string
  /** Told about idle connections that broke; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void
}

/** Settings of one connection, for pools and single clients alike. */
export const connectionConfig = (url: string, options: PoolOptions = {}): pg.ClientConfig => ({
  connectionString: url,
  types: rowTypes,
  application_name: options.name ?? 'lpg-trace',
  statement_timeout: options.statementTimeoutMs ?? 30_000,
  idle_in_transaction_session_timeout: 60_000,
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  options: '-c timezone=UTC',
})

/** Without these listeners a connection that breaks would end the process. */
export const withstandLoss = (pool: pg.Pool, onError: PoolOptions['onError']): void => {
  pool.on('error', onError ?? (() => undefined))
  // The pool looks after idle connections only. One that breaks between two statements of a transaction says so at the next.
  pool.on('connect', (client) => void client.on('error', () => undefined))
}

/** A pool of at most 10 connections unless said otherwise. `end()` it when done. */
export const createPool = (url: string, options: PoolOptions = {}): pg.Pool => {
  const pool = new pg.Pool({ ...connectionConfig(url, options), max: options.max ?? 10 })
  withstandLoss(pool, options.onError)
  return pool
}
