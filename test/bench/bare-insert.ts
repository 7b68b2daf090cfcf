import pg from 'pg'
import {
  byteaArray,
  int4Array,
  int8Array,
  jsonArray,
  textArray,
  timestampArray,
  uuidArray,
} from '#store/batch/binary-array.ts'
import { insertEvents, insertLife } from './bare-statements.ts'
import type { Cleanup } from './cleanup.ts'
import type { Program } from './program.ts'

const BATCH = 1000
const CONNECTIONS = 3
/** Rows that only warm up, and at most so many that are measured: they are kept in memory. */
const WARM_UP_BATCHES = 15
const MOST_ROWS = 200_000

export type BareInsert = {
  readonly events: number
  readonly eventsPerSecond: number
  /** CPU per event, µs. */
  readonly nodeUs: number
  readonly postgresUs: number
}

type Row = Record<string, never>
type Batch = { readonly life: readonly Row[]; readonly events: readonly Row[] }

/** The columns of an insert, as the statements of the ingest path name them, and how each is encoded. */
type Column = readonly [name: string, encode: (values: never[]) => Buffer]

const lifeColumns: readonly Column[] = [
  ['source', int4Array],
  ['event_id', uuidArray],
  ['cylinder_id', int8Array],
  ['type', textArray],
  ['effective_at', timestampArray],
  ['at', timestampArray],
  ['recorded_at', timestampArray],
  ['station_id', textArray],
  ['operator', textArray],
  ['scale', textArray],
  ['body', jsonArray],
  ['context_id', int4Array],
  ['findings', jsonArray],
  ['sha256', byteaArray],
]

const eventColumns: readonly Column[] = [
  ['occurred_at', timestampArray],
  ['source', int4Array],
  ['event_id', uuidArray],
  ['cylinder_id', int8Array],
  ['type', textArray],
  ['tag_scheme', textArray],
  ['tag_value', textArray],
  ['at', timestampArray],
  ['recorded_at', timestampArray],
  ['station_id', textArray],
  ['operator', textArray],
  ['scale', textArray],
  ['gross_g', int4Array],
  ['tare_g', int4Array],
  ['raw', byteaArray],
]

const selected = (columns: readonly Column[]): string =>
  columns
    .map(([name, encode]) => {
      if (encode === timestampArray)
        return `(extract(epoch from ${name}) * 1000)::float8 as ${name}`
      return encode === jsonArray ? `${name}::text as ${name}` : name
    })
    .join(', ')

const read = async (
  { sql }: Program,
  table: string,
  columns: readonly Column[],
  after: string,
): Promise<Row[]> => {
  const { rows } = await sql.query<Row>(
    `select ${selected(columns)} from ${table} where batch_id > $1 order by batch_id, source, event_id limit $2`,
    [after, MOST_ROWS + WARM_UP_BATCHES * BATCH],
  )
  return rows
}

/** Full batches alone: the last rows are left out. */
const batchesOf = (life: readonly Row[], events: readonly Row[]): Batch[] =>
  Array.from({ length: Math.floor(Math.min(life.length, events.length) / BATCH) }, (_, i) => ({
    life: life.slice(i * BATCH, (i + 1) * BATCH),
    events: events.slice(i * BATCH, (i + 1) * BATCH),
  }))

const encoded = (rows: readonly Row[], columns: readonly Column[]): Buffer[] =>
  columns.map(([name, encode]) => encode(rows.map((row) => row[name] as never)))

/** One transaction a batch, sent in one go; the next begins when it is on disk. */
const insertAll = async (client: pg.Client, queue: Batch[]): Promise<void> => {
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    await Promise.all([
      client.query('begin'),
      client.query({
        ...insertLife,
        values: [...encoded(batch.life, lifeColumns), new Date(), '1'],
      }),
      client.query({ ...insertEvents, values: [...encoded(batch.events, eventColumns), '1'] }),
      client.query('commit'),
    ])
  }
}

const OPTIONS =
  '-c search_path=bench -c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c jit=off'

const connect = async (url: string, cleanup: Cleanup): Promise<pg.Client> => {
  const config = {
    connectionString: url,
    options: OPTIONS,
    pipeline: true,
    application_name: 'bare',
  }
  const client = new pg.Client(config as pg.ClientConfig)
  await client.connect()
  cleanup.add(() => client.end())
  return client
}

/**
 * Inserts the rows that an ingest run left into empty copies of its two tables, with the same statements, and measures the CPU
 * of Node and of PostgreSQL. No messages, no state, no locks, no judgement: what storing alone costs.
 */
export const bareInsert = async (
  program: Program,
  afterBatch: string,
  cleanup: Cleanup,
): Promise<BareInsert> => {
  const life = await read(program, 'cylinder_life', lifeColumns, afterBatch)
  const events = await read(program, 'cylinder_event', eventColumns, afterBatch)
  await program.sql.query(`
    create schema bench;
    create table bench.cylinder_life (like public.cylinder_life including all);
    create table bench.cylinder_event (like public.cylinder_event including all);`)
  const clients: pg.Client[] = []
  for (let i = 0; i < CONNECTIONS; i++) clients.push(await connect(program.databaseUrl, cleanup))
  const insert = (queue: Batch[]) => Promise.all(clients.map((client) => insertAll(client, queue)))
  const batches = batchesOf(life, events)
  await insert(batches.splice(0, Math.min(WARM_UP_BATCHES, batches.length >> 1)))
  const rows = batches.length * BATCH
  const started = performance.now()
  const node = process.cpuUsage()
  const { cpu } = await program.cpuOf(() => insert(batches))
  const own = process.cpuUsage(node)
  const seconds = (performance.now() - started) / 1000
  await program.sql.query('drop schema bench cascade')
  return {
    events: rows,
    eventsPerSecond: rows / seconds,
    nodeUs: (own.user + own.system) / rows,
    postgresUs: cpu.postgresUs / rows,
  }
}
