import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { from as copyFrom } from 'pg-copy-streams'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { readAckedIds } from '#sim/load/acked-ids.ts'
import type { LoadOptions, LoadResult } from '#sim/load/load-types.ts'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import type { Stand } from './bench.ts'
import type { CpuUse } from './proc-cpu.ts'

/** Rows whose batch is newer than `afterBatch` are those of the run. */
export type IngestRun = {
  readonly window: number
  readonly load: LoadResult
  readonly cpu: CpuUse
  readonly afterBatch: string
  readonly stored: Stored
}

export type Stored = {
  /** In `cylinder_life` and in `cylinder_event`, events that devices sent. */
  readonly life: number
  readonly events: number
  readonly rejected: number
  /** Acknowledged and not there. */
  readonly missing: number
  /** There more than once. */
  readonly doubled: number
  /** Transactions that it took. */
  readonly batches: number
}

export type LoadPlan = Pick<LoadOptions, 'window' | 'seconds'> & Partial<LoadOptions>

/** The generator is a process of its own; its CPU is not the program's. */
export const runLoadOn = ({ program, site }: Stand, plan: LoadPlan): Promise<LoadResult> =>
  Promise.race([
    spawnLoad({ mqtt: program.mqtt, ...site, mix: 'life', warmupSeconds: 1, ...plan }, 1),
    program.died,
  ])

const lastBatch = async ({ program: { sql } }: Stand): Promise<string> => {
  const { rows } = await sql.query<{ id: string }>(
    'select coalesce(max(id), 0) as id from event_batch',
  )
  return rows[0]?.id ?? '0'
}

function* lines(file: string): Generator<string> {
  let chunk = ''
  for (const id of readAckedIds(file)) {
    chunk += `${id}\n`
    if (chunk.length < 60_000) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** Holds what was acknowledged against what is stored, id by id. */
const lookUp = async (
  { program: { sql } }: Stand,
  batch: string,
  file: string,
): Promise<Stored> => {
  await sql.query('create temp table if not exists acked (id uuid)')
  await sql.query('truncate acked')
  await pipeline(Readable.from(lines(file)), sql.query(copyFrom('copy acked from stdin')))
  const { rows } = await sql.query<Record<string, string>>(
    `with life as (
       select source, event_id from cylinder_life
       where batch_id > $1 and type not in ('fill.permitted', 'fill.denied')
     ), event as (
       select source, event_id from cylinder_event
       where batch_id > $1 and type not in ('fill.permitted', 'fill.denied')
     )
     select (select count(*) from life) as life, (select count(*) from event) as events,
       (select count(*) from rejected_message where batch_id > $1) as rejected,
       (select count(*) from acked left join life on event_id = id where event_id is null)
         + (select count(*) from acked left join event on event_id = id where event_id is null) as missing,
       (select count(*) from event) - (select count(*) from (select distinct source, event_id from event) e)
         + (select count(*) from acked) - (select count(*) from (select distinct id from acked) a) as doubled,
       (select count(*) from event_batch where id > $1) as batches`,
    [batch],
  )
  const row = rows[0] ?? {}
  const number = (name: keyof Stored): number => Number(row[name])
  return {
    life: number('life'),
    events: number('events'),
    rejected: number('rejected'),
    missing: number('missing'),
    doubled: number('doubled'),
    batches: number('batches'),
  }
}

/** A load, the CPU that it cost, and what the database then holds of it. */
export const ingestRun = async (stand: Stand, plan: LoadPlan): Promise<IngestRun> => {
  const afterBatch = await lastBatch(stand)
  const ackedIdsFile = join(stand.program.dataDir, 'acked')
  const written = `${ackedIdsFile}.0`
  await rm(written, { force: true })
  const { result: load, cpu } = await stand.program.cpuOf(() =>
    runLoadOn(stand, { ...plan, ackedIdsFile }),
  )
  const stored = await lookUp(stand, afterBatch, written)
  return { window: plan.window, load, cpu, afterBatch, stored }
}
