import type { PoolClient } from 'pg'
import { verdictRecord } from '#domain/ledger/records.ts'
import type { BatchRow } from '#store/ledger/batch-tree.ts'
import { recordOfEvent } from '#store/ledger/leaf-rows.ts'
import { ms } from '#store/queries/queryable.ts'
import { auditTwin } from './audit-twin.ts'
import type { AuditNotes } from './audit-finding.ts'
import { eventsIn, rejectionsIn, slicesIn, type Span, verdictsIn } from './audit-rows.ts'
import { type Leftover, LeafMatch, type Misfit } from './leaf-match.ts'
import { suspectColumns } from './suspect-columns.ts'

/** So many rows are held at once. */
const ROWS = 20_000
const BATCHES = 5_000
const LAST_ID = '9223372036854775807'

const PAGE = `
  select id::text, ${ms('committed_at')} as "committedAt", leaf_counts as counts, root, leaf_hashes as "leafHashes",
    leaf_index::float8 as "leafIndex", leaves, bulk
  from (select *, sum(leaves) over (order by id) - leaves as before from event_batch
    where id > $1::int8 and leaf_counts is not null order by id limit ${BATCHES}) b
  where before < ${ROWS} and octet_length(leaf_hashes) > 0 order by b.id`

type PageRow = BatchRow & { readonly leaves: number }

/** Curves go after three years (a retention policy of the store): their leaves stay. */
const SLICES_KEPT_MS = 3 * 365 * 86_400_000

/** What rows and leaves of all batches leave over. */
export type Unmatched = {
  readonly misfits: Misfit[]
  readonly leftovers: Map<string, Leftover>
  /** Events that the log of bytes lacks, `source/id`. */
  readonly unlogged: string[]
}

const auditEvents = async (
  client: PoolClient,
  span: Span,
  match: LeafMatch,
  world: AuditWorld,
): Promise<void> => {
  const { notes, merged, unmatched } = world
  for (const row of await eventsIn(client, span)) {
    notes.checked.events += 1
    const key = `${row.source}/${row.id}`
    const leaf = { key, batchId: row.batchId, record: recordOfEvent(row) }
    const fits = match.take(leaf, 'cylinder_life', (isLeaf) => suspectColumns(row, isLeaf))
    if (row.unlogged) unmatched.unlogged.push(key)
    else if (fits) auditTwin(row, match.decidedAt(row), merged, notes)
  }
}

const auditVerdicts = async (
  client: PoolClient,
  span: Span,
  match: LeafMatch,
  { notes }: AuditWorld,
): Promise<void> => {
  for (const row of await verdictsIn(client, span)) {
    notes.checked.verdicts += 1
    const { source, id, findings: before, decidedAt: beforeDecidedAt, after, batchId } = row
    const key = `${source}/${id}`
    const record = verdictRecord({ source, id, before, beforeDecidedAt, after })
    match.take({ key, batchId, record }, 'superseded_verdict', () => ['findings', 'decided_at'])
    const committedAt = match.committedAt(batchId)
    if (committedAt !== undefined && committedAt !== row.supersededAt) {
      const columns = ['superseded_at']
      notes.add({ what: 'changed', table: 'superseded_verdict', key, batch: batchId, columns })
    }
  }
}

export type AuditWorld = {
  readonly notes: AuditNotes
  /** Subjects that were merged into another, by their ids. */
  readonly merged: ReadonlyMap<string, string>
  readonly unmatched: Unmatched
  readonly now: number
}

const auditSpan = async (
  client: PoolClient,
  span: Span,
  batches: readonly PageRow[],
  world: AuditWorld,
): Promise<void> => {
  const { notes, unmatched, now } = world
  const match = new LeafMatch(batches, notes)
  for (const { id, counts, leaves } of batches) {
    const counted = counts.reduce((sum, count) => sum + count, 0)
    const found = { what: 'changed', table: 'event_batch', key: id, columns: ['leaves'] } as const
    if (leaves !== counted) notes.add(found)
  }
  await auditEvents(client, span, match, world)
  await auditVerdicts(client, span, match, world)
  const [rejections, slices] = [await rejectionsIn(client, span), await slicesIn(client, span)]
  notes.checked.rejections += rejections.length
  notes.checked.slices += slices.length
  for (const row of rejections) {
    match.take(row, 'rejected_message', () => [])
    const { key } = row
    if (row.refilled)
      notes.add({ what: 'changed', table: 'rejected_message', key, columns: ['raw'] })
  }
  for (const row of slices) match.take(row, 'weight_sample', () => [])
  unmatched.misfits.push(...match.misfits)
  for (const [hash, leftover] of match.leftovers()) {
    const expired =
      leftover.table === 'weight_sample' && leftover.committedAt < now - SLICES_KEPT_MS
    if (!expired) unmatched.leftovers.set(hash, leftover)
  }
}

const mergedSubjects = async (client: PoolClient): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ id: string; into: string }>(
    'select id::text, merged_into::text as into from cylinder where merged_into is not null',
  )
  return new Map(rows.map(({ id, into }) => [id, into]))
}

const UNCOVERED = `
  select b.id::text as key, e.body as entered, uncovered_rows(b.id) as stands from event_batch b
  left join lateral (select body from ledger_entry where subject = 'event_batch' and key = b.id::text order by id limit 1) e on true
  where b.leaf_counts is null order by b.id`

type UncoveredRow = {
  readonly key: string
  readonly entered: string | null
  readonly stands: string
}

/** Only what was there when the ledger began may be without leaves, and it must be as much as it was then. */
const auditUncovered = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<UncoveredRow>(UNCOVERED)
  for (const { key, entered, stands } of rows) {
    const found = { table: 'event_batch', key }
    if (entered === null) notes.add({ ...found, what: 'inserted', detail: 'without leaves' })
    else if (entered !== stands) {
      const detail = `held ${entered} when it was adopted, holds ${stands}`
      notes.add({ ...found, what: 'changed', detail })
    }
  }
}

/** Every row that a batch committed against the leaves of that batch, in pages of batches. */
export const auditBatches = async (
  client: PoolClient,
  notes: AuditNotes,
  now: number,
): Promise<Unmatched> => {
  const unmatched: Unmatched = { misfits: [], leftovers: new Map(), unlogged: [] }
  await auditUncovered(client, notes)
  const world: AuditWorld = { notes, merged: await mergedSubjects(client), unmatched, now }
  let after = '0'
  for (;;) {
    const { rows } = await client.query<PageRow>(PAGE, [after])
    const last = rows.at(-1)?.id
    // Behind the last batch: rows that name none at all.
    const from = (BigInt(after) + 1n).toString()
    await auditSpan(client, [from, last ?? LAST_ID], rows, world)
    if (last === undefined) return unmatched
    after = last
  }
}
