import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually, PermitBroker } from './permit-broker.ts'

let folder = ''
let broker: PermitBroker
let child: ChildProcess | null = null
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'process-'))
  broker = new PermitBroker()
  await broker.start()
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await broker.stop()
  rmSync(folder, { recursive: true })
})

function startStation(seed: number): ChildProcess {
  const cylinders = join(folder, 'cylinders.json')
  const list = [1, 2, 3].map((n) => ({ code: `LG-${n}`, tareG: 16_480 }))
  writeFileSync(cylinders, JSON.stringify(list))
  const flags = {
    mqtt: broker.mqtt,
    user: 'st-1/scale-1',
    password: 'p',
    portal: 'st-1/portal-1:p',
    scanner: 'st-1/scanner-1:p',
    speed: '1000',
    seed: String(seed),
    cylinders,
    data: folder,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  child = spawn(process.execPath, ['--import', 'tsx', 'firmware-sim/main.ts', 'station', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return child
}

const texts = () => broker.received.flatMap(({ kind, text }) => (kind === 'event' ? [text] : []))

test('kill -9 of the process: what was not acknowledged comes again, the same bytes in the same order', async () => {
  broker.holding = true
  const first = startStation(1)
  await eventually(() => texts().length >= 5, 20_000)
  first.kill('SIGKILL')
  await once(first, 'exit')
  const before = [...broker.received]
  broker.received.length = 0
  broker.release()
  const second = startStation(2)
  await eventually(() => texts().length > 12, 20_000)
  second.kill('SIGTERM')
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  for (const user of ['st-1/scale-1', 'st-1/portal-1', 'st-1/scanner-1']) {
    const of = (list: typeof before) =>
      list.flatMap((got) => (got.user === user && got.kind === 'event' ? [got.text] : []))
    const owed = of(before)
    expect(of(broker.received).slice(0, owed.length)).toEqual(owed)
  }
  expect(broker.invalid).toEqual([])
})
