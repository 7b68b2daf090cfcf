import type { PoolClient } from 'pg'
import { isSignedBy, type NoteKey, parseCheckpoint, parseNote } from '#domain/ledger/checkpoint.ts'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { append, joined } from '#domain/ledger/merkle.ts'
import { batchRecord, entryRecord, type LeafCounts } from '#domain/ledger/records.ts'
import { nodeCrypto, nodeHash } from '#store/ledger/node-crypto.ts'
import { ms } from '#store/queries/queryable.ts'
import type { AuditNotes } from './audit-finding.ts'

const AT_ONCE = 10_000

type LeafRow = {
  readonly index: number
  readonly batchId: string | null
  readonly entryId: string | null
  readonly hash: Buffer
  readonly batch: {
    committedAt: number
    counts: number[] | null
    root: string
    leafIndex: number
    bulk: boolean
  } | null
  readonly entry: (Parameters<typeof entryRecord>[0] & { leafIndex: number }) | null
}

type CheckpointRow = {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  readonly note: string
}

const LEAVES = `
  select l.index::float8 as index, l.batch_id::text as "batchId", l.entry_id::text as "entryId", l.hash,
    case when b.id is not null then json_build_object('committedAt', ${ms('b.committed_at')}, 'counts', b.leaf_counts,
      'root', encode(b.root, 'hex'), 'leafIndex', b.leaf_index, 'bulk', b.bulk) end as batch,
    case when e.id is not null then json_build_object('id', e.id::text, 'at', ${ms('e.at')}, 'subject', e.subject,
      'change', e.change, 'key', e.key, 'role', e.role, 'userId', e.user_id, 'body', e.body, 'leafIndex', e.leaf_index) end as entry
  from ledger_leaf l left join event_batch b on b.id = l.batch_id left join ledger_entry e on e.id = l.entry_id
  where l.index >= $1 order by l.index limit ${AT_ONCE}`

const hashOf = (record: string): Buffer => Buffer.from(leafHash(record, nodeCrypto))

/** The leaf made again from the row that it stands for; null where that row is gone. */
const madeAgain = ({ batchId, batch, entry }: LeafRow): Buffer | null => {
  if (entry !== null) return hashOf(entryRecord(entry))
  if (batch === null || batchId === null) return null
  const { committedAt, root, bulk } = batch
  const counts = (batch.counts ?? []) as unknown as LeafCounts
  return hashOf(batchRecord({ id: batchId, committedAt, counts, root, bulk }))
}

/** Grows a tree leaf by leaf and looks at the checkpoints on the way. */
class Growing {
  size = 0
  edge: readonly Buffer[] = []
  nodes: { level: number; index: number; hash: Buffer }[] = []

  add(leaf: Buffer): void {
    const grown = append(this.size, this.edge, [leaf], nodeHash)
    this.edge = grown.edge
    this.nodes.push(...grown.nodes)
    this.size += 1
  }

  get root(): Buffer {
    return joined(this.edge, nodeHash)
  }
}

type Mismatch = { readonly row: LeafRow; readonly gone: boolean }

/** Which of the two was changed: a leaf, or the row that it stands for? The signed root says. */
const name = ({ row, gone }: Mismatch, leafIsRight: boolean, notes: AuditNotes): void => {
  const [table, key] =
    row.entryId === null ? ['event_batch', row.batchId ?? ''] : ['ledger_entry', row.entryId]
  if (gone) notes.add({ what: 'deleted', table, key })
  else if (leafIsRight) notes.add({ what: 'changed', table, key })
  else notes.add({ what: 'changed', table: 'ledger_leaf', key: String(row.index) })
}

const auditNodes = async (
  client: PoolClient,
  nodes: Growing['nodes'],
  notes: AuditNotes,
): Promise<void> => {
  const { rows } = await client.query<{ level: number; index: string; known: boolean }>(
    `select k.level, k.index, n.hash is not null as known
     from unnest($1::int[], $2::int8[], $3::bytea[]) as k (level, index, hash)
     left join ledger_node n on n.level = k.level and n.index = k.index where n.hash is distinct from k.hash`,
    [nodes.map((one) => one.level), nodes.map((one) => one.index), nodes.map((one) => one.hash)],
  )
  for (const { level, index, known } of rows) {
    notes.add({
      what: known ? 'changed' : 'deleted',
      table: 'ledger_node',
      key: `${level}/${index}`,
    })
  }
}

const isSigned = (
  { origin, size, root, note }: CheckpointRow,
  keys: readonly NoteKey[],
): boolean => {
  const signed = parseNote(note, nodeCrypto)
  const said = signed === null ? null : parseCheckpoint(signed.text, nodeCrypto)
  if (signed === null || said?.origin !== origin || said.size !== size) return false
  return root.equals(said.root) && keys.some((key) => isSignedBy(signed, key, nodeCrypto))
}

type Trees = { readonly stored: Growing; readonly made: Growing }

/** Signed roots that the stored leaves do not lead to, and whether those made again from the rows do. */
const auditCheckpoint = (
  row: CheckpointRow,
  { stored, made }: Trees,
  keys: readonly NoteKey[],
  notes: AuditNotes,
): boolean => {
  notes.checked.checkpoints += 1
  const key = `${row.origin} ${row.size}`
  if (!isSigned(row, keys)) {
    notes.add({ what: 'unsigned', table: 'ledger_checkpoint', key })
    return true
  }
  if (stored.root.equals(row.root)) return true
  // Neither the leaves nor what they stand for: the tree was exchanged as a whole.
  if (!made.root.equals(row.root)) notes.add({ what: 'set-back', table: 'ledger_checkpoint', key })
  return false
}

/** What says that it is numbered and is in no leaf: it was never in the tree, and the writer passes it by. */
const auditUnled = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<{ table: string; key: string }>(
    `select 'event_batch' as "table", b.id::text as key from event_batch b
     where b.leaf_index is not null and not exists (select from ledger_leaf l where l.batch_id = b.id)
     union all
     select 'ledger_entry', e.id::text from ledger_entry e
     where e.leaf_index is not null and not exists (select from ledger_leaf l where l.entry_id = e.id)`,
  )
  for (const row of rows) notes.add({ ...row, what: 'inserted', detail: 'in no leaf' })
}

const checkpointsOf = async (client: PoolClient): Promise<CheckpointRow[]> => {
  const { rows } = await client.query<CheckpointRow>(
    `select g.origin, c.size::float8 as size, c.root, c.note from ledger_checkpoint c join ledger_log g on g.id = c.log_id
     order by c.size, c.log_id`,
  )
  return rows
}

/**
 * Makes the whole tree again, twice: from its stored leaves, and from the batches and entries that they stand for; compares both with
 * every signed checkpoint.
 */
export const auditTree = async (
  client: PoolClient,
  keys: readonly NoteKey[],
  notes: AuditNotes,
): Promise<void> => {
  const checkpoints = await checkpointsOf(client)
  const trees: Trees = { stored: new Growing(), made: new Growing() }
  const mismatches: Mismatch[] = []
  let [next, leavesAreRight] = [0, true]
  for (;;) {
    const { rows } = await client.query<LeafRow>(LEAVES, [trees.stored.size])
    for (const row of rows) {
      const [again, index] = [madeAgain(row), row.batch?.leafIndex ?? row.entry?.leafIndex]
      if (row.index !== trees.stored.size) {
        notes.add({ what: 'deleted', table: 'ledger_leaf', key: String(trees.stored.size) })
        return
      }
      if (again === null || !again.equals(row.hash) || index !== row.index) {
        mismatches.push({ row, gone: again === null })
      }
      trees.stored.add(row.hash)
      trees.made.add(again ?? row.hash)
      for (; checkpoints[next]?.size === trees.stored.size; next++) {
        leavesAreRight =
          auditCheckpoint(checkpoints[next] as CheckpointRow, trees, keys, notes) && leavesAreRight
      }
    }
    await auditNodes(client, trees.stored.nodes, notes)
    trees.stored.nodes = []
    trees.made.nodes = []
    if (rows.length < AT_ONCE) break
  }
  notes.checked.leaves = trees.stored.size
  for (const { origin, size } of checkpoints.slice(next)) {
    notes.add({ what: 'set-back', table: 'ledger_checkpoint', key: `${origin} ${size}` })
  }
  for (const mismatch of mismatches) name(mismatch, leavesAreRight, notes)
  await auditUnled(client, notes)
}
