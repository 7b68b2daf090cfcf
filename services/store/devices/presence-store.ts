import type pg from 'pg'
import { EveryFewMs } from '#store/batch/every-few-ms.ts'

type Change = { readonly connected: boolean; readonly at: number }

/** Only the gateway that holds the newer connection speaks for a device: a late goodbye of the old one changes nothing. */
const WRITE = `
  update device d set
    gateway = case when u.connected then $5 else d.gateway end,
    connected_at = case when u.connected then greatest(d.connected_at, u.at) else d.connected_at end,
    disconnected_at = case when u.connected then d.disconnected_at else u.at end
  from unnest($1::text[], $2::text[], $3::bool[], $4::timestamptz[]) as u (station_id, device_id, connected, at)
  where d.station_id = u.station_id and d.device_id = u.device_id
    and case when u.connected then d.connected_at is null or d.connected_at <= u.at else d.gateway = $5 end`

const LEFT_BEHIND = `
  update device set disconnected_at = now()
  where gateway = $1 and (disconnected_at is null or disconnected_at < connected_at)`

/** Which gateway holds a device's connection, and since when; written in batches, the last change of a device wins. */
export class PresenceStore {
  readonly #pool: pg.Pool
  readonly #gateway: string
  readonly #changes: EveryFewMs<string, Change>

  /** `gateway` names this process for the others, and stays the same over restarts. */
  constructor(pool: pg.Pool, gateway: string) {
    this.#pool = pool
    this.#gateway = gateway
    this.#changes = new EveryFewMs((batch) => this.#write(batch), { delayMs: 20, retryMs: 500 })
  }

  /** Connections that a killed predecessor held are no more. */
  async start(): Promise<void> {
    await this.#pool.query(LEFT_BEHIND, [this.#gateway])
  }

  stop(): Promise<void> {
    return this.#changes.flush()
  }

  /** `at` in epoch milliseconds. */
  connected(stationId: string, deviceId: string, at: number): void {
    this.#changes.add(`${stationId}/${deviceId}`, { connected: true, at })
  }

  disconnected(stationId: string, deviceId: string, at: number): void {
    this.#changes.add(`${stationId}/${deviceId}`, { connected: false, at })
  }

  async #write(batch: ReadonlyMap<string, Change>): Promise<void> {
    const names = [...batch.keys()].map((name) => name.split('/'))
    const changes = [...batch.values()]
    await this.#pool.query(WRITE, [
      names.map(([stationId]) => stationId),
      names.map(([, deviceId]) => deviceId),
      changes.map(({ connected }) => connected),
      changes.map(({ at }) => new Date(at).toISOString()),
      this.#gateway,
    ])
  }
}
