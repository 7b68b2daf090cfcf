import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { runLoad } from '#sim/load/run-load.ts'
import type { LoadTown } from '#test/app/load-town.ts'
import { TestDevice } from '#test/app/test-device.ts'
import { aftermath } from './aftermath.ts'
import { Clerk } from './clerk.ts'
import { untilAcknowledged } from './until-acknowledged.ts'

/** How often each fault comes; more for a night. */
const ROUNDS = Number(process.env['LPG_FAULT_ROUNDS'] ?? 3)
/** Faults come at random points of a running load. */
const [LEAST_MS, MOST_MS] = [700, 2_500]
const RECOVERY_SECONDS = 90

export type Fault = {
  readonly name: string
  /** Does the harm and resolves when the cause is gone: from then on the service is on its own. */
  readonly inject: (round: number) => Promise<void>
  /** Where the load connects; default the service itself. */
  readonly mqtt?: string
  readonly rounds?: number
}

const random = (least: number, most: number): number => least + Math.random() * (most - least)

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/**
 * Runs fills, permits and registrations against the town, lets the fault happen again and again, and holds what stands afterwards
 * against what was acknowledged. Prints one JSON line. @throws AssertionError when anything was lost, doubled or folded wrongly
 */
export const underFault = async (town: LoadTown, fault: Fault): Promise<void> => {
  const { program, admin, devices, cylinders, credentials } = town
  const directory = await mkdtemp(join(tmpdir(), 'lpg-faults-'))
  const ackedIdsFile = join(directory, 'acked')
  const stopping = new AbortController()
  const mqtt = fault.mqtt ?? program.mqtt
  const load = runLoad(
    {
      mqtt,
      devices,
      cylinders,
      mix: 'life',
      permits: true,
      window: 20,
      seconds: 1800,
      drainSeconds: 60,
      ackedIdsFile,
    },
    stopping.signal,
  )
  await town.device.disconnect()
  const probe = new TestDevice(mqtt, credentials)
  const clerk = new Clerk(admin, program.adminPassword)
  clerk.start()
  const recoveries: number[] = []
  try {
    for (let round = 0; round < (fault.rounds ?? ROUNDS); round += 1) {
      await sleep(random(LEAST_MS, MOST_MS))
      await fault.inject(round)
      recoveries.push(await untilAcknowledged(probe, 'LG-0000001', RECOVERY_SECONDS))
    }
    await sleep(LEAST_MS)
  } catch (error) {
    console.error(program.output.slice(-40).join('\n'))
    throw error
  } finally {
    stopping.abort()
    await clerk.stop()
    await probe.disconnect()
  }
  const { unacked, overtaking, reconnects, acked } = await load
  const found = await aftermath(await program.databaseUrl(), ackedIdsFile, clerk.told)
  await rm(directory, { recursive: true, force: true })
  const seconds = (value: number): number => Math.round(value * 100) / 100
  const report = {
    fault: fault.name,
    injected: recoveries.length,
    ...found,
    registeredByHttp: clerk.told.length,
    reconnects,
    secondsToRecover: {
      median: seconds(median(recoveries)),
      most: seconds(Math.max(...recoveries)),
    },
  }
  console.log(JSON.stringify(report))
  expect(found).toMatchObject({ lost: 0, doubled: 0, lostByHttp: 0, statesApart: 0 })
  expect({ unacked, overtaking }).toEqual({ unacked: 0, overtaking: 0 })
  // A check that found nothing to check would prove nothing.
  expect(acked).toBeGreaterThan(500)
  expect(found.acknowledged).toBe(acked)
  expect(clerk.told.length).toBeGreaterThan(0)
}
