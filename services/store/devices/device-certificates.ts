import type { Pool } from 'pg'

export type DeviceCertificate = {
  readonly serial: string
  /** `station/device`. */
  readonly name: string
  readonly issuedAt: number
  /** Until when gateways take it, epoch milliseconds. */
  readonly goodUntil: number
  readonly revokedFor: string | null
}

const COLUMNS = `serial, station_id || '/' || device_id as name, issued_at as "issuedAt", good_until as "goodUntil", revoked_for as "revokedFor"`
const OF_DEVICE = `station_id || '/' || device_id = $1`

/** Which certificates gateways take. A trigger tells them of each change, and they end what it let in. */
export class DeviceCertificates {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /**
   * Records a new one; those before it are good until `othersUntil` at most (null: as long as they name). @returns false when there is
   * no such device
   */
  async add(
    certificate: Omit<DeviceCertificate, 'revokedFor'>,
    othersUntil: number | null,
  ): Promise<boolean> {
    const { serial, name, issuedAt, goodUntil } = certificate
    const { rowCount } = await this.#pool.query(
      `with device as (select station_id, device_id from device where ${OF_DEVICE} and key <> 0),
        others as (
          update device_certificate c set good_until = least(c.good_until, to_timestamp($5::float8 / 1000))
          from device d where c.station_id = d.station_id and c.device_id = d.device_id and $5::float8 is not null)
      insert into device_certificate (serial, station_id, device_id, issued_at, good_until)
      select $2, station_id, device_id, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000) from device`,
      [name, serial, issuedAt, goodUntil, othersUntil],
    )
    return rowCount === 1
  }

  /** Ends one by its serial, or all of a device by its name. @returns the serials that were good until now */
  async revoke(which: string, reason: string, now: number): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ serial: string }>(
      `update device_certificate set good_until = to_timestamp($3::float8 / 1000), revoked_for = $2
       where (serial = $1 or ${OF_DEVICE}) and good_until > to_timestamp($3::float8 / 1000) returning serial`,
      [which, reason, now],
    )
    return rows.map(({ serial }) => serial)
  }

  /** Of one device, or all; the newest first. */
  async list(name: string | null): Promise<readonly DeviceCertificate[]> {
    const { rows } = await this.#pool.query<DeviceCertificate>(
      `select ${COLUMNS} from device_certificate where $1::text is null or ${OF_DEVICE} order by issued_at desc, serial`,
      [name],
    )
    return rows
  }
}
