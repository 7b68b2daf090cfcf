import { hash, randomFillSync } from 'node:crypto'
import {
  eventRecord,
  rejectionRecord,
  samplesRecord,
  verdictRecord,
} from '#domain/ledger/records.ts'
import type {
  BatchSeal,
  ChangedVerdict,
  NewEvent,
  NewRejection,
  NewSlice,
} from '#domain/store-ports.ts'

const HASH = 32
const SALT = 16

/** RFC 6962 §2.1 domain separation: a leaf can never be taken for a node. */
const LEAF = '\u0000'
const NODE = 1

/** Latin-1 text out of the hash and into the buffer: half the time of a buffer for each hash. */
const writeHash = (data: Buffer | string, into: Buffer, at: number): void => {
  into.write(hash('sha256', data, 'binary'), at, 'binary')
}

/** Levels above `leafHashes`, each written over the one before. */
export const rootOf = (leafHashes: Buffer): Buffer => {
  if (leafHashes.length === 0) return hash('sha256', '', 'buffer')
  const level = Buffer.from(leafHashes)
  const pair = Buffer.alloc(1 + 2 * HASH)
  pair[0] = NODE
  for (let count = level.length / HASH; count > 1; count = Math.ceil(count / 2)) {
    for (let i = 0; i + 1 < count; i += 2) {
      level.copy(pair, 1, i * HASH, (i + 2) * HASH)
      writeHash(pair, level, (i / 2) * HASH)
    }
    if (count % 2 === 1)
      level.copy(level, ((count - 1) / 2) * HASH, (count - 1) * HASH, count * HASH)
  }
  return level.subarray(0, HASH)
}

/** Random bytes are drawn many at once: a call costs more than its bytes. */
const POOL = 64 * 1024
let pool = Buffer.alloc(0)

/** One buffer with 16 random bytes for each. */
const freshSalts = (count: number): Buffer => {
  const size = count * SALT
  if (size > POOL) return randomFillSync(Buffer.allocUnsafe(size))
  if (size > pool.length) pool = randomFillSync(Buffer.allocUnsafeSlow(POOL))
  const salts = pool.subarray(0, size)
  pool = pool.subarray(size)
  return salts
}

let scratch = Buffer.alloc(16 * 1024)

/** SHA-256 over the n-th salt, SHA-256 of the bytes, and body, as hexadecimal. */
const sealedOf = (salts: Buffer, n: number, sha256: Buffer, body: string): string => {
  const most = SALT + HASH + body.length * 3
  if (most > scratch.length) scratch = Buffer.alloc(most)
  salts.copy(scratch, 0, n * SALT, (n + 1) * SALT)
  sha256.copy(scratch, SALT)
  const length = scratch.write(body, SALT + HASH)
  return hash('sha256', scratch.subarray(0, SALT + HASH + length), 'hex')
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/** One literal: spread together it took three times as long. */
const eventText = (
  { event, tag, source, cylinderId, contextId, findings }: NewEvent,
  sealed: string,
): string =>
  eventRecord({
    source,
    id: event.id,
    type: event.type,
    at: event.at,
    effectiveAt: event.effectiveAt,
    recordedAt: event.recordedAt,
    stationId: event.stationId,
    operator: event.operator,
    tagScheme: tag === null ? null : tag.scheme,
    tagValue: tag === null ? null : tag.value,
    cylinderId,
    contextId,
    sealed,
    findings: json(findings),
  })

type Sealed = {
  readonly events: readonly NewEvent[]
  readonly verdicts: readonly ChangedVerdict[]
  readonly rejections: readonly NewRejection[]
  readonly slices: readonly NewSlice[]
}

/**
 * Hashes what a batch writes: events, verdicts that changed, rejections, slices of weight curves, in this order. Done before the
 * commit, by the process that judged: whatever is changed in the database later no longer fits.
 */
export const sealBatch = ({ events, verdicts, rejections, slices }: Sealed): BatchSeal => {
  const counts = [events.length, verdicts.length, rejections.length, slices.length] as const
  const leafHashes = Buffer.allocUnsafe(HASH * counts.reduce((sum, count) => sum + count, 0))
  const salts = freshSalts(events.length)
  const rejectionSalts = freshSalts(rejections.length)
  const bodies = events.map(({ event }) => JSON.stringify(event.body))
  let at = 0
  const add = (record: string): void => {
    writeHash(LEAF + record, leafHashes, at)
    at += HASH
  }
  // Counted loops: at 50 000 events a second an iterator's pairs are garbage that shows.
  for (let i = 0; i < events.length; i++) {
    const entry = events[i] as NewEvent
    add(eventText(entry, sealedOf(salts, i, entry.sha256, bodies[i] as string)))
  }
  for (const verdict of verdicts) {
    add(verdictRecord({ ...verdict, before: json(verdict.before), after: json(verdict.after) }))
  }
  for (const [i, rejection] of rejections.entries()) {
    const digest = hash('sha256', rejection.raw, 'buffer')
    add(rejectionRecord({ ...rejection, sealed: sealedOf(rejectionSalts, i, digest, '') }))
  }
  for (const slice of slices) add(samplesRecord({ ...slice, sha256: slice.sha256.toString('hex') }))
  return { root: rootOf(leafHashes), leafHashes, counts, salts, rejectionSalts, bodies }
}
