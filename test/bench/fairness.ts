import type { LoadOptions, LoadResult } from '#sim/load/load-types.ts'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import type { Bench, Stand } from './bench.ts'
import { crowdOf } from './crowd.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import { SlowReader } from './slow-reader.ts'

const REACH_MS = 50
const STATIONS = 20
/** What a station brings that was cut off. Ten devices, hundreds of events a publish, as much in flight as they may. */
const BACKLOG = { events: 500_000, array: 100, window: 100 }
/** One device alone, as fast as it is acknowledged. */
const FLOOD = { window: 2000 }
const SLOW_PER_SECOND = 200
/** The others ask at a human pace: one event in seven of a life with permits is a request. */
const ASKING = { window: 20, rate: 700, permits: true, block: 1 }
const FOR_EVER_SECONDS = 3600
/** Until the backlog is under way. */
const LEAD_MS = 2000

type Part = Omit<LoadOptions, 'mqtt' | 'devices' | 'cylinders' | 'mix'>

const isBacklog = (i: number): boolean => i % STATIONS === 0
const isFlooding = (i: number): boolean => i === 1
const isSlow = (i: number): boolean => i === 2

const load = (stand: Stand, part: Part, signal?: AbortSignal): Promise<LoadResult> => {
  const { program, site } = stand
  const options: LoadOptions = { mqtt: program.mqtt, ...site, mix: 'life', ...part }
  return Promise.race([spawnLoad(options, 1, signal), program.died])
}

/** The permits of everybody else, while the others take what they can. */
const disturbed = async (stand: Stand, seconds: number) => {
  const others = crowdOf(stand, (i) => !isBacklog(i) && !isFlooding(i) && !isSlow(i))
  const ask = (): Promise<LoadResult> => load(others, { ...ASKING, seconds, warmupSeconds: 2 })
  const alone = await ask()
  const ending = new AbortController()
  const reader = new SlowReader(stand.program.mqtt, stand.site.devices[2] ?? fail())
  const endless = { seconds: FOR_EVER_SECONDS }
  const flood = load(crowdOf(stand, isFlooding), { ...FLOOD, ...endless }, ending.signal)
  const backlog = load(crowdOf(stand, isBacklog), { ...BACKLOG, ...endless }, ending.signal)
  reader.start(SLOW_PER_SECOND)
  try {
    await new Promise((resolve) => setTimeout(resolve, LEAD_MS))
    const asked = await ask()
    ending.abort()
    return { alone, asked, flood: await flood, backlog: await backlog, slow: reader.sent }
  } finally {
    ending.abort()
    reader.stop()
    await Promise.allSettled([flood, backlog])
  }
}

const fail = (): never => {
  throw new Error('the stand has no such device')
}

/**
 * `fill.requested` to permit of 180 devices while one device floods, one station sends a backlog of 500 000 events, and one device
 * asks and never reads its answers (issue 7.2).
 */
export const fairness = async (bench: Bench): Promise<Figure> => {
  const found = await disturbed(await bench.stand(), bench.seconds)
  const { alone, asked, flood, backlog, slow } = found
  const { p50, p90, p99, max, count } = asked.permitMs
  return {
    figure: 'fairness',
    unit: 'ms (p99)',
    ...atMost(p99, REACH_MS),
    ratio: alone.permitMs.p99 === 0 ? 0 : rounded(p99 / alone.permitMs.p99, 2),
    aloneP50Ms: alone.permitMs.p50,
    aloneP99Ms: alone.permitMs.p99,
    p50Ms: p50,
    p90Ms: p90,
    maxMs: max,
    requests: count,
    unanswered: asked.permits.asked - asked.permits.allowed - asked.permits.denied,
    behind: asked.behind,
    floodEventsPerSecond: flood.eventsPerSecond,
    floodP99Ms: flood.ackMs.p99,
    backlogEvents: backlog.acked,
    backlogEventsPerSecond: backlog.eventsPerSecond,
    slowReaderAsked: slow,
  }
}
