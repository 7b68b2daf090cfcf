import { afterAll, beforeAll, expect, it } from 'vitest'
import { PresenceStore } from '#store/devices/presence-store.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

forEachStore('presence', (store) => {
  let database: TestDatabase
  const row = async () =>
    (
      await database.pool.query(
        `select gateway, connected_at as up, disconnected_at as down from device where device_id = 'd-1'`,
      )
    ).rows[0]

  beforeAll(async () => {
    database = await store.createDatabase()
    await database.pool.query(
      `insert into device (station_id, device_id, kind) values ('st-1', 'd-1', 'scale')`,
    )
  })
  afterAll(() => database.drop())

  it('follows a device from gateway to gateway', async () => {
    const first = new PresenceStore(database.pool, 'gw-1')
    const second = new PresenceStore(database.pool, 'gw-2')
    first.connected('st-1', 'd-1', 1000)
    first.connected('st-1', 'unknown', 1000)
    await first.stop()
    expect(await row()).toEqual({ gateway: 'gw-1', up: 1000, down: null })
    second.connected('st-1', 'd-1', 2000)
    await second.stop()
    // The old gateway notices late: it no longer speaks for the device.
    first.disconnected('st-1', 'd-1', 2500)
    await first.stop()
    expect(await row()).toEqual({ gateway: 'gw-2', up: 2000, down: null })
    second.disconnected('st-1', 'd-1', 3000)
    await second.stop()
    expect(await row()).toEqual({ gateway: 'gw-2', up: 2000, down: 3000 })
  })

  it('ends what a killed gateway left connected', async () => {
    const gateway = new PresenceStore(database.pool, 'gw-2')
    gateway.connected('st-1', 'd-1', 4000)
    await gateway.stop()
    await new PresenceStore(database.pool, 'gw-2').start()
    expect((await row())?.down).toBeGreaterThan(4000)
  })
})
