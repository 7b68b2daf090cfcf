import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newDevicePassword } from '#api/registry/device-password.ts'
import { createPool } from '#store/pool.ts'
import { DeviceDirectory } from '#store/devices/device-directory.ts'
import { Listener } from '#store/listen.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { eventually } from '#test/setup/eventually.ts'

const secretSha256 = (password: string): Buffer => createHash('sha256').update(password).digest()

const createDevicePassword = (): string => newDevicePassword().password

const byPassword = (password: string) =>
  ({ kind: 'password', sha256: secretSha256(password) }) as const

describe('a device password', () => {
  it('is 256 bits of base64url', () => {
    expect(createDevicePassword()).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(createDevicePassword()).not.toBe(createDevicePassword())
  })
})

forEachStore('the device directory', (store) => {
  let database: TestDatabase
  let listener: Listener
  let directory: DeviceDirectory
  const password = createDevicePassword()
  const signIn = (device: string, secret: string = password) =>
    directory.authenticate('st-1', device, byPassword(secret))
  const create = (device: string, secret: string = password) =>
    database.pool.query(
      `insert into device (station_id, device_id, kind, secret_sha256) values ('st-1', $1, 'scale', $2)`,
      [device, secretSha256(secret)],
    )

  beforeAll(async () => {
    database = await store.createDatabase()
    await create('d-1')
    listener = new Listener(database.url)
    directory = new DeviceDirectory(database.pool, listener)
    await listener.start()
    await directory.start()
  })
  afterAll(async () => {
    await directory.stop()
    await listener.stop()
    await database.drop()
  })

  it('lets in who knows the password, and nobody else', async () => {
    expect(await signIn('d-1')).toBe('ok')
    expect(await signIn('d-1', createDevicePassword())).toBe('refused')
    expect(await signIn('d-1', '')).toBe('refused')
    expect(await signIn('nobody')).toBe('refused')
    expect(await directory.authenticate('', 'api', byPassword(''))).toBe('refused')
  })

  it('knows the key of a device', () => {
    expect(directory.sourceKey('st-1', 'd-1')).toBeGreaterThan(0)
    expect(directory.sourceKey('st-1', 'nobody')).toBeUndefined()
  })

  it('lets in a device created a moment ago, even one that tried before', async () => {
    expect(await signIn('d-2')).toBe('refused')
    await create('d-2')
    await eventually(async () => expect(await signIn('d-2')).toBe('ok'), 500)
    await create('d-3')
    expect(await signIn('d-3')).toBe('ok')
    expect(directory.sourceKey('st-1', 'd-3')).toBeGreaterThan(0)
  })

  it('takes a new password at once and forgets the old one', async () => {
    const next = createDevicePassword()
    await database.pool.query(`update device set secret_sha256 = $1 where device_id = 'd-1'`, [
      secretSha256(next),
    ])
    expect(await signIn('d-1', next)).toBe('ok')
    await eventually(async () => expect(await signIn('d-1')).toBe('refused'))
  })

  it('locks out who was disabled', async () => {
    await database.pool.query(`update device set disabled_at = now() where device_id = 'd-2'`)
    await eventually(async () => expect(await signIn('d-2')).toBe('refused'))
  })

  it('creates the devices of an open broker', async () => {
    const [key, same] = await Promise.all([
      directory.ensureSourceKey('st-7', 'x'),
      directory.ensureSourceKey('st-7', 'x'),
    ])
    expect(key).toBe(same)
    expect(directory.sourceKey('st-7', 'x')).toBe(key)
    expect(await directory.authenticate('st-7', 'x', byPassword(''))).toBe('refused')
  })

  it('answers 20 000 logins from memory, also while the database is away', async () => {
    const cut = createPool(database.url, { max: 1 })
    const alone = new DeviceDirectory(cut, listener)
    await alone.start()
    await cut.end()
    const began = performance.now()
    for (let n = 0; n < 20_000; n++) {
      expect(await alone.authenticate('st-1', 'd-3', byPassword(password))).toBe('ok')
    }
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(await alone.authenticate('st-1', 'new', byPassword(password))).toBe('unavailable')
    await alone.stop()
  })
})
