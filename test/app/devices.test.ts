import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#test/setup/eventually.ts'
import { type SmallTown, smallTown } from './small-town.ts'
import { TestDevice } from './test-device.ts'

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const listed = async (deviceId: string) => {
  const { body } = await town.admin.get('/v1/devices?stationId=st-1')
  return body.items.find((item: { deviceId: string }) => item.deviceId === deviceId)
}

it('gives a device that was away what it missed', async () => {
  await town.register('O-1')
  const device = new TestDevice(town.program.mqtt, await town.newDevice('away'))
  await device.connect()
  await device.disconnect()
  const lock = await town.admin.call('POST', '/v1/stations/st-1/lock', { reason: 'inspection' })
  expect(lock.status).toBe(200)
  await device.connect()
  expect(await device.answer('lock')).toMatchObject({ reason: 'inspection' })
  await town.admin.call('POST', '/v1/stations/st-1/unlock', { reason: 'done' })
  await device.answer('unlock')
  await device.disconnect()
})

it('tells the time after a connect', async () => {
  const { at } = await town.device.answer('time')
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
})

it('lists devices as they announced themselves, and as offline by their will', async () => {
  const device = new TestDevice(town.program.mqtt, await town.newDevice('born'))
  expect(await listed('born')).toMatchObject({ state: 'never' })
  const status = (state: string) => ({
    state,
    bootId: 'b-1',
    firmware: '1.2.3',
    at: new Date().toISOString(),
  })
  await device.connect(status('offline'))
  await device.publish(JSON.stringify(status('online')), 'status')
  await eventually(async () =>
    expect(await listed('born')).toMatchObject({ state: 'online', firmware: '1.2.3' }),
  )
  device.cut()
  await eventually(async () => expect(await listed('born')).toMatchObject({ state: 'offline' }))
})

it.each([
  ['1970', '1970-01-01T00:00:03.000Z'],
  ['2099', '2099-12-31T23:59:59.000Z'],
])('records a clock in %s with a finding and sorts by when it came', async (year, at) => {
  const code = `C-${year}`
  await town.register(code)
  const first = await town.device.send('cylinder.scanned', code, { purpose: 'inventory' })
  const wild = await town.device.send('cylinder.scanned', code, { purpose: 'inventory', at })
  const last = await town.device.send('cylinder.scanned', code, { purpose: 'inventory' })
  const { events } = await town.admin.trace(code)
  const ids = events
    .map(({ id }) => id)
    .filter((id) => [first, wild, last].some((e) => e.id === id))
  expect(ids).toEqual([first.id, wild.id, last.id])
  const event = await town.admin.traced(code, wild.id)
  expect(event.at).toBe(at)
  expect(event.findings).toContainEqual(expect.objectContaining({ code: 'CLOCK_INVALID' }))
})

it('refuses a wrong password, a disabled device, and closes on a topic of another one', async () => {
  const credentials = await town.newDevice('shut')
  const wrong = new TestDevice(town.program.mqtt, { ...credentials, password: 'wrong' })
  await expect(wrong.connect()).rejects.toThrow()
  const rotated = await town.admin.call('POST', '/v1/devices/st-1/shut/rotate', {})
  const old = new TestDevice(town.program.mqtt, credentials)
  await eventually(() => expect(old.connect()).rejects.toThrow())
  const device = new TestDevice(town.program.mqtt, rotated.body)
  await eventually(() => device.connect())
  await device.disconnect()
  await town.admin.call('PATCH', '/v1/devices/st-1/shut', { disabled: true })
  await eventually(() => expect(device.connect()).rejects.toThrow())
})
