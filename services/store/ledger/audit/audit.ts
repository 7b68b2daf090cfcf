import type { PoolClient } from 'pg'
import { type NoteKey, parseCheckpoint, parseNote } from '#domain/ledger/checkpoint.ts'
import type { HistoryTools } from '#store/history/history-records.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { rangeHashes } from '#store/ledger/tree-nodes.ts'
import { auditBatches } from './audit-batches.ts'
import { AuditNotes, type AuditReport } from './audit-finding.ts'
import { auditLives } from './audit-lives.ts'
import { auditLog } from './audit-log.ts'
import { auditRegistry } from './audit-registry.ts'
import { auditShape } from './audit-shape.ts'
import { auditTree } from './audit-tree.ts'

export type AuditOptions = {
  /** Public keys of the log; what the database says of its keys proves nothing. */
  readonly keys: readonly NoteKey[]
  /** Checkpoints that somebody kept elsewhere: the history must contain them. */
  readonly kept?: readonly string[]
  /** Folds lives again; left out, states and registries of cylinders are not looked at. */
  readonly lives?: Pick<HistoryTools, 'contexts' | 'judge'>
  readonly now: number
}

const auditKept = async (
  client: PoolClient,
  notes: readonly string[],
  found: AuditNotes,
): Promise<void> => {
  for (const note of notes) {
    const signed = parseNote(note, nodeCrypto)
    const head = signed === null ? null : parseCheckpoint(signed.text, nodeCrypto)
    if (head === null) {
      found.add({ what: 'unsigned', table: 'ledger_checkpoint', key: 'kept elsewhere' })
      continue
    }
    if (head.size === 0) continue
    const there = found.checked.leaves >= head.size
    const [root] = there ? await rangeHashes(client, [[0, head.size]]) : []
    if (root?.equals(head.root) === true) continue
    const key = `${head.origin} ${head.size}`
    found.add({ what: 'set-back', table: 'ledger_checkpoint', key, detail: 'kept elsewhere' })
  }
}

const auditCover = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<{ uncovered: number; pending: number }>(
    `select (select count(*) from cylinder_life l join event_batch b on b.id = l.batch_id where b.leaf_counts is null)::float8 as uncovered,
       (select count(*) from event_batch where leaf_index is null and leaf_counts is not null and leaves > 0)::float8 as pending`,
  )
  const { uncovered = 0, pending = 0 } = rows[0] ?? {}
  if (uncovered > 0) {
    notes.notices.push({ what: 'uncovered', table: 'cylinder_life', key: String(uncovered) })
  }
  if (pending > 0)
    notes.notices.push({ what: 'pending', table: 'event_batch', key: String(pending) })
}

/**
 * Makes everything again that the ledger holds, from what stands in the database, and names what does not fit. Reads inside the
 * caller's transaction (repeatable read, time zone UTC), so that nothing moves meanwhile.
 */
export const auditDatabase = async (
  client: PoolClient,
  { keys, kept = [], lives, now }: AuditOptions,
): Promise<AuditReport> => {
  const notes = new AuditNotes()
  await auditShape(client, notes)
  await auditTree(client, keys, notes)
  await auditKept(client, kept, notes)
  const unmatched = await auditBatches(client, notes, now)
  await auditLog(client, unmatched, notes)
  await auditRegistry(client, notes)
  if (lives !== undefined) await auditLives(client, lives, notes)
  await auditCover(client, notes)
  return notes.report
}
