import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Device, type DeviceOptions } from '#sim/devices/device.ts'
import { handScanner } from '#sim/devices/hand-scanner.ts'
import { rfidPortal } from '#sim/devices/rfid-portal.ts'
import { seededRandom } from '#sim/wire/random.ts'
import { eventually, PermitBroker } from './permit-broker.ts'

let folder = ''
let broker: PermitBroker
let running: { stop(): Promise<void> }[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'device-'))
  broker = new PermitBroker()
  await broker.start()
})
afterEach(async () => {
  await Promise.all(running.map((device) => device.stop()))
  running = []
  await broker.stop()
  rmSync(folder, { recursive: true })
})

function scanner(more: Partial<DeviceOptions> = {}) {
  const device = new Device(handScanner({ operator: 's-1' }), {
    mqtt: broker.mqtt,
    address: { stationId: 'st-1', deviceId: 'scanner-1' },
    password: 'p',
    dataDir: folder,
    random: seededRandom(7),
    reconnectMs: 20,
    ...more,
  })
  device.start()
  running.push(device)
  return device
}

function scan(device: ReturnType<typeof scanner>, n: number): void {
  device.input({ on: 'scan', tag: { scheme: 'code', value: `LG-${n}` }, purpose: 'inventory' })
}

const eventTexts = () =>
  broker.received.filter(({ kind }) => kind === 'event').map(({ text }) => text)
const states = () =>
  broker.received
    .filter(({ kind }) => kind === 'status')
    .map(({ text }) => (JSON.parse(text) as { state: string }).state)

test('a killed device sends the same bytes again, in order, and forgets nothing', async () => {
  broker.holding = true
  const first = scanner({ window: 3 })
  for (let n = 0; n < 8; n += 1) scan(first, n)
  await eventually(() => eventTexts().length === 3)
  await first.kill()
  const before = eventTexts()
  broker.cut()
  broker.release()
  broker.received.length = 0
  const second = scanner({ window: 3, random: seededRandom(8) })
  await eventually(() => second.owed === 0)
  expect(eventTexts().slice(0, 3)).toEqual(before)
  expect(broker.events.map((event) => ('tag' in event ? event.tag.value : ''))).toEqual(
    Array.from({ length: 8 }, (_, n) => `LG-${n}`),
  )
  expect(broker.invalid).toEqual([])
})

test('no more than the window is in flight', async () => {
  broker.holding = true
  const device = scanner({ window: 4 })
  for (let n = 0; n < 20; n += 1) scan(device, n)
  await eventually(() => eventTexts().length >= 4)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(eventTexts()).toHaveLength(4)
  broker.release()
  await eventually(() => device.owed === 0)
})

test('after a cut the unacknowledged come again with DUP, and no id is made twice', async () => {
  const device = scanner({ window: 5 })
  await eventually(() => states().includes('online'))
  broker.holding = true
  for (let n = 0; n < 10; n += 1) scan(device, n)
  await eventually(() => eventTexts().length === 5)
  broker.cut()
  await eventually(() => eventTexts().length === 10)
  broker.release()
  await eventually(() => device.owed === 0)
  const texts = eventTexts()
  expect(texts.slice(5, 10)).toEqual(texts.slice(0, 5))
  expect(broker.received.filter(({ kind, dup }) => kind === 'event' && dup)).toHaveLength(5)
  expect(new Set(broker.events.map(({ id }) => id)).size).toBe(10)
})

test('events made while the server is away arrive when it is back', async () => {
  await broker.stop()
  const device = scanner()
  for (let n = 0; n < 5; n += 1) scan(device, n)
  await new Promise((resolve) => setTimeout(resolve, 60))
  const again = new PermitBroker()
  again.port = broker.port
  broker = again
  await broker.start()
  await eventually(() => device.owed === 0)
  expect(broker.events).toHaveLength(5)
})

test('birth after each connect, goodbye at a stop, last will at a power cut', async () => {
  const first = scanner()
  await eventually(() => states().length === 1)
  broker.cut()
  await eventually(() => states().filter((state) => state === 'online').length === 2)
  await first.stop()
  await eventually(() => states().at(-1) === 'offline')
  broker.received.length = 0
  const second = scanner()
  await eventually(() => states().includes('online'))
  await second.kill()
  await eventually(() => states().includes('offline'))
  expect(broker.invalid).toEqual([])
})

test.each([
  ['cut', { cut: 0.3 }],
  ['duplicate', { duplicate: 0.5 }],
  ['reorder', { reorder: 0.5 }],
])('a line with %s loses nothing', async (fault, wireFaults) => {
  const device = scanner({ wireFaults })
  for (let n = 0; n < 40; n += 1) scan(device, n)
  await eventually(() => device.owed === 0)
  const ids = broker.events.map(({ id }) => id)
  const sorted = ids.toSorted()
  expect(new Set(ids).size).toBe(40)
  if (fault === 'duplicate') expect(ids.length).toBeGreaterThan(45)
  if (fault === 'reorder') expect(ids).not.toEqual(sorted)
  if (fault === 'cut')
    expect(states().filter((state) => state === 'online').length).toBeGreaterThan(3)
})

test('a clock in 1970 or 2099 stands in the events', async () => {
  const to1970 = Date.UTC(1970, 0, 1) - Date.now()
  const device = scanner({ clockSkewMs: to1970 })
  scan(device, 1)
  await eventually(() => device.owed === 0)
  expect(broker.events[0]?.at).toMatch(/^1970-01-01T00:00:0/)
  expect(broker.invalid).toEqual([])
})

test('a portal reports one passage however often the tag is read', async () => {
  const portal = new Device(rfidPortal({ siteId: 'st-1' }), {
    mqtt: broker.mqtt,
    address: { stationId: 'st-1', deviceId: 'portal-1' },
    password: 'p',
    dataDir: folder,
    random: seededRandom(1),
  })
  portal.start()
  running.push(portal)
  const tag = { scheme: 'epc' as const, value: 'urn:epc:id:giai:1.1' }
  const read = { on: 'read' as const, tag, condition: 'full' as const, appearanceOk: true }
  for (let n = 0; n < 5; n += 1) portal.input({ ...read, direction: 'out' })
  portal.input({ ...read, direction: 'in' })
  await eventually(() => portal.owed === 0)
  expect(broker.events.map(({ type }) => type)).toEqual(['stock.out', 'stock.in'])
  expect(broker.invalid).toEqual([])
})
