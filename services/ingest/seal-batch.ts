import { hash, randomFillSync } from 'node:crypto'
import { rejectionRecord, samplesRecord, verdictRecord } from '#domain/ledger/records.ts'
import type {
  BatchSeal,
  ChangedVerdict,
  NewEvent,
  NewRejection,
  NewSlice,
} from '#domain/store-ports.ts'
import { eventLeaf } from './event-leaf.ts'
import { scratch, viewOf } from './hash-scratch.ts'

const HASH = 32
const SALT = 16

/** RFC 6962 §2.1 domain separation: a leaf can never be taken for a node. */
const LEAF = '\u0000'
const NODE = 1

/** Latin-1 text out of the hash and into the buffer: half the time of a buffer for each hash. */
const writeHash = (digest: string, into: Buffer, at: number): void => {
  for (let i = 0; i < HASH; i++) into[at + i] = digest.charCodeAt(i)
}

/** As many leaves as most batches have; larger ones get a buffer of their own. */
const LEVEL = 1024

/** Leaves from the second byte on, so that every pair has a byte before it: of a leaf that was hashed already, or the first. */
const levelOf = (leaves: number): { readonly level: Buffer; readonly pairs: Buffer[] } => ({
  level: Buffer.allocUnsafeSlow(1 + leaves * HASH),
  pairs: [],
})
const kept = levelOf(LEVEL)

/** Levels above `leafHashes`, each written over the one before. */
export const rootOf = (leafHashes: Buffer): Buffer => {
  if (leafHashes.length === 0) return hash('sha256', '', 'buffer')
  const leaves = leafHashes.length / HASH
  const { level, pairs } = leaves > LEVEL ? levelOf(leaves) : kept
  level.set(leafHashes, 1)
  for (let count = leaves; count > 1; count = Math.ceil(count / 2)) {
    for (let i = 0; i + 1 < count; i += 2) {
      const from = i * HASH
      level[from] = NODE
      const pair = (pairs[i] ??= level.subarray(from, from + 1 + 2 * HASH))
      writeHash(hash('sha256', pair, 'binary'), level, 1 + from / 2)
    }
    const last = 1 + (count - 1) * HASH
    if (count % 2 === 1) level.copyWithin(1 + ((count - 1) / 2) * HASH, last, last + HASH)
  }
  return Buffer.from(level.subarray(1, 1 + HASH))
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

/** SHA-256 over the n-th salt, SHA-256 of the bytes, and body, as hexadecimal. */
const sealedOf = (salts: Buffer, n: number, sha256: Buffer, body: string): string => {
  if (SALT + HASH + body.length * 3 > scratch.length) {
    const parts = [salts.subarray(n * SALT, (n + 1) * SALT), sha256, Buffer.from(body)]
    return hash('sha256', Buffer.concat(parts), 'hex')
  }
  for (let i = 0; i < SALT; i++) scratch[i] = salts[n * SALT + i] as number
  for (let i = 0; i < HASH; i++) scratch[SALT + i] = sha256[i] as number
  const length = scratch.write(body, SALT + HASH)
  return hash('sha256', viewOf(SALT + HASH + length), 'hex')
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

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
  const addHash = (digest: string): void => {
    writeHash(digest, leafHashes, at)
    at += HASH
  }
  const add = (record: string): void => addHash(hash('sha256', LEAF + record, 'binary'))
  // Counted loops: at 50 000 events a second an iterator's pairs are garbage that shows.
  for (let i = 0; i < events.length; i++) {
    const entry = events[i] as NewEvent
    addHash(eventLeaf(entry, sealedOf(salts, i, entry.sha256, bodies[i] as string)))
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
