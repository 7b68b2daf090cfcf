import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectionConfig } from './pool.ts'

/**
 * `site`: stations, scales, staff or rule activations changed. `device`: credentials of `station/device` changed.
 * `outbox`: messages wait for `station/device`, or for all of `station`.
 */
export type Channel = 'site' | 'device' | 'outbox'

const CHANNELS: readonly Channel[] = ['site', 'device', 'outbox']
const RETRY_MS = [100, 250, 500, 1000, 2000]
/** A connection that died silently is noticed after at most two of these. */
const PROBE_MS = 10_000

type Connection = { readonly client: pg.Client; readonly lost: Promise<void> }

/** One connection that listens, and connects again for as long as it takes. Notices sent meanwhile are lost: `onGap`. */
export class Listener {
  readonly #url: string
  readonly #listeners = new Map<Channel, Set<(payload: string) => void>>()
  readonly #onGap = new Set<() => void>()
  #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  /** Calls back with the payload of each notice. Returns the function that ends it. */
  on(channel: Channel, listener: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Calls back after every connection but the first: whatever is cached may be stale. */
  onGap(listener: () => void): () => void {
    this.#onGap.add(listener)
    return () => this.#onGap.delete(listener)
  }

  /** Resolves when it listens; start it before what it keeps fresh is loaded. @throws while the database is away. */
  async start(): Promise<void> {
    this.#stopping = new AbortController()
    this.#running = this.#stayConnected(await this.#connect())
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #connect(): Promise<Connection> {
    const client = new pg.Client(connectionConfig(this.#url, { name: 'lpg-trace-listen' }))
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.#listeners.get(channel as Channel) ?? []) listener(payload ?? '')
    })
    try {
      await client.connect()
      await client.query(CHANNELS.map((channel) => `listen ${channel}`).join('; '))
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    return { client, lost }
  }

  async #stayConnected(first: Connection): Promise<void> {
    const { signal } = this.#stopping
    let connection: Connection | undefined = first
    while (connection !== undefined) {
      await this.#untilLost(connection)
      // The other end may be gone without a word: its goodbye is not waited for.
      const goodbye = connection.client.end().catch(() => undefined)
      await Promise.race([goodbye, sleep(500, undefined, { ref: false })])
      connection = await this.#reconnect(signal)
      if (connection !== undefined) for (const listener of this.#onGap) listener()
    }
  }

  /** Resolves when the connection broke, answers no more, or is to be ended. */
  async #untilLost({ client, lost }: Connection): Promise<void> {
    const { signal } = this.#stopping
    const pause = new AbortController()
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    const silent = async (): Promise<void> => {
      for (;;) {
        await sleep(PROBE_MS, undefined, { signal: pause.signal })
        const answered = client.query('select 1').then(() => true)
        const late = sleep(PROBE_MS, false, { signal: pause.signal })
        if (!(await Promise.race([answered, late]))) return
      }
    }
    await Promise.race([lost, stopped, silent().catch(() => undefined)])
    pause.abort()
  }

  async #reconnect(signal: AbortSignal): Promise<Connection | undefined> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await this.#connect()
      } catch {
        await sleep(RETRY_MS[attempt] ?? 2000, undefined, { signal }).catch(() => undefined)
      }
    }
    return undefined
  }
}
