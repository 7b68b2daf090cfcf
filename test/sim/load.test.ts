import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAckedIds } from '#sim/load/acked-ids.ts'
import { numberedCylinder } from '#sim/load/cylinder-table.ts'
import type { LoadOptions } from '#sim/load/load-types.ts'
import { runLoad } from '#sim/load/run-load.ts'
import { runMangle } from '#sim/load/run-mangle.ts'
import { mangledKinds } from '#sim/load/mangled-messages.ts'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import { PermitBroker } from './permit-broker.ts'

let folder = ''
let broker: PermitBroker
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'load-'))
  broker = new PermitBroker()
  await broker.start()
})
afterEach(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true })
})

const devices = Array.from({ length: 4 }, (_, n) => ({
  stationId: 'st-1',
  deviceId: `dev-${n}`,
  password: 'p',
}))
const load = (more: Partial<LoadOptions> = {}): LoadOptions => ({
  mqtt: broker.mqtt,
  devices,
  cylinders: Array.from({ length: 50 }, (_, n) => numberedCylinder(n)),
  mix: 'life',
  window: 5,
  seconds: 10,
  events: 600,
  ...more,
})
const ids = () => broker.events.map(({ id }) => id)

test.each<[string, Partial<LoadOptions>]>([
  ['life', { mix: 'life' }],
  ['life with permits', { mix: 'life', permits: true }],
  ['fills', { mix: 'fills' }],
  ['scans', { mix: 'scans' }],
  ['life in arrays', { mix: 'life', array: 6 }],
])('%s: every message validates, all are acknowledged, ids are unique', async (_, more) => {
  const file = join(folder, 'acked')
  const result = await runLoad(load({ ...more, ackedIdsFile: file }))
  expect(broker.invalid).toEqual([])
  expect(result).toMatchObject({ sent: 600, acked: 600, unacked: 0, overtaking: 0, resent: 0 })
  expect(new Set(ids()).size).toBe(600)
  expect([...readAckedIds(file)].toSorted()).toEqual(ids().toSorted())
  expect(result.ackMs.count).toBeGreaterThan(0)
})

test('events of one cylinder follow its life, and (at, id) keep the order of a device', async () => {
  await runLoad(load())
  const one = broker.events.filter((event) => 'tag' in event && event.tag.value === 'LG-0000000')
  expect(one.slice(0, 6).map(({ type }) => type)).toEqual([
    'stock.in',
    'residual.weighed',
    'prefill.checked',
    'fill.completed',
    'postfill.checked',
    'stock.out',
  ])
  const keys = broker.received
    .filter(({ user, kind }) => user === 'st-1/dev-0' && kind === 'event')
    .map(({ text }) => JSON.parse(text) as { at: string; id: string })
    .map(({ at, id }) => `${at} ${id}`)
  expect(keys).toEqual(keys.toSorted())
})

test('permits are measured and used', async () => {
  const result = await runLoad(load({ mix: 'fills', permits: true, rate: 400, seconds: 1 }))
  expect(result.permits.asked).toBeGreaterThan(50)
  // Answers that come while the run drains are counted, but lie outside the measured part.
  expect(result.permits.allowed).toBeGreaterThanOrEqual(result.permitMs.count)
  expect(result.permitMs.count).toBeGreaterThan(50)
  expect(result.permitMs.p50).toBeGreaterThan(0)
  const fills = broker.events.filter((event) => event.type === 'fill.completed')
  expect(fills.filter((event) => 'permitId' in event).length).toBeGreaterThan(fills.length / 2)
})

test('after a cut the same bytes come again and nothing is lost', async () => {
  const seconds = 1.5
  const running = runLoad(load({ seconds, events: 1_000_000, rate: 2000 }))
  await new Promise((resolve) => setTimeout(resolve, 500))
  broker.cut()
  const result = await running
  expect(result.reconnects).toBe(devices.length)
  expect(result.unacked).toBe(0)
  const byId = new Map<string, string>()
  for (const { text, kind } of broker.received) {
    if (kind !== 'event') continue
    const { id } = JSON.parse(text) as { id: string }
    expect(byId.get(id) ?? text).toBe(text)
    byId.set(id, text)
  }
  expect(byId.size).toBe(result.acked)
})

test('open loop keeps its rate, and a stalled server counts as latency', async () => {
  setTimeout(() => {
    broker.holding = true
  }, 300)
  setTimeout(() => broker.release(), 700)
  const result = await runLoad(load({ seconds: 1.5, events: 1_000_000, rate: 500, window: 2 }))
  expect(result.eventsPerSecond).toBeGreaterThan(400)
  expect(result.eventsPerSecond).toBeLessThan(600)
  // 400 ms of 500/s waited, 200 ms on average, though only eight were in flight: p90 of what the schedule asked for sees
  // it, p90 of what was in flight does not.
  expect(result.intendedMs.p90).toBeGreaterThan(150)
  expect(result.ackMs.p90).toBeLessThan(100)
})

test('a server that is not there is an error, not a wait', async () => {
  const options = load({ mqtt: 'mqtt://127.0.0.1:1', connectSeconds: 0.3 })
  await expect(runLoad(options)).rejects.toThrow('4 of 4 devices could not connect')
  await expect(
    runMangle({ mqtt: 'mqtt://127.0.0.1:1', devices, count: 5, timeoutMs: 20 }),
  ).rejects.toThrow('cannot connect')
})

test('several processes share the work', async () => {
  const file = join(folder, 'acked')
  const options = load({ seconds: 1, events: 400, ackedIdsFile: file, warmupSeconds: 0 })
  const result = await spawnLoad(options, 2)
  expect(result).toMatchObject({ processes: 2, devices: 4, acked: 400, unacked: 0 })
  const acked = [0, 1].flatMap((n) => [...readAckedIds(`${file}.${n}`)])
  expect(acked.toSorted()).toEqual(ids().toSorted())
})

test('mangled messages: every kind is sent, each has an end, closed lines come back', async () => {
  // No schema check here: it would take each message as a failure.
  broker.tolerant = true
  const result = await runMangle({ mqtt: broker.mqtt, devices, count: 620 })
  expect(Object.keys(result.kinds).toSorted()).toEqual(mangledKinds.toSorted())
  expect(result.sent).toBe(620)
  expect(result.unanswered).toBe(0)
  expect(result.kinds['wildcard-topic']?.closed).toBeGreaterThan(0)
  expect(result.kinds['truncated-json']?.closed).toBe(0)
})
