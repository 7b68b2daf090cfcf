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

const freshSalts = (count: number): Buffer[] => {
  const all = randomFillSync(Buffer.allocUnsafe(count * SALT))
  return Array.from({ length: count }, (_, i) => all.subarray(i * SALT, (i + 1) * SALT))
}

let scratch = Buffer.alloc(16 * 1024)

/** SHA-256 over salt, SHA-256 of the bytes, and body, as hexadecimal. */
const sealedOf = (salt: Buffer, sha256: Buffer, body: string): string => {
  const most = SALT + HASH + body.length * 3
  if (most > scratch.length) scratch = Buffer.alloc(most)
  salt.copy(scratch, 0)
  sha256.copy(scratch, SALT)
  const length = scratch.write(body, SALT + HASH)
  return hash('sha256', scratch.subarray(0, SALT + HASH + length), 'hex')
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

const eventText = (entry: NewEvent, sealed: string): string => {
  const { event, tag, source, cylinderId, contextId, findings } = entry
  const { id, type, at, effectiveAt, recordedAt, stationId, operator } = event
  const [tagScheme, tagValue] = [tag?.scheme ?? null, tag?.value ?? null]
  return eventRecord({
    ...{ source, id, type, at, effectiveAt, recordedAt, stationId, operator, tagScheme, tagValue },
    ...{ cylinderId, contextId, sealed, findings: json(findings) },
  })
}

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
  for (const [i, entry] of events.entries()) {
    add(eventText(entry, sealedOf(salts[i] as Buffer, entry.sha256, bodies[i] as string)))
  }
  for (const verdict of verdicts) {
    add(verdictRecord({ ...verdict, before: json(verdict.before), after: json(verdict.after) }))
  }
  for (const [i, rejection] of rejections.entries()) {
    const digest = hash('sha256', rejection.raw, 'buffer')
    add(
      rejectionRecord({
        ...rejection,
        sealed: sealedOf(rejectionSalts[i] as Buffer, digest, ''),
      }),
    )
  }
  for (const slice of slices) add(samplesRecord({ ...slice, sha256: slice.sha256.toString('hex') }))
  return { root: rootOf(leafHashes), leafHashes, counts, salts, rejectionSalts, bodies }
}
