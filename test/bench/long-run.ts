import { setTimeout as sleep } from 'node:timers/promises'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import type { LoadOptions, LoadResult } from '#sim/load/load-types.ts'
import type { Bench } from './bench.ts'
import { crowdOf } from './crowd.ts'
import { type Figure, rounded } from './figure.ts'
import { COLLECTABLE, type Memory, memoryNow } from './memory-now.ts'
import { ADMIN_PASSWORD, type Program, startProgram } from './program.ts'
import { registerSite, type Site } from './register-site.ts'
import { slopeOf } from './slope.ts'

const MB = 1024 * 1024
const DEVICES = 100
const CYLINDERS = 5000
/** Half of what two cores carry; who asks for permits, and who reads, beside it. */
const RATE = 4000
const ASKING = 350
const SAMPLES = 30
/** Caches fill in the first third. A sample holds what is in flight at its moment, so the least of each later third is compared. */
const THIRDS = 3
const REACH_PERCENT = 10
const WATCHERS = 20

type Sample = { readonly atS: number; readonly memory: Memory }

/** Somebody looks at a cylinder and at the lists all the time. */
const reading = (program: Program, site: Site, signal: AbortSignal) => {
  const read = async (token: string): Promise<number> => {
    let asked = 0
    while (!signal.aborted) {
      const { code } = site.cylinders[asked % site.cylinders.length] ?? { code: '' }
      const paths = [`/v1/cylinders/${code}/trace`, '/v1/cylinders?limit=100', '/v1/work-items']
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(program.http + paths[asked % paths.length], { headers })
      await answer.arrayBuffer()
      asked += 1
      await sleep(50)
    }
    return asked
  }
  return async (): Promise<number> => {
    const body = JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD })
    const headers = { 'content-type': 'application/json' }
    const login = await fetch(`${program.http}/v1/sessions`, { method: 'POST', headers, body })
    const { token } = (await login.json()) as { token: string }
    const each = await Promise.all(Array.from({ length: WATCHERS }, () => read(token)))
    return each.reduce((sum, asked) => sum + asked, 0)
  }
}

const sampled = async (program: Program, minutes: number): Promise<Sample[]> => {
  const samples: Sample[] = []
  const started = performance.now()
  const everyMs = (minutes * 60_000) / SAMPLES
  for (let i = 1; i <= SAMPLES; i++) {
    await sleep(Math.max(0, started + i * everyMs - performance.now()))
    const memory = await memoryNow(program)
    samples.push({ atS: (performance.now() - started) / 1000, memory })
  }
  return samples
}

const growth = (samples: readonly Sample[], pick: (memory: Memory) => number) => {
  const third = Math.floor(samples.length / THIRDS)
  const settled = samples.slice(third)
  const least = (part: readonly Sample[]): number =>
    Math.min(...part.map(({ memory }) => pick(memory)))
  const [middle, last] = [least(settled.slice(0, third)), least(settled.slice(third))]
  const perHour = slopeOf(settled.map(({ atS, memory }) => [atS / 3600, pick(memory)]))
  return {
    mb: rounded(last / MB),
    mbPerHour: rounded(perHour / MB),
    percent: rounded((last / middle - 1) * 100),
  }
}

/** Mixed load for `--minutes`: events, permits, readers; memory of the one process after collections (issue 7.7). */
export const longRun = async ({ cleanup, minutes }: Bench): Promise<Figure> => {
  const program = await startProgram(cleanup, {
    nodeArgs: COLLECTABLE,
    env: { LPG_GATEWAYS: '0' },
  })
  const site = await registerSite(program, DEVICES, CYLINDERS)
  const ending = new AbortController()
  const readers = reading(program, site, ending.signal)()
  const seconds = minutes * 60 + 60
  const load = (isAsking: boolean, more: Partial<LoadOptions>): Promise<LoadResult> => {
    const part = crowdOf({ program, site }, (i) => (i % 5 === 0) === isAsking).site
    const plan = { mqtt: program.mqtt, ...part, mix: 'life' as const, window: 20, seconds, ...more }
    return spawnLoad(plan, 1, ending.signal)
  }
  const loads = Promise.all([
    load(false, { rate: RATE }),
    load(true, { rate: ASKING, permits: true, block: 1 }),
  ])
  const samples = await Promise.race([sampled(program, minutes), program.died])
  ending.abort()
  const [events, asked] = await loads
  const heap = growth(samples, (memory) => memory.heap + memory.external)
  const resident = growth(samples, (memory) => memory.resident)
  return {
    figure: 'long-run',
    ...program.setting,
    unit: `% more heap in the last third of ${minutes} min`,
    value: heap.percent,
    reach: REACH_PERCENT,
    ok: heap.percent <= REACH_PERCENT,
    minutes,
    heapMb: heap.mb,
    heapMbPerHour: heap.mbPerHour,
    residentPercent: resident.percent,
    residentMb: resident.mb,
    residentMbPerHour: resident.mbPerHour,
    events: events.acked + asked.acked,
    unacked: events.unacked + asked.unacked,
    permits: asked.permits.allowed + asked.permits.denied,
    reads: await readers,
    heapMbSamples: samples.map(({ memory }) => rounded((memory.heap + memory.external) / MB)),
  }
}
