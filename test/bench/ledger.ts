import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import type { NewEvent } from '#domain/store-ports.ts'
import { epochMs } from '#domain/units.ts'
import { sealBatch } from '#ingest/seal-batch.ts'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { LedgerWriter } from '#store/ledger/ledger-writer.ts'
import { migrate } from '#store/migrate.ts'
import { createPool } from '#store/pool.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import { cpuSince, cpuUse } from './proc-cpu.ts'

const REACH_US = 5
/** As many events as a batch of the ingest benchmark has with ten messages in flight a device. */
const BATCH = 200
/** As many as are under way at once: ingest hashes what it has just read, not what has left the caches. */
const BATCHES = 10
const TIMES = 50
const NUMBERED = 5_000

const eventOf = (index: number): NewEvent => {
  const at = epochMs(1_790_000_000_000 + index)
  const body = { scale: 'scale-7', grossG: 31_010, tareG: 16_480, permitId: randomUUID() }
  const times = { at, effectiveAt: at, recordedAt: at }
  return {
    event: {
      ...{ id: randomUUID(), type: 'fill.completed', ...times },
      ...{ stationId: 'st-1', operator: 's-1', body },
    },
    source: 7,
    cylinderId: String(index),
    tag: { scheme: 'code', value: `C-${index}` },
    contextId: 3,
    findings: null,
    raw: Buffer.alloc(0),
    sha256: randomBytes(32),
  }
}

const batchesOf = (count: number, size: number): NewEvent[][] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => eventOf(i * size + j)),
  )

/** CPU, µs; the best of some runs: what others did to the machine's caches meanwhile is not the ledger's. */
const best = (work: () => void): number =>
  Math.min(
    ...[0, 1, 2, 3, 4, 5].map(() => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return user + system
    }),
  )

/** µs an event that hashing adds to ingest; the JSON of its body is made without a ledger too. */
const sealing = (batches: readonly NewEvent[][]): number => {
  const sealed = best(() => {
    for (let i = 0; i < TIMES; i++) {
      for (const events of batches) sealBatch({ events, verdicts: [], rejections: [], slices: [] })
    }
  })
  const json = best(() => {
    for (let i = 0; i < TIMES; i++) {
      for (const events of batches) for (const { event } of events) JSON.stringify(event.body)
    }
  })
  return (sealed - json) / (TIMES * batches.length * BATCH)
}

const fillBatches = (pool: Pool, count: number, size: number) =>
  pool.query(
    `insert into event_batch (committed_at, leaves, root, leaf_hashes, leaf_counts)
     select now(), $2, sha256(i::text::bytea), decode(repeat('ab', 32 * $2), 'hex'), array[$2, 0, 0, 0]
     from generate_series(1, $1) i`,
    [count, size],
  )

/** µs of CPU a batch to number, hash and sign it, ours and PostgreSQL's. */
const numbering = async (pool: Pool, postmaster: number): Promise<number> => {
  const memory = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
  const secrets = ['a secret of the benchmark, long enough']
  const writer = new LedgerWriter(pool, { secrets, origin: 'bench', memory })
  await fillBatches(pool, NUMBERED, BATCH)
  await writer.write(1)
  await fillBatches(pool, NUMBERED, BATCH)
  const before = cpuUse(process.pid, postmaster)
  await writer.write(1)
  const { gatewayUs, postgresUs } = cpuSince(before, cpuUse(process.pid, postmaster))
  return (gatewayUs + postgresUs) / NUMBERED
}

const onOwnServer = async <T>(work: (pool: Pool, pid: number) => Promise<T>): Promise<T> => {
  const home = await mkdtemp(join(tmpdir(), 'lpg-bench-ledger-'))
  const server = new EmbeddedServer(home)
  try {
    await server.start()
    await migrate(server.url)
    const pool = createPool(server.url, { name: 'bench' })
    try {
      return await work(pool, server.pid ?? 0)
    } finally {
      await pool.end()
    }
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

/** What the ledger costs an event: sealing in ingest, and its share of numbering the batch behind the commit. */
export const ledger = async (): Promise<Figure> => {
  const sealUs = sealing(batchesOf(BATCHES, BATCH))
  const batchUs = await onOwnServer(numbering)
  return {
    figure: 'ledger',
    unit: 'µs of CPU per event',
    ...atMost(rounded(sealUs + batchUs / BATCH, 2), REACH_US),
    sealUs: rounded(sealUs, 2),
    numberingUsPerBatch: rounded(batchUs, 1),
    eventsPerBatch: BATCH,
    /** A batch of one event, as the API writes: it pays the whole number alone, behind the commit. */
    singleEventUs: rounded(sealUs + batchUs, 1),
  }
}
