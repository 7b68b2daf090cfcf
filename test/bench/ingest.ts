import { availableParallelism } from 'node:os'
import type { Bench, Stand } from './bench.ts'
import { atLeast, type Figure, rounded } from './figure.ts'
import { type IngestRun, ingestRun } from './ingest-run.ts'

/** Messages in flight a device. */
const WINDOWS = [1, 10, 50] as const

/** Closed loop: as fast as acknowledgements come, one window after the other. */
export const ingestRuns = async (stand: Stand, seconds: number): Promise<readonly IngestRun[]> => {
  const runs: IngestRun[] = []
  for (const window of WINDOWS) runs.push(await ingestRun(stand, { window, seconds }))
  return runs
}

/** The run that reached most. */
export const fastest = (runs: readonly IngestRun[]): IngestRun =>
  runs.reduce((best, run) => (run.load.eventsPerSecond > best.load.eventsPerSecond ? run : best))

const lineOf = ({ window, load, cpu, stored }: IngestRun) => ({
  window,
  eventsPerSecond: load.eventsPerSecond,
  p50Ms: load.ackMs.p50,
  p99Ms: load.ackMs.p99,
  acknowledged: load.acked,
  stored: stored.life,
  missing: stored.missing,
  doubled: stored.doubled,
  rejected: stored.rejected,
  eventsPerBatch: Math.round(stored.life / Math.max(1, stored.batches)),
  outcomes: load.down.outcomes,
  gatewayUs: rounded(cpu.gatewayUs / load.acked),
  postgresUs: rounded(cpu.postgresUs / load.acked),
  generatorUs: load.cpuUsPerEvent,
})

const intact = ({ load, stored }: IngestRun): boolean =>
  stored.missing + stored.doubled + stored.rejected + load.unacked + load.overtaking === 0 &&
  stored.life === load.acked &&
  stored.events === load.acked

/** Durable ingest (design §7): all rules, state, hashes; the generator on the same machine. */
export const ingest = async (bench: Bench): Promise<Figure> => {
  const runs = await bench.ingest()
  const { load } = fastest(runs)
  const reach = availableParallelism() >= 4 ? 50_000 : 22_000
  const figure = atLeast(load.eventsPerSecond, reach)
  const whole = runs.every(intact)
  return {
    figure: 'ingest',
    unit: 'events/s',
    ...figure,
    ok: figure.ok && whole,
    nothingLostOrDoubled: whole,
    devices: load.devices,
    windows: runs.map(lineOf),
  }
}
