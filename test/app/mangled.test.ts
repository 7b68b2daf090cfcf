import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPool } from '#store/pool.ts'
import { runMangle } from '#sim/load/run-mangle.ts'
import { type LoadTown, loadTown } from './load-town.ts'

const COUNT = Number(process.env['LPG_TEST_MANGLED'] ?? 3_000)
/** Two young generations of 192 MB fill up before they are collected; 100 000 messages need no more than 3 000. */
const GROWTH_BYTES = 512 * 1024 * 1024
/** Far above what it takes on an idle machine (p95 100 ms): a shared one with two cores stalls for as long. */
const SLOW_MS = 1_000
/** What may not be readable whatever its contents; the others are recorded, with a finding. */
const UNREADABLE = [
  'truncated-json',
  'wrong-type',
  'nan',
  'negative-mass',
  'huge-number',
  'deep-nesting',
  'unclosed-nesting',
  'nul-escape',
  'nul-byte',
  'broken-utf8',
  'long-array',
  'not-an-object',
  'double-keys',
]

let town: LoadTown

beforeAll(async () => {
  town = await loadTown(4, 50)
}, 60_000)
afterAll(() => town?.end())

/** Milliseconds from publish to PUBACK of a device that does nothing wrong, until the work is done. */
const latencies = async (work: Promise<unknown>): Promise<number[]> => {
  const measured: number[] = []
  const done = { yet: false }
  const end = (): void => {
    done.yet = true
  }
  work.then(end, end)
  while (!done.yet) {
    const began = performance.now()
    await town.device.send('cylinder.scanned', 'LG-0000001', { purpose: 'inventory' })
    measured.push(performance.now() - began)
    await sleep(10)
  }
  return measured.toSorted((a, b) => a - b)
}

const p95 = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length * 0.95)] ?? 0

it(`keeps ${COUNT} mangled messages as dead letters, or closes, and serves the others meanwhile`, async () => {
  const { program, devices } = town
  const calm = p95(await latencies(sleep(2_000)))
  const before = await program.residentBytes()
  const mangling = runMangle({
    mqtt: program.mqtt,
    devices,
    count: COUNT,
    code: 'LG-0000002',
    timeoutMs: 20_000,
  })
  const meanwhile = await latencies(mangling)
  const result = await mangling
  const grown = (await program.residentBytes()) - before
  console.log(
    `${COUNT} mangled in ${result.seconds.toFixed(1)} s: ${result.acked} acknowledged, ${result.closed} closed; ` +
      `p95 of another device ${calm.toFixed(0)} -> ${p95(meanwhile).toFixed(0)} ms; memory +${(grown / 2 ** 20).toFixed(0)} MB`,
  )
  expect(result).toMatchObject({ sent: COUNT, unanswered: 0 })
  expect(p95(meanwhile)).toBeLessThan(Math.max(SLOW_MS, 10 * calm))
  expect(grown).toBeLessThan(GROWTH_BYTES)
  const pool = createPool(await program.databaseUrl(), { name: 'test' })
  const { rows } = await pool.query<{ n: number; bare: number }>(
    `select count(*)::int as n, count(*) filter (where code = '' or message = '')::int as bare from rejected_message`,
  )
  await pool.end()
  const unreadable = UNREADABLE.reduce((sum, kind) => sum + (result.kinds[kind]?.acked ?? 0), 0)
  expect(unreadable).toBeGreaterThan(COUNT / 2)
  expect(rows[0]?.n).toBeGreaterThanOrEqual(unreadable)
  expect(rows[0]?.bare).toBe(0)
  for (const kind of UNREADABLE) expect(result.kinds[kind]?.closed ?? 0, kind).toBe(0)
}, 600_000)
