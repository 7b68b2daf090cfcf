import type { Duplex } from 'node:stream'
import pg from 'pg'

/** A statement prepared once a connection. */
export type Statement = { readonly name: string; readonly text: string }

export type Row = Record<string, unknown>

/**
 * Settings of the ingest connections. The plans are index look-ups whatever the statistics of a young or bulk-loaded table
 * say, so the planner is not asked again; the acknowledgement is a promise, so the commit waits for the disk.
 */
const SETTINGS = [
  'synchronous_commit=on',
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'jit=off',
  'statement_timeout=30000',
  'lock_timeout=15000',
  'idle_in_transaction_session_timeout=60000',
  'timezone=UTC',
]

/** One PostgreSQL connection on which statements are sent without waiting for each other (pipeline mode). */
export class LifeConnection {
  readonly #url: string
  #client: pg.Client | null = null
  #connecting: Promise<void> | null = null
  #broken: Error | null = null

  constructor(url: string) {
    this.#url = url
  }

  /** @throws the driver's error while the database is away. */
  connect(): Promise<void> {
    if (this.#client !== null && this.#broken === null) return Promise.resolve()
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null
    })
    return this.#connecting
  }

  async #connect(): Promise<void> {
    await this.#drop()
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'lpg-trace-ingest',
      options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
      query_timeout: 45_000,
    } as pg.ClientConfig)
    client.on('error', (error) => {
      this.#broken = error
    })
    client.on('end', () => {
      this.#broken ??= new Error('connection ended')
    })
    this.#broken = null
    try {
      await client.connect()
    } catch (error) {
      client.end().catch(() => undefined)
      throw error
    }
    this.#client = client
  }

  /** Keeps what is sent back until the returned function is called, so that several statements leave in one write. */
  hold(): () => void {
    const stream = (this.#client as unknown as { connection: { stream: Duplex } } | null)
      ?.connection.stream
    stream?.cork()
    return () => stream?.uncork()
  }

  /** Sends a statement; several in a row go out together. */
  send(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const client = this.#client
    if (client === null) return Promise.reject(new Error('not connected'))
    return new Promise((resolve, reject) => {
      client.query(
        { name: statement.name, text: statement.text, values: values as unknown[] },
        (error: Error | null, result: pg.QueryResult<Row>) => {
          if (error) reject(error)
          else resolve(result.rows)
        },
      )
    })
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => undefined)
    await this.#drop()
  }

  async #drop(): Promise<void> {
    const client = this.#client
    this.#client = null
    if (client === null) return
    await Promise.race([
      client.end().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 1000).unref()),
    ])
  }
}
