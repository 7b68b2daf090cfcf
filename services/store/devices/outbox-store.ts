import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { OutboxItem } from '#domain/edge-ports.ts'
import { EveryFewMs } from '#store/batch/every-few-ms.ts'
import type { Listener } from '#store/listen.ts'

type OnNew = (stationId: string, deviceId: string) => void

/** A notice can be lost (a process killed between commit and notice), so what lies about is looked for. */
const OVERLOOKED_MS = 5_000
/** Nobody delivers an expired message, so there is no hurry to delete it. */
const SWEEP_MS = 60_000

const PENDING = `
  select id as "outboxId", station_id as "stationId", device_id as "deviceId", payload, expires_at as "expiresAt"
  from device_outbox
  where station_id = $1 and device_id = $2 and id > $3
  order by id limit $4`

/** So long nobody else sends what one process has taken: a broker answers within milliseconds. */
const CLAIM = `
  update device_outbox set claimed_until = now() + interval '3 seconds'
  where id in (
    select id from device_outbox
    where station_id = $1 and device_id = $2 and id > $3
      and ($5 or claimed_until is null or claimed_until < now())
    order by id limit $4 for update skip locked
  )
  returning id as "outboxId", station_id as "stationId", device_id as "deviceId", payload, expires_at as "expiresAt"`

/** Nobody waits for the disk: a deletion that a crash of the server undoes means that a device is told once more. */
const DELIVERED = `
  delete from device_outbox
  where (select set_config('synchronous_commit', 'off', true)) = 'off' and id = any ($1::int8[])`

const OVERLOOKED = `
  select distinct station_id as "stationId", device_id as "deviceId" from device_outbox
  where created_at > now() - interval '60 seconds' and created_at < now() - interval '3 seconds'`

/**
 * Messages for devices. A writer's transaction carries no NOTIFY (its commit takes a lock of the whole server and the lanes
 * would commit one after the other): {@link announce} sends it afterwards, in a transaction that writes nothing.
 */
export class OutboxStore {
  readonly #pool: pg.Pool
  readonly #listener: Listener
  readonly #instance = randomUUID().slice(0, 8)
  readonly #times: { readonly overlookedMs: number; readonly sweepMs: number }
  readonly #onNew = new Set<OnNew>()
  readonly #done: EveryFewMs<string, true>
  readonly #news: EveryFewMs<string, true>
  #timers: NodeJS.Timeout[] = []
  #endings: (() => void)[] = []

  constructor(
    pool: pg.Pool,
    listener: Listener,
    times: { readonly overlookedMs?: number; readonly sweepMs?: number } = {},
  ) {
    this.#times = { overlookedMs: OVERLOOKED_MS, sweepMs: SWEEP_MS, ...times }
    this.#pool = pool
    this.#listener = listener
    this.#done = new EveryFewMs(
      async (ids) => {
        await this.#pool.query(DELIVERED, [[...ids.keys()]])
      },
      { delayMs: 5, retryMs: 500 },
    )
    this.#news = new EveryFewMs(
      async (names) => {
        await this.#pool.query(`select pg_notify('outbox', n) from unnest($1::text[]) n`, [
          [...names.keys()].map((name) => `${this.#instance}:${name}`),
        ])
      },
      { delayMs: 5 },
    )
  }

  start(): void {
    const overlooked = (): void => {
      this.#announceOverlooked().catch(() => undefined)
    }
    this.#endings = [
      this.#listener.on('outbox', (payload) => this.#heard(payload)),
      this.#listener.onGap(overlooked),
    ]
    this.#timers = [
      setInterval(overlooked, this.#times.overlookedMs),
      setInterval(() => {
        this.sweep().catch(() => undefined)
      }, this.#times.sweepMs),
    ]
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end()
    for (const timer of this.#timers) clearInterval(timer)
    this.#endings = []
    this.#timers = []
    await this.#news.flush()
    await this.#done.flush()
  }

  /** At most `limit` messages of the device behind `afterId`, oldest first, expired ones included. */
  async pending(
    stationId: string,
    deviceId: string,
    afterId: string | null,
    limit: number,
  ): Promise<OutboxItem[]> {
    const { rows } = await this.#pool.query<OutboxItem>({
      name: 'outbox-pending',
      text: PENDING,
      values: [stationId, deviceId, afterId ?? '0', limit],
    })
    return rows
  }

  /**
   * As {@link pending}, for this process alone: behind an external broker any of them could send it. `anew`: also what another has
   * taken a moment ago, and could not deliver.
   */
  async claim(
    { stationId, deviceId }: { readonly stationId: string; readonly deviceId: string },
    afterId: string | null,
    limit: number,
    anew: boolean,
  ): Promise<OutboxItem[]> {
    const { rows } = await this.#pool.query<OutboxItem>({
      name: 'outbox-claim',
      text: CLAIM,
      values: [stationId, deviceId, afterId ?? '0', limit, anew],
    })
    return rows.sort((a, b) => (BigInt(a.outboxId) < BigInt(b.outboxId) ? -1 : 1))
  }

  /** Devices for which messages wait. */
  async waiting(): Promise<{ stationId: string; deviceId: string }[]> {
    const { rows } = await this.#pool.query<{ stationId: string; deviceId: string }>(
      'select distinct station_id as "stationId", device_id as "deviceId" from device_outbox',
    )
    return rows
  }

  /** Delivered or expired. Written every few milliseconds; while the database is away it is kept and tried again. */
  done(outboxIds: readonly string[]): void {
    for (const id of outboxIds) this.#done.add(id, true)
  }

  /** Tells the other processes what this one has committed. Call it after the commit. */
  announce(items: readonly { readonly stationId: string; readonly deviceId: string }[]): void {
    for (const { stationId, deviceId } of items) this.#news.add(`${stationId}/${deviceId}`, true)
  }

  /** Calls back when another process announced messages, or some were overlooked. Returns the function that ends it. */
  onNew(listener: OnNew): () => void {
    this.#onNew.add(listener)
    return () => this.#onNew.delete(listener)
  }

  /** Deletes what has expired, returning how many. */
  async sweep(): Promise<number> {
    const { rowCount } = await this.#pool.query(
      'delete from device_outbox where expires_at < now()',
    )
    return rowCount ?? 0
  }

  #heard(payload: string): void {
    const at = payload.indexOf(':')
    if (at !== -1 && payload.slice(0, at) === this.#instance) return
    const [stationId = '', deviceId] = payload.slice(at + 1).split('/')
    if (deviceId !== undefined) this.#tell([{ stationId, deviceId }])
    else this.#announceStation(stationId).catch(() => undefined)
  }

  /** A notice for a whole station, as a lock sends it. */
  async #announceStation(stationId: string): Promise<void> {
    const { rows } = await this.#pool.query<{ stationId: string; deviceId: string }>(
      `select distinct station_id as "stationId", device_id as "deviceId" from device_outbox where station_id = $1`,
      [stationId],
    )
    this.#tell(rows)
  }

  async #announceOverlooked(): Promise<void> {
    const { rows } = await this.#pool.query<{ stationId: string; deviceId: string }>(OVERLOOKED)
    this.#tell(rows)
  }

  #tell(devices: readonly { readonly stationId: string; readonly deviceId: string }[]): void {
    for (const { stationId, deviceId } of devices) {
      for (const listener of this.#onNew) listener(stationId, deviceId)
    }
  }
}
