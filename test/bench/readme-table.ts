import { readFile, writeFile } from 'node:fs/promises'
import type { Result } from './figure.ts'
import { readResults } from './results.ts'

const FROM = '<!-- figures -->'
const TO = '<!-- /figures -->'
/** Of the repository: this file is test/bench/readme-table.ts. */
const file = new URL(
  import.meta.resolve('#test/bench/readme-table.ts').replace(/test\/bench\/.*$/, 'README.md'),
)

/** What each figure is called in the table; a figure that is not named here stands under its own name. */
const titles: Readonly<Record<string, string>> = {
  ingest: 'durable ingest, all rules, generator on the same machine',
  'ingest-cpu': 'its CPU, gateway and PostgreSQL, against bare batched inserts of the same rows',
  'ingest-latency': 'publish to PUBACK at half of that rate, p99',
  'permit-latency': '`fill.requested` to permit under 2 000 events/s, p99',
  fairness:
    '`fill.requested` to permit of the others while one floods and a station brings 500 000 events',
  connections: 'memory of a silent device',
  'external-broker': 'behind mosquitto, publish to `committed`',
  'long-run': 'growth under mixed load',
  'database-away': 'held while the database is away',
  'usual-pipeline': 'against broker, subscriber and one INSERT a message',
  decide: 'fold and judge one event',
  ledger: 'what the ledger adds to an event',
  'demo-ready': 'demo started to serving',
  'trace p99':
    'trace of one cylinder, 200 events, among 10 M events (`LPG_BENCH_EVENTS` for more), p99',
  recall: 'recall: all cylinders filled on one scale in a month, among as many',
  'lists p99': 'the slowest of all lists over 100 000 cylinders, p99',
}

/** Where more is better; elsewhere less is. */
const MORE_IS_BETTER = new Set(['ingest', 'usual-pipeline', 'external-broker'])

const number = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en'))

const reachOf = ({ figure, reach }: Result): string =>
  reach === null ? '–' : `${MORE_IS_BETTER.has(figure) ? '≥' : '≤'} ${number(reach)}`

/** By how much a figure falls short. One whose other conditions fail (a median, something lost) is just not reached. */
const shortfall = ({ figure, value, reach }: Result): string => {
  if (value === null || reach === null) return ''
  if (MORE_IS_BETTER.has(figure))
    return value < reach ? `, ${Math.round((1 - value / reach) * 100)} % short` : ''
  return value > reach ? `, ${(value / reach).toFixed(1)} × as much` : ''
}

const rowOf = (result: Result): string => {
  const { figure, value, unit, ok, loadAverage } = result
  const verdict = ok === null ? '–' : ok ? 'yes' : `no${shortfall(result)}`
  return `| ${titles[figure] ?? figure} | ${number(value)} ${unit} | ${reachOf(result)} | ${verdict} | ${loadAverage} |`
}

const settingLine = (results: readonly Result[]): string => {
  const on = results.find(({ postgres }) => postgres !== null) ?? results[0]
  if (on === undefined) return 'Nothing measured yet.'
  const timescale =
    on.timescaledb === false ? 'without TimescaleDB' : `TimescaleDB ${on.timescaledb}`
  return `${on.cores} cores, PostgreSQL ${on.postgres ?? '–'} ${timescale}, Node ${on.node}, ${on.takenAt.slice(0, 10)}. Load = what else the machine had to do before the run (1-minute average).`
}

/** The block of the README, its marks included. */
export const readmeBlock = (results: readonly Result[]): string =>
  [
    FROM,
    '| figure | measured | to reach | reached | load |',
    '|---|---|---|---|---|',
    ...results.map(rowOf),
    '',
    settingLine(results),
    TO,
  ].join('\n')

/** The README and the block that stands in it. @throws Error without the marks */
export const readReadme = async (): Promise<{ text: string; block: string }> => {
  const text = await readFile(file, 'utf8')
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)]
  if (from < 0 || to < from) throw new Error(`README.md needs a line "${FROM}" and a line "${TO}"`)
  return { text, block: text.slice(from, to + TO.length) }
}

/** Writes the table of the kept figures into the README. */
export const writeReadme = async (): Promise<void> => {
  const { text, block } = await readReadme()
  const fresh = readmeBlock(await readResults())
  await writeFile(
    file,
    text.replace(block, () => fresh),
  )
}
