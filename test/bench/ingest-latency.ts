import type { Bench } from './bench.ts'
import { atMost, type Figure } from './figure.ts'
import { fastest } from './ingest.ts'
import { runLoadOn } from './ingest-run.ts'

const REACH_P50_MS = 10
const REACH_P99_MS = 50
/** Wide enough that the schedule, not the window, decides when a publish goes out. */
const WINDOW = 100

/** Publish to acknowledgement at half of the reached rate, open loop: counted from when the schedule asked for it. */
export const ingestLatency = async (bench: Bench): Promise<Figure> => {
  const reached = fastest(await bench.ingest()).load.eventsPerSecond
  const rate = Math.round(reached / 2)
  const stand = await bench.stand()
  const load = await runLoadOn(stand, { window: WINDOW, seconds: bench.seconds, rate })
  const { p50, p90, p99, p999 } = load.intendedMs
  const figure = atMost(p99, REACH_P99_MS)
  return {
    figure: 'ingest-latency',
    unit: 'ms (p99)',
    ...figure,
    ok: figure.ok && p50 <= REACH_P50_MS,
    p50Ms: p50,
    reachP50Ms: REACH_P50_MS,
    p90Ms: p90,
    p99Ms: p99,
    p999Ms: p999,
    rate,
    eventsPerSecond: load.eventsPerSecond,
    behind: load.behind,
  }
}
