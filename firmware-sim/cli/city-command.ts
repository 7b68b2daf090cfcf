import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Command } from 'commander'
import { city } from '#sim/scenarios/city.ts'
import { type FaultRates, parseFault } from '#sim/scenarios/faults.ts'
import { number } from './options.ts'

interface Flags {
  readonly cylinders: number
  readonly from: string
  readonly until: string
  readonly seed: number
  readonly stations?: number
  readonly fault: FaultRates
  readonly registrations?: boolean
  readonly out?: string
  readonly count?: boolean
}

/** Lines collected before one write; single lines would cost a system call each. */
const LINES = 2000

export function addCityCommand(program: Command): void {
  const collect = (text: string, before: FaultRates) => ({ ...before, ...parseFault(text) })
  program
    .command('city')
    .description('years of history as JSON lines: registry entries, then events')
    .option('--cylinders <n>', 'how many', number, 1000)
    .option('--from <day>', 'first day', '2024-01-01')
    .option('--until <day>', 'day after the last', '2025-01-01')
    .option('--seed <n>', 'the same seed gives the same bytes', number, 1)
    .option('--stations <n>', 'default: one per 5000 cylinders', number)
    .option('--fault <name=rate>', 'round faults and clockSkew', collect, {})
    .option('--registrations', 'write cylinder.registered and tag.bound events too')
    .option('--out <file>', 'default: standard output')
    .option('--count', 'print only the number of records and events per second')
    .action(runCity)
}

async function runCity(flags: Flags): Promise<void> {
  const { cylinders, from, until, seed, stations, fault, registrations } = flags
  const records = city({
    cylinders,
    from,
    until,
    seed,
    faults: fault,
    registrations: registrations === true,
    ...(stations === undefined ? {} : { stations }),
  })
  if (flags.count === true) return count(records)
  const out = flags.out === undefined ? process.stdout : createWriteStream(flags.out)
  let lines: string[] = []
  const flush = async () => {
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
    lines = []
  }
  for (const record of records) {
    lines.push(JSON.stringify(record))
    if (lines.length >= LINES) await flush()
  }
  if (lines.length > 0) await flush()
  if (out !== process.stdout) out.end()
}

function count(records: Iterable<{ readonly kind: string }>): void {
  const start = performance.now()
  let all = 0
  let events = 0
  for (const { kind } of records) {
    all += 1
    if (kind === 'event') events += 1
  }
  const seconds = (performance.now() - start) / 1000
  const eventsPerSecond = Math.round(events / seconds)
  process.stdout.write(`${JSON.stringify({ records: all, events, seconds, eventsPerSecond })}\n`)
}
