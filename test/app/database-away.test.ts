import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runLoad } from '#sim/load/run-load.ts'
import { eventually } from '#test/setup/eventually.ts'
import { type LoadTown, loadTown } from './load-town.ts'
import { foldedAnew, tallyAcknowledged } from './stored-truth.ts'

const KILLS = 2

let town: LoadTown

beforeAll(async () => {
  town = await loadTown(8, 200)
}, 60_000)
afterAll(() => town?.end())

it('comes back by itself when PostgreSQL is killed under load, losing and doubling nothing', async () => {
  const { program, admin, devices, cylinders } = town
  const ackedIdsFile = join(program.dataDir, 'acked')
  const stopping = new AbortController()
  const load = runLoad(
    {
      mqtt: program.mqtt,
      devices,
      cylinders,
      mix: 'life',
      window: 20,
      seconds: 600,
      drainSeconds: 60,
      ackedIdsFile,
    },
    stopping.signal,
  )
  for (let i = 0; i < KILLS; i++) {
    await sleep(2_000)
    const before = await program.postmasterPid()
    process.kill(before, 'SIGKILL')
    await eventually(async () => expect(await program.postmasterPid()).not.toBe(before), 30_000)
    await eventually(
      async () => expect((await admin.get('/health/ready')).status).toBe(200),
      30_000,
    )
  }
  await sleep(2_000)
  const { id } = await town.device.send('cylinder.scanned', 'LG-0000001', { purpose: 'inventory' })
  await town.admin.trace('LG-0000001')
  stopping.abort()
  const result = await load
  expect(result).toMatchObject({ unacked: 0, overtaking: 0, reconnects: 0 })
  const url = await program.databaseUrl()
  const tally = await tallyAcknowledged(url, ackedIdsFile)
  expect(tally).toEqual({ acknowledged: result.acked, missing: 0, doubled: 0 })
  console.log(
    `PostgreSQL killed ${KILLS} times: ${tally.acknowledged} acknowledged, all there once`,
  )
  for (const { code, events, log, stored, folded } of await foldedAnew(url, 25)) {
    expect({ code, events, state: stored }).toEqual({ code, events: log, state: folded })
  }
  expect(id).toBeDefined()
}, 180_000)
