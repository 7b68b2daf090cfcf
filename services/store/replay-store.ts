import type { Pool } from 'pg'

export type StoredRejection = {
  readonly stationId: string
  readonly deviceId: string
  readonly topic: string
  readonly raw: Buffer
}

/** Rejected messages as replay needs them. */
export class ReplayStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async byId(id: string): Promise<StoredRejection | null> {
    const { rows } = await this.#pool.query<StoredRejection>(
      `select station_id as "stationId", device_id as "deviceId", topic, raw from rejected_message where id = $1`,
      [id],
    )
    return rows[0] ?? null
  }

  /** Did the bytes become an event of the device? Not when its id stands for other content. */
  async isStored(
    stationId: string,
    deviceId: string,
    id: string,
    sha256: Buffer,
  ): Promise<boolean> {
    const { rows } = await this.#pool.query<{ stored: boolean }>(
      `select exists (
         select from cylinder_life l join device d on d.key = l.source
         where d.station_id = $1 and d.device_id = $2 and l.event_id = $3 and l.sha256 = $4) as stored`,
      [stationId, deviceId, id, sha256],
    )
    return rows[0]?.stored === true
  }

  /** `code` null = it was accepted this time. */
  async markReplayed(id: string, code: string | null): Promise<void> {
    await this.#pool.query(
      'update rejected_message set replayed_at = now(), replay_code = $2 where id = $1',
      [id, code],
    )
  }
}
