import type { Pool } from 'pg'
import { consistencyRanges } from '#domain/ledger/merkle.ts'
import {
  type BatchLeaf,
  CONSISTENCY_FORMAT,
  type ConsistencyProof,
  type LedgerProof,
  PROOF_FORMAT,
  type TreeLeaf,
} from '#domain/ledger/proof.ts'
import { entryRecord } from '#domain/ledger/records.ts'
import { type BatchRow, BatchTree } from '#store/ledger/batch-tree.ts'
import {
  type EventLeafRow,
  eventLeafSql,
  recordOfEvent,
  recordsOfVerdicts,
  type SupersededRow,
  supersededSql,
} from '#store/ledger/leaf-rows.ts'
import { pathsTo, rangeHashes } from '#store/ledger/tree-nodes.ts'
import { ms } from '#store/queries/queryable.ts'

export type EventKey = { readonly source: number; readonly id: string }

export type CheckpointRow = {
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly signedAt: number
  readonly note: string
}

export type LedgerKeyRow = {
  readonly keyId: string
  readonly origin: string
  readonly publicKey: Buffer
  readonly since: number
  readonly until: number | null
}

/** Why an event cannot be proved: not numbered yet, from before the ledger, or not as it was committed. */
export type Unproved = EventKey & { readonly why: 'pending' | 'uncovered' | 'altered' }

export type ProofAnswer = { readonly proof: LedgerProof; readonly unproved: readonly Unproved[] }

type EntryRow = Parameters<typeof entryRecord>[0] & { readonly leafIndex: number }
type OpenedBatchRow = Omit<BatchRow, 'leafIndex'> & { readonly leafIndex: number | null }

const CHECKPOINT = `g.origin, c.size::float8 as size, encode(c.root, 'base64') as root, ${ms('c.signed_at')} as "signedAt",
  c.note`

const base64 = (path: readonly Buffer[]): string[] => path.map((hash) => hash.toString('base64'))

const openedOf = (row: EventLeafRow): BatchLeaf['opened'] =>
  row.salt === null || row.raw === null
    ? null
    : {
        salt: row.salt.toString('base64'),
        bytes: row.raw.toString('base64'),
        body: row.body,
      }

type Wanted = EventKey & {
  readonly batchId: string
  readonly record: string
  readonly opened: BatchLeaf['opened']
}

/** Records of events and of their verdicts that gave way, with the batches in which they must stand. */
const wantedOf = (
  events: readonly EventLeafRow[],
  superseded: readonly SupersededRow[],
): Wanted[] => {
  const verdicts = new Map<string, SupersededRow[]>()
  for (const row of superseded) {
    const key = `${row.source}/${row.id}`
    verdicts.set(key, [...(verdicts.get(key) ?? []), row])
  }
  return events.flatMap((row) => {
    const { source, id, batchId, findings } = row
    const key = { source, id }
    const of = recordsOfVerdicts(verdicts.get(`${source}/${id}`) ?? [], findings)
    return [
      { ...key, batchId, record: recordOfEvent(row), opened: openedOf(row) },
      ...of.map((verdict) => ({ ...key, ...verdict, opened: null })),
    ]
  })
}

/** Checkpoints, keys and proofs. Hashes are everybody's; what an event says comes only for those that the caller may see. */
export const ledgerQueries = (pool: Pool) => {
  const batchesOf = async (ids: readonly string[]): Promise<Map<string, OpenedBatchRow>> => {
    const { rows } = await pool.query<OpenedBatchRow>(
      `select id::text, ${ms('committed_at')} as "committedAt", leaf_counts as counts, root, leaf_hashes as "leafHashes",
         leaf_index::float8 as "leafIndex", bulk
       from event_batch where id = any ($1::int8[])`,
      [ids],
    )
    return new Map(rows.map((row) => [row.id, row]))
  }

  const redactionEntries = async (ids: readonly string[]): Promise<readonly EntryRow[]> => {
    if (ids.length === 0) return []
    const { rows } = await pool.query<EntryRow>(
      `select id::text, ${ms('at')} as at, subject, change, key, role, user_id as "userId", body, leaf_index::float8 as "leafIndex"
       from ledger_entry where subject = 'redaction' and key = any ($1::text[]) and leaf_index is not null order by id`,
      [ids],
    )
    return rows
  }

  const latest = async (): Promise<CheckpointRow | null> => {
    const { rows } = await pool.query<CheckpointRow>(
      `select ${CHECKPOINT} from ledger_checkpoint c join ledger_log g on g.id = c.log_id
       order by c.log_id desc, c.size desc limit 1`,
    )
    return rows[0] ?? null
  }

  const leavesOf = (
    wanted: readonly Wanted[],
    batches: ReadonlyMap<string, OpenedBatchRow>,
    size: number,
  ) => {
    const trees = new Map<string, BatchTree>()
    const leaves: BatchLeaf[] = []
    const unproved: Unproved[] = []
    for (const { source, id, batchId, record, opened } of wanted) {
      const row = batches.get(batchId)
      const { leafIndex = null } = row ?? {}
      const isCovered = row !== undefined && row.leafHashes !== null
      if (!isCovered || leafIndex === null || leafIndex >= size) {
        unproved.push({ source, id, why: isCovered ? 'pending' : 'uncovered' })
        continue
      }
      if (!trees.has(batchId)) trees.set(batchId, new BatchTree({ ...row, leafIndex }))
      const found = (trees.get(batchId) as BatchTree).find(record)
      if (found === null) unproved.push({ source, id, why: 'altered' })
      else {
        const batch = [...trees.keys()].indexOf(batchId)
        leaves.push({ batch, record, index: found.index, path: base64(found.path), opened })
      }
    }
    return { leaves, unproved, trees: [...trees.values()] }
  }

  return {
    latest,

    async list(limit: number, before: number | null): Promise<readonly CheckpointRow[]> {
      const { rows } = await pool.query<CheckpointRow>(
        `select ${CHECKPOINT} from ledger_checkpoint c join ledger_log g on g.id = c.log_id
         where c.log_id = (select max(id) from ledger_log) and ($2::int8 is null or c.size < $2) order by c.size desc limit $1`,
        [limit, before],
      )
      return rows
    },

    async bySize(size: number): Promise<CheckpointRow | null> {
      const { rows } = await pool.query<CheckpointRow>(
        `select ${CHECKPOINT} from ledger_checkpoint c join ledger_log g on g.id = c.log_id
         where c.size = $1 order by c.log_id desc limit 1`,
        [size],
      )
      return rows[0] ?? null
    },

    /** Oldest first; those that sign no more included. */
    async keys(): Promise<readonly LedgerKeyRow[]> {
      const { rows } = await pool.query<LedgerKeyRow>(
        `select key_id as "keyId", origin, public_key as "publicKey", ${ms('since')} as since, ${ms('until')} as until
         from ledger_key order by since, key_id`,
      )
      return rows
    },

    /** That `newer` only added to `older`; both are checkpoints of one tree. */
    async consistency(older: CheckpointRow, newer: CheckpointRow): Promise<ConsistencyProof> {
      const path = await rangeHashes(pool, consistencyRanges(older.size, newer.size))
      return {
        format: CONSISTENCY_FORMAT,
        older: older.note,
        newer: newer.note,
        path: base64(path),
      }
    },

    /** Events with this id that the caller may see; devices may use one id twice. */
    async eventsOf(id: string): Promise<readonly EventKey[]> {
      const { rows } = await pool.query<EventKey>(
        `select l.source, l.event_id as id from (select 0 as key union all select key from device where key <> 0) d
         join cylinder_life l on l.source = d.key and l.event_id = $1::uuid limit 10`,
        [id],
      )
      return rows
    },

    /**
     * Proofs of these events under the newest checkpoint; to be asked beyond the caller's reach, because a leaf also holds what the
     * log of bytes says. Null while there is no checkpoint.
     */
    async proof(keys: readonly EventKey[]): Promise<ProofAnswer | null> {
      const head = await latest()
      if (head === null) return null
      const params = [keys.map(({ source }) => source), keys.map(({ id }) => id)]
      const from = `unnest($1::int[], $2::uuid[]) with ordinality as k (source, event_id, n) join cylinder_life l using (source, event_id)`
      const [events, superseded] = await Promise.all([
        pool.query<EventLeafRow>(`${eventLeafSql('seen_event', from)} order by k.n`, params),
        pool.query<SupersededRow>(
          supersededSql('(s.source, s.event_id) in (select * from unnest($1::int[], $2::uuid[]))'),
          params,
        ),
      ])
      const wanted = wantedOf(events.rows, superseded.rows)
      const redactions = events.rows.flatMap(({ redactionId }) => redactionId ?? [])
      const [batches, entries] = await Promise.all([
        batchesOf([...new Set(wanted.map(({ batchId }) => batchId))]),
        redactionEntries(redactions),
      ])
      const { leaves, unproved, trees } = leavesOf(wanted, batches, head.size)
      const stands = entries.filter(({ leafIndex }) => leafIndex < head.size)
      const indices = [
        ...trees.map(({ row }) => row.leafIndex),
        ...stands.map((row) => row.leafIndex),
      ]
      const paths = (await pathsTo(pool, indices, head.size)).map(base64)
      const inTree = (record: string, i: number): TreeLeaf => ({
        record,
        index: indices[i] as number,
        path: paths[i] as string[],
      })
      const proof: LedgerProof = {
        format: PROOF_FORMAT,
        checkpoint: head.note,
        batches: trees.map((tree, i) => inTree(tree.record, i)),
        leaves,
        entries: stands.map((row, i) => inTree(entryRecord(row), trees.length + i)),
      }
      return { proof, unproved }
    },
  }
}
