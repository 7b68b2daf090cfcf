import {
  type Checkpoint,
  isSignedBy,
  type NoteKey,
  parseCheckpoint,
  parseNote,
} from './checkpoint.ts'
import { leafHash, type LedgerCrypto, nodeHashWith } from './ledger-crypto.ts'
import { isConsistent, rootFrom } from './verify-path.ts'

export const PROOF_FORMAT = 'lpg-trace-proof/1'
export const CONSISTENCY_FORMAT = 'lpg-trace-consistency/1'

/** A leaf of the tree: a batch, or an entry of the registry. Hashes are base64. */
export type TreeLeaf = {
  /** Canonical record, see `records.ts`. */
  readonly record: string
  readonly index: number
  readonly path: readonly string[]
}

/** A leaf of a batch: an event, or a verdict that gave way to another. */
export type BatchLeaf = TreeLeaf & {
  /** Which of the proof's batches. */
  readonly batch: number
  /** What the record seals; null where it was erased, and for verdicts. `bytes` is base64. */
  readonly opened: { readonly salt: string; readonly bytes: string; readonly body: string } | null
}

/** Everything that is needed to check some events offline. */
export type LedgerProof = {
  readonly format: typeof PROOF_FORMAT
  /** A signed note. */
  readonly checkpoint: string
  readonly batches: readonly TreeLeaf[]
  readonly leaves: readonly BatchLeaf[]
  /** Redactions of these events. */
  readonly entries: readonly TreeLeaf[]
}

export type ConsistencyProof = {
  readonly format: typeof CONSISTENCY_FORMAT
  readonly older: string
  readonly newer: string
  readonly path: readonly string[]
}

/** What is wrong, and where: `batches/0`, `leaves/3`, … */
export type ProofProblem = {
  readonly code:
    | 'NOT_A_PROOF'
    | 'NOTHING_PROVED'
    | 'CHECKPOINT_UNREADABLE'
    | 'NOT_SIGNED_BY_KEY'
    | 'RECORD_UNREADABLE'
    | 'NOT_IN_TREE'
    | 'NOT_IN_BATCH'
    | 'CONTENT_DIFFERS'
    | 'HISTORY_CHANGED'
    | 'OTHER_LOG'
  readonly where: string
  /** Id of the event, of the batch, … */
  readonly subject?: string
}

export type Verified = {
  readonly checkpoint: Checkpoint | null
  readonly events: number
  readonly verdicts: number
  readonly problems: readonly ProofProblem[]
}

const hashesOf = (path: readonly string[], crypto: LedgerCrypto): Uint8Array[] | null => {
  const hashes = path.map((text) => crypto.fromBase64(text))
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Uint8Array[]) : null
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const parsed = (record: string, kind: readonly string[]): readonly unknown[] | null => {
  try {
    const value: unknown = JSON.parse(record)
    return Array.isArray(value) && kind.includes(String(value[0])) ? value : null
  } catch {
    return null
  }
}

/** Head of a note that this key signed, or what is wrong with it. */
export const checkpointOf = (
  note: string,
  key: NoteKey,
  crypto: LedgerCrypto,
  where: string,
): Checkpoint | ProofProblem => {
  const signed = parseNote(note, crypto)
  const checkpoint = signed === null ? null : parseCheckpoint(signed.text, crypto)
  if (signed === null || checkpoint === null) return { code: 'CHECKPOINT_UNREADABLE', where }
  if (!isSignedBy(signed, key, crypto)) return { code: 'NOT_SIGNED_BY_KEY', where }
  // A key's name is its log's: one log's checkpoint proves nothing of another.
  return checkpoint.origin === key.name ? checkpoint : { code: 'OTHER_LOG', where }
}

type Frame = { readonly crypto: LedgerCrypto; readonly size: number; readonly root: string }

const leadsTo = (leaf: TreeLeaf, { crypto, size, root }: Frame): boolean => {
  const path = hashesOf(leaf.path, crypto)
  if (path === null) return false
  const tree = { index: leaf.index, size, path }
  const found = rootFrom(leafHash(leaf.record, crypto), tree, nodeHashWith(crypto))
  return found !== null && hexOf(found) === root
}

/** First words of the records that a batch may have; `bulk` = a history that was loaded. */
const BATCH = ['batch', 'bulk'] as const

const treeLeafProblem = (
  leaf: TreeLeaf,
  kinds: readonly string[],
  frame: Frame,
  where: string,
): ProofProblem | null => {
  const record = parsed(leaf.record, kinds)
  if (record === null) return { code: 'RECORD_UNREADABLE', where }
  return leadsTo(leaf, frame) ? null : { code: 'NOT_IN_TREE', where, subject: String(record[1]) }
}

/** SHA-256 over salt, SHA-256 of the bytes, and body, as the record of an event holds it. */
export const sealOf = (
  salt: Uint8Array,
  bytes: Uint8Array,
  body: string,
  { sha256, utf8 }: LedgerCrypto,
): string => {
  const [digest, text] = [sha256(bytes), utf8(body)]
  const all = new Uint8Array(salt.length + digest.length + text.length)
  all.set(salt)
  all.set(digest, salt.length)
  all.set(text, salt.length + digest.length)
  return hexOf(sha256(all))
}

/** Place of what was sealed in an event's record. */
const SEALED = 13

const batchLeafProblem = (
  leaf: BatchLeaf,
  proof: LedgerProof,
  crypto: LedgerCrypto,
  where: string,
): ProofProblem | null => {
  const record = parsed(leaf.record, ['event', 'verdict'])
  const batch = parsed(proof.batches[leaf.batch]?.record ?? '', BATCH)
  if (record === null || batch === null) return { code: 'RECORD_UNREADABLE', where }
  const [counts, root] = [batch[3] as readonly number[], String(batch[4])]
  const size = counts.reduce((sum, count) => sum + count, 0)
  const subject = String(record[2])
  if (!leadsTo(leaf, { crypto, size, root })) return { code: 'NOT_IN_BATCH', where, subject }
  if (leaf.opened === null) return null
  const salt = crypto.fromBase64(leaf.opened.salt)
  const bytes = crypto.fromBase64(leaf.opened.bytes)
  const fits =
    salt !== null &&
    bytes !== null &&
    sealOf(salt, bytes, leaf.opened.body, crypto) === record[SEALED]
  return fits ? null : { code: 'CONTENT_DIFFERS', where, subject }
}

/** Checks events against a public key alone: is the checkpoint the log's, and is each of them in it as it is shown? */
export const verifyProof = (proof: LedgerProof, key: NoteKey, crypto: LedgerCrypto): Verified => {
  const head = checkpointOf(proof.checkpoint, key, crypto, 'checkpoint')
  if ('code' in head) return { checkpoint: null, events: 0, verdicts: 0, problems: [head] }
  const frame = { crypto, size: head.size, root: hexOf(head.root) }
  const problems = [
    ...proof.batches.map((leaf, i) => treeLeafProblem(leaf, BATCH, frame, `batches/${i}`)),
    ...proof.entries.map((leaf, i) => treeLeafProblem(leaf, ['entry'], frame, `entries/${i}`)),
    ...proof.leaves.map((leaf, i) => batchLeafProblem(leaf, proof, crypto, `leaves/${i}`)),
  ].filter((problem) => problem !== null)
  // A leaf that stands twice proves no more than once.
  const records = [...new Set(proof.leaves.map(({ record }) => record))]
  if (records.length === 0) problems.push({ code: 'NOTHING_PROVED', where: 'leaves' })
  const events = records.filter((record) => record.startsWith('["event"')).length
  return { checkpoint: head, events, verdicts: records.length - events, problems }
}

/** Checks that the newer checkpoint only added to the older one. */
export const verifyConsistency = (
  proof: ConsistencyProof,
  key: NoteKey,
  crypto: LedgerCrypto,
): Verified => {
  const older = checkpointOf(proof.older, key, crypto, 'older')
  const newer = checkpointOf(proof.newer, key, crypto, 'newer')
  const none = { events: 0, verdicts: 0 }
  if ('code' in older) return { checkpoint: null, ...none, problems: [older] }
  if ('code' in newer) return { checkpoint: null, ...none, problems: [newer] }
  const path = hashesOf(proof.path, crypto)
  const holds = path !== null && isConsistent(older, newer, path, nodeHashWith(crypto))
  const problems = holds ? [] : [{ code: 'HISTORY_CHANGED' as const, where: 'path' }]
  return { checkpoint: newer, ...none, problems }
}
