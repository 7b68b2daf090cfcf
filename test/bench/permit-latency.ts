import type { Bench, Stand } from './bench.ts'
import { atMost, type Figure } from './figure.ts'
import { runLoadOn } from './ingest-run.ts'

const REACH_MS = 25
const BACKGROUND = 2000
/** One event in seven of a life with permits is a request: 100 requests/s. */
const ASKING = 700
const ASKING_SHARE = 0.2
const WINDOW = 20

/** The first fifth of devices and cylinders asks, the others are the background: no cylinder is in both. */
const split = ({ program, site }: Stand): [asking: Stand, background: Stand] => {
  const cut = <T>(list: readonly T[]) => Math.floor(list.length * ASKING_SHARE)
  const part = (from: boolean): Stand => ({
    program,
    site: {
      devices: from
        ? site.devices.slice(0, cut(site.devices))
        : site.devices.slice(cut(site.devices)),
      cylinders: from
        ? site.cylinders.slice(0, cut(site.cylinders))
        : site.cylinders.slice(cut(site.cylinders)),
    },
  })
  return [part(true), part(false)]
}

/** `fill.requested` written until the permit comes on `down`, under a background of other devices (design §7). */
export const permitLatency = async (bench: Bench): Promise<Figure> => {
  const [asking, background] = split(await bench.stand())
  const plan = { window: WINDOW, seconds: bench.seconds }
  const [load, around] = await Promise.all([
    runLoadOn(asking, { ...plan, rate: ASKING, permits: true }),
    runLoadOn(background, { ...plan, rate: BACKGROUND }),
  ])
  const { p50, p90, p99, max, count } = load.permitMs
  return {
    figure: 'permit-latency',
    unit: 'ms (p99)',
    ...atMost(p99, REACH_MS),
    p50Ms: p50,
    p90Ms: p90,
    maxMs: max,
    requests: count,
    allowed: load.permits.allowed,
    denied: load.permits.denied,
    backgroundEventsPerSecond: around.eventsPerSecond,
  }
}
