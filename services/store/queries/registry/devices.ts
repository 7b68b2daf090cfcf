import type { Pool } from 'pg'
import { instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

/** What is kept of a password: for our own edge, and as an external broker takes it. */
export type DeviceSecret = { readonly sha256: Buffer; readonly brokerSecret: string }

export type DeviceRow = {
  readonly key: number
  readonly stationId: string
  readonly deviceId: string
  readonly kind: string
  readonly state: 'online' | 'offline' | 'never'
  readonly firmware: string | null
  readonly seenAt: number | null
  readonly disabled: boolean
}

const DEVICE = `d.key, d.station_id as "stationId", d.device_id as "deviceId", d.kind,
  coalesce(d.state, 'never') as state, d.firmware,
  ${ms('greatest(d.state_at, d.connected_at, d.disconnected_at)')} as "seenAt", d.disabled_at is not null as disabled`

export const deviceQueries = (pool: Pool, read: Pool) => ({
  /** False when the station has a device of that id already. */
  async create(
    device: { readonly stationId: string; readonly deviceId: string; readonly kind: string },
    { sha256, brokerSecret }: DeviceSecret,
  ): Promise<boolean> {
    try {
      await pool.query(
        `insert into device (station_id, device_id, kind, secret_sha256, broker_secret)
         values ($1, $2, $3, $4, $5)`,
        [device.stationId, device.deviceId, device.kind, sha256, brokerSecret],
      )
      return true
    } catch (error) {
      if (violation(error) === 'unique') return false
      throw error
    }
  },

  async list(
    scope: Scope,
    filter: { readonly stationId?: string | undefined },
    limit: number,
    after: number | null,
  ): Promise<readonly DeviceRow[]> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    if (filter.stationId !== undefined) where.and(`d.station_id = ${where.param(filter.stationId)}`)
    if (after !== null) where.and(`d.key > ${where.param(after)}`)
    const { rows } = await read.query<DeviceRow>(
      `select ${DEVICE} from device d join station s on s.id = d.station_id
       ${where.sql} order by d.key limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(scope: Scope, stationId: string, deviceId: string): Promise<DeviceRow | null> {
    const where = new Where()
    where.and(stationInScope(where, scope, 's'))
    where.and(`d.station_id = ${where.param(stationId)} and d.device_id = ${where.param(deviceId)}`)
    const { rows } = await pool.query<DeviceRow>(
      `select ${DEVICE} from device d join station s on s.id = d.station_id ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /**
   * A new secret; the one before is good until `previousUntil` as well. A trigger tells the gateways, which close what no good secret
   * opened.
   */
  async setSecret(
    key: number,
    { sha256, brokerSecret }: DeviceSecret,
    previousUntil: number,
  ): Promise<void> {
    await pool.query(
      `update device set previous_secret_sha256 = secret_sha256, previous_until = $4, secret_sha256 = $2, broker_secret = $3
       where key = $1`,
      [key, sha256, brokerSecret, instantParam(previousUntil)],
    )
  },

  async setDisabled(key: number, disabled: boolean, now: number): Promise<void> {
    await pool.query(
      'update device set disabled_at = case when $2 then coalesce(disabled_at, $3) end where key = $1',
      [key, disabled, instantParam(now)],
    )
  },
})
