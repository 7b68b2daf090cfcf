import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { UplinkEvent, UplinkEventOf } from '#schemas/events/uplink.ts'
import type { FaultRates } from '#sim/scenarios/faults.ts'
import { StationScenario } from '#sim/scenarios/station.ts'
import type { StationOptions } from '#sim/scenarios/station-types.ts'
import { allow, deny, eventually, PermitBroker } from './permit-broker.ts'

let folder = ''
let broker: PermitBroker
let station: StationScenario | null = null
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'station-'))
  broker = new PermitBroker()
  await broker.start()
})
afterEach(async () => {
  await station?.stop()
  station = null
  await broker.stop()
  rmSync(folder, { recursive: true })
})

/** Runs a station a thousand times faster than life until it did `rounds` rounds and owes nothing. */
async function run(faults: FaultRates, rounds: number, more: Partial<StationOptions> = {}) {
  station = new StationScenario({
    mqtt: broker.mqtt,
    stationId: 'st-1',
    scales: [1, 2].map((n) => ({ deviceId: `scale-${n}`, password: 'p', scale: `st-1-s${n}` })),
    portal: { deviceId: 'portal-1', password: 'p' },
    scanner: { deviceId: 'scanner-1', password: 'p' },
    cylinders: Array.from({ length: 30 }, (_, n) => ({
      code: `LG-${n}`,
      qr: `https://lpg.example/t/LG-${n}`,
      tareG: 16_480,
      needsVacuum: n === 0,
    })),
    operators: ['s-1', 's-2'],
    dataDir: folder,
    speed: 1000,
    seed: 5,
    faults,
    reconnectMs: 20,
    clone: { stationId: 'st-2', deviceId: 'scanner-9', password: 'p' },
    ...more,
  })
  station.start()
  const running = station
  await eventually(() => running.stats.rounds >= rounds && running.owed < 20, 20_000)
  await running.stop()
  station = null
  return running
}

const fills = () => broker.eventsOf('fill.completed') as UplinkEventOf<'fill.completed'>[]
const netG = (fill: UplinkEventOf<'fill.completed'>) => fill.grossG - 16_480
const users = (pick: (event: UplinkEvent) => boolean) =>
  new Set(
    broker.received
      .filter(({ kind, text }) => kind === 'event' && pick(JSON.parse(text) as UplinkEvent))
      .map(({ user }) => user),
  )

test('a good station: every round in order, every fill permitted and in its limits', async () => {
  const { stats } = await run({}, 12)
  // Three devices report side by side; their own times tell the order.
  const one = broker.events
    .filter((event) => 'tag' in event && event.tag.value.endsWith('/LG-0'))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  expect(one.slice(0, 9).map(({ type }) => type)).toEqual([
    'stock.in',
    'residual.weighed',
    'cylinder.scanned',
    'prefill.checked',
    'vacuum.completed',
    'fill.requested',
    'fill.completed',
    'postfill.checked',
    'stock.out',
  ])
  expect(broker.eventsOf('scale.checked').length).toBeGreaterThanOrEqual(2)
  expect(fills().every((fill) => fill.permitId !== undefined && netG(fill) === 14_500)).toBe(true)
  expect(broker.received.some(({ kind }) => kind === 'samples')).toBe(true)
  expect(stats.denied).toEqual({})
  expect(broker.invalid).toEqual([])
})

test('a denied cylinder is not filled', async () => {
  broker.answer = deny
  const { stats } = await run({}, 4)
  expect(fills()).toEqual([])
  expect(broker.eventsOf('stock.out')).toEqual([])
  expect(stats.denied['RETIRED']).toBeGreaterThanOrEqual(4)
})

test('what is left in a cylinder is removed when the answer says so, then it is filled', async () => {
  broker.answer = (request) => {
    const tooMuch = (request.emptyGrossG ?? 0) > 16_480 + 100
    return tooMuch
      ? { ...deny(request), code: 'RESIDUAL_TOO_HIGH', codes: ['RESIDUAL_TOO_HIGH'] }
      : allow(request)
  }
  const { stats } = await run({}, 8)
  expect(broker.eventsOf('residual.removed').length).toBeGreaterThan(0)
  expect(stats.fills).toBe(stats.rounds)
})

test.each<[string, FaultRates, () => boolean]>([
  ['overfill', { overfill: 1 }, () => fills().some((fill) => netG(fill) > 15_000)],
  ['underfill', { underfill: 1 }, () => fills().some((fill) => netG(fill) < 14_000)],
  ['wrong tare', { wrongTare: 1 }, () => fills().every((fill) => fill.tareG >= 16_780)],
  [
    'a bypassed interlock',
    { bypassInterlock: 1 },
    () => fills().every((fill) => fill.permitId === undefined),
  ],
  ['a missing return', { missingReturn: 1 }, () => broker.eventsOf('stock.in').length === 0],
  [
    'a missing check after',
    { missingPostfill: 1 },
    () => broker.eventsOf('postfill.checked').length === 0,
  ],
  [
    'a cloned tag',
    { clonedTag: 1 },
    () => users((event) => event.type === 'cylinder.scanned').has('st-2/scanner-9'),
  ],
  [
    'skewed clocks',
    { clockSkew: 1 },
    () => broker.events.every(({ at }) => /^(1970|2099)-/.test(at)),
  ],
])('%s on request', async (_, faults, shows) => {
  await run(faults, 6)
  expect(fills().length).toBeGreaterThan(0)
  expect(shows()).toBe(true)
  expect(broker.invalid).toEqual([])
})

test('bad lines lose no event and double no id', async () => {
  await run({ cut: 0.05, duplicate: 0.1, reorder: 0.1 }, 8)
  const ids = new Map<string, string>()
  for (const { kind, text } of broker.received) {
    if (kind !== 'event') continue
    const { id } = JSON.parse(text) as UplinkEvent
    expect(ids.get(id) ?? text).toBe(text)
    ids.set(id, text)
  }
  expect(broker.events.length).toBeGreaterThan(ids.size)
})

test('a cloned tag needs a second station', () => {
  const options = { faults: { clonedTag: 0.1 }, scales: [], cylinders: [], operators: [] }
  const device = { deviceId: 'd', password: 'p' }
  expect(
    () =>
      new StationScenario({
        ...options,
        mqtt: broker.mqtt,
        stationId: 'st-1',
        portal: device,
        scanner: device,
        dataDir: folder,
      }),
  ).toThrow(RangeError)
})
