import type { Bench } from './bench.ts'
import { startChild } from './child-process.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import {
  codeOf,
  EVENTS_A_LIFE,
  HISTORY_FROM,
  type LongHistory,
  scaleOf,
  writeLongHistory,
} from './long-history.ts'
import { ADMIN_PASSWORD, type Program, programFile, startProgram } from './program.ts'

/** One after the other; 100 000 000 take a quarter of an hour or more and 50 GB of disk. */
const SIZES = (process.env['LPG_BENCH_EVENTS'] ?? '1000000,10000000').split(',').map(Number)
const TRACES = 400
const RECALLS = 5
const MONTH_MS = 30 * 86_400_000
const TRACE_MS = 10
const RECALL_MS = 1_000
/** Against the smallest size. */
const GROWTH = 1.5

export type ReadingRun = LongHistory & {
  readonly traceP50Ms: number
  readonly traceP99Ms: number
  /** The slowest of the recalls, all pages together. */
  readonly recallMs: number
  readonly recalled: number
}

const seedTemplate = async (env: Readonly<Record<string, string>>): Promise<void> => {
  const child = startChild([programFile(), 'seed-city', '--cylinders', '300'], env)
  await child.line('{"', 5 * 60_000)
  await child.stop()
}

const logIn = async (http: string): Promise<string> => {
  const answer = await fetch(`${http}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  })
  return ((await answer.json()) as { token: string }).token
}

type Answer = {
  readonly events?: readonly unknown[]
  readonly items?: readonly unknown[]
  readonly next?: string | null
}
type Ask = (path: string) => Promise<Answer>

const asking = async ({ http }: Program): Promise<Ask> => {
  const token = await logIn(http)
  return async (path) => {
    const answer = await fetch(http + path, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
}

const random = (below: number): number => Math.floor(Math.random() * below)

/** Whole lives of cylinders drawn anew, sorted by their milliseconds. */
const traceTimes = async (ask: Ask, cylinders: number): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i < TRACES; i += 1) {
    const path = `/v1/cylinders/${codeOf(random(cylinders))}/trace?limit=${EVENTS_A_LIFE}`
    const begin = performance.now()
    const { events = [] } = await ask(path)
    times.push(performance.now() - begin)
    if (events.length !== EVENTS_A_LIFE) throw new Error(`${path}: ${events.length} events`)
  }
  return times.slice(TRACES / 4).toSorted((a, b) => a - b)
}

const recallOnce = async (ask: Ask, scales: number) => {
  const from = HISTORY_FROM + random(40) * MONTH_MS
  const [fromText, toText] = [from, from + MONTH_MS].map((ms) => new Date(ms).toISOString())
  const path = `/v1/recalls?scale=${scaleOf(random(scales))}&from=${fromText}&to=${toText}&limit=500`
  const begin = performance.now()
  let recalled = 0
  for (let cursor = ''; ; ) {
    const { items = [], next = null } = await ask(path + cursor)
    recalled += items.length
    if (next === null) break
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
  return { ms: performance.now() - begin, recalled }
}

const readingRun = async (program: Program, ask: Ask, events: number): Promise<ReadingRun> => {
  const history = await writeLongHistory(program.sql, events)
  const times = await traceTimes(ask, history.cylinders)
  const recalls = []
  for (let i = 0; i < RECALLS; i += 1) recalls.push(await recallOnce(ask, history.scales))
  const at = (share: number): number => rounded(times[Math.ceil(times.length * share) - 1] ?? 0, 2)
  return {
    ...history,
    traceP50Ms: at(0.5),
    traceP99Ms: at(0.99),
    recallMs: rounded(Math.max(...recalls.map(({ ms }) => ms))),
    recalled: Math.max(...recalls.map(({ recalled }) => recalled)),
  }
}

export const readingRuns = async ({ cleanup }: Pick<Bench, 'cleanup'>): Promise<ReadingRun[]> => {
  const program = await startProgram(cleanup, { before: seedTemplate })
  const ask = await asking(program)
  const runs: ReadingRun[] = []
  for (const events of SIZES) {
    const run = await readingRun(program, ask, events)
    console.error(JSON.stringify(run))
    runs.push(run)
  }
  return runs
}

const growth = (runs: readonly ReadingRun[], of: (run: ReadingRun) => number): number => {
  const [smallest, largest] = [runs[0], runs.at(-1)]
  if (smallest === undefined || largest === undefined) throw new Error('LPG_BENCH_EVENTS is empty')
  return rounded(of(largest) / of(smallest), 2)
}

/** The whole life of one cylinder, 200 events, over HTTP, among ever more events (design §7). */
export const trace = async (bench: Bench): Promise<Figure> => {
  const runs = await bench.reading()
  const ratio = growth(runs, (run) => run.traceP99Ms)
  const figure = atMost(runs.at(-1)?.traceP99Ms ?? Number.POSITIVE_INFINITY, TRACE_MS)
  const ok = figure.ok && ratio <= GROWTH
  return { figure: 'trace p99', unit: 'ms', ...figure, ok, ratio, reachRatio: GROWTH, runs }
}

/** All cylinders filled on one scale in a month and where they are now, all pages over HTTP (design §7). */
export const recall = async (bench: Bench): Promise<Figure> => {
  const runs = await bench.reading()
  const last = runs.at(-1)
  const figure = atMost(last?.recallMs ?? Number.POSITIVE_INFINITY, RECALL_MS)
  const ratio = growth(runs, (run) => run.recallMs)
  const size = { events: last?.events, recalled: last?.recalled }
  return { figure: 'recall', unit: 'ms', ...figure, ratio, ...size }
}
