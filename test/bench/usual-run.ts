import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Stand } from './bench.ts'
import { startChild } from './child-process.ts'
import type { Cleanup } from './cleanup.ts'
import { runLoadOn } from './ingest-run.ts'

const READY_MS = 20_000
/** How long the subscriber may work off what it holds after the load has ended. */
const DRAIN_MS = 5000
const POLL_MS = 250

export type UsualRun = {
  readonly connections: number
  /** The better of two: while the devices flooded it, and after. */
  readonly committedPerSecond: number
  readonly acknowledged: number
  /** Acknowledged and not in the database when the load ended: lost, had anything been killed then. */
  readonly atRisk: number
  /** The same after some seconds of patience, when the subscriber is ended. */
  readonly lost: number
}

const part = (...args: string[]) =>
  startChild([
    '--max-semi-space-size=64',
    '--import',
    'tsx',
    fileURLToPath(new URL('usual-parts.ts', import.meta.url)),
    ...args,
  ])

/** Waits until everything is stored, or patience ends. */
const drained = async (stored: () => Promise<number>, all: number) => {
  const begin = performance.now()
  const first = await stored()
  for (;;) {
    await sleep(POLL_MS)
    const now = await stored()
    const ms = performance.now() - begin
    if (now >= all || ms > DRAIN_MS) return { stored: now, perSecond: ((now - first) * 1000) / ms }
  }
}

const SCHEMA = `
  drop schema if exists bench_usual cascade;
  create schema bench_usual;
  create table bench_usual.event (device text not null, event_id uuid not null, type text not null,
    at timestamptz not null, body json not null, primary key (device, event_id));`

const startParts = async (databaseUrl: string, connections: number, cleanup: Cleanup) => {
  const broker = part('broker')
  cleanup.add(broker.stop)
  const mqtt = (await broker.line('ready', READY_MS)).slice('ready '.length)
  const subscriber = part('subscriber', mqtt, databaseUrl, String(connections))
  cleanup.add(subscriber.kill)
  await subscriber.line('ready', READY_MS)
  return { mqtt, kill: () => Promise.all([subscriber.kill(), broker.kill()]) }
}

/** Broker, subscriber and the same generator with the same messages, on the same PostgreSQL. */
export const usualRun = async (
  stand: Stand,
  seconds: number,
  connections: number,
  cleanup: Cleanup,
): Promise<UsualRun> => {
  const { sql, databaseUrl } = stand.program
  await sql.query(SCHEMA)
  const stored = async (): Promise<number> => {
    const { rows } = await sql.query<{ n: string }>('select count(*) as n from bench_usual.event')
    return Number(rows[0]?.n)
  }
  const { mqtt, kill } = await startParts(databaseUrl, connections, cleanup)
  const usual: Stand = { ...stand, program: { ...stand.program, mqtt } }
  const begin = performance.now()
  // No warm-up and hardly a drain: every acknowledged message counts.
  const load = await runLoadOn(usual, { window: 50, seconds, warmupSeconds: 0, drainSeconds: 1 })
  const committed = await stored()
  const flooded = (committed * 1000) / (performance.now() - begin)
  const after = await drained(stored, load.acked)
  await kill()
  return {
    connections,
    committedPerSecond: Math.round(Math.max(flooded, after.perSecond)),
    acknowledged: load.acked,
    atRisk: load.acked - committed,
    lost: load.acked - after.stored,
  }
}
