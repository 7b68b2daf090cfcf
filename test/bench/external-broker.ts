import { setTimeout as sleep } from 'node:timers/promises'
import { brokerAccounts } from '#app/commands/broker-accounts.ts'
import { readConfig } from '#app/config.ts'
import type { LoadResult } from '#sim/load/load-types.ts'
import { hasMosquitto, Mosquitto } from '#test/setup/mosquitto.ts'
import type { Bench } from './bench.ts'
import { Cleanup } from './cleanup.ts'
import type { Figure } from './figure.ts'
import { runLoadOn } from './ingest-run.ts'
import { startProgram } from './program.ts'
import { registerSite } from './register-site.ts'

const DEVICES = 100
const CYLINDERS = 10_000
const WINDOW = 50
const PROCESSES = [1, 2] as const
/** mosquitto reads its files again at its own time. */
const RELOAD_MS = 2000

const measured = async (cleanup: Cleanup, seconds: number, processes: number) => {
  const broker = new Mosquitto()
  await broker.create()
  cleanup.add(() => broker.destroy())
  const env = { MQTT_URL: broker.ingest, MQTT_CLIENT_ID: 'bench', LPG_GATEWAYS: String(processes) }
  const program = await startProgram(cleanup, { env })
  const site = await registerSite(program, DEVICES, CYLINDERS)
  const config = readConfig({ DATABASE_URL: program.databaseUrl })
  await brokerAccounts(config, broker.directory, { prefix: 'devices' }, console.error)
  broker.reload()
  await sleep(RELOAD_MS)
  const at = { program: { ...program, mqtt: broker.devices }, site }
  const load = await runLoadOn(at, { window: WINDOW, seconds, told: true, warmupSeconds: 2 })
  return { setting: program.setting, load }
}

const lineOf = (processes: number, load: LoadResult) => ({
  processes,
  eventsPerSecond: load.eventsPerSecond,
  p50Ms: load.ackMs.p50,
  p99Ms: load.ackMs.p99,
  resent: load.resent,
  unacked: load.unacked,
})

/** Devices at a mosquitto, ingest behind it: publish to `committed` notice, one and two ingest processes. Everything on this machine. */
export const externalBroker = async (bench: Bench): Promise<Figure> => {
  const figure = 'external-broker'
  const unit = 'events/s told committed, two ingest processes'
  const rest = { figure, unit, reach: null, ok: null }
  if (!hasMosquitto('the figure external-broker'))
    return { ...rest, value: null, notRun: 'no mosquitto' }
  const runs = []
  for (const processes of PROCESSES) {
    const cleanup = new Cleanup()
    bench.cleanup.add(() => cleanup.run())
    const { setting, load } = await measured(cleanup, bench.seconds, processes)
    runs.push({ setting, line: lineOf(processes, load) })
    await cleanup.run()
  }
  const lines = runs.map(({ line }) => line)
  const last = runs.at(-1)
  return {
    ...rest,
    ...last?.setting,
    value: last?.line.eventsPerSecond ?? null,
    ratio: (lines[1]?.eventsPerSecond ?? 0) / (lines[0]?.eventsPerSecond ?? 1),
    runs: lines,
  }
}
