import type { PoolClient } from 'pg'
import type { AuditNotes } from './audit-finding.ts'
import type { Unmatched } from './audit-batches.ts'

type LogRow = {
  readonly source: number
  readonly id: string
  readonly batchId: string
  readonly lifeBatchId: string | null
}

const keyOf = ({ source, id }: { source: number; id: string }): string => `${source}/${id}`

/** Rows of the log of bytes that no event has, or more than one for one event. */
const auditExtra = async (client: PoolClient, notes: AuditNotes): Promise<Map<string, LogRow>> => {
  const { rows } = await client.query<LogRow>(
    `select e.source, e.event_id as id, e.batch_id::text as "batchId", null as "lifeBatchId" from cylinder_event e
     where not exists (select from cylinder_life l where l.source = e.source and l.event_id = e.event_id)`,
  )
  const counted = await client.query<{ log: number; life: number }>(
    `select (select count(*) from cylinder_event)::float8 as log, (select count(*) from cylinder_life)::float8 as life`,
  )
  const { log = 0, life = 0 } = counted.rows[0] ?? {}
  if (log - rows.length > life) {
    const doubled = await client.query<LogRow>(
      'select source, event_id as id from cylinder_event group by 1, 2 having count(*) > 1',
    )
    for (const row of doubled.rows) {
      notes.add({ what: 'inserted', table: 'cylinder_event', key: keyOf(row) })
    }
  }
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** An event whose twin is not where its time says: gone, or moved to another time. */
const auditUnlogged = async (
  client: PoolClient,
  unlogged: readonly string[],
  notes: AuditNotes,
): Promise<void> => {
  if (unlogged.length === 0) return
  const { rows } = await client.query<LogRow>(
    `select source, event_id as id from cylinder_event e where source || '/' || event_id = any ($1::text[])`,
    [unlogged],
  )
  const there = new Set(rows.map(keyOf))
  for (const key of unlogged) {
    const found = { table: 'cylinder_event', key }
    if (there.has(key)) notes.add({ ...found, what: 'changed', columns: ['occurred_at'] })
    else notes.add({ ...found, what: 'deleted' })
  }
}

/** Log rows of batches that miss a leaf, whose events name another batch or are gone. */
const strays = async (client: PoolClient, batches: readonly string[]): Promise<LogRow[]> => {
  if (batches.length === 0) return []
  const { rows } = await client.query<LogRow>(
    `select e.source, e.event_id as id, e.batch_id::text as "batchId", l.batch_id::text as "lifeBatchId"
     from cylinder_event e left join cylinder_life l on l.source = e.source and l.event_id = e.event_id
     where e.batch_id = any ($1::int8[]) and l.batch_id is distinct from e.batch_id`,
    [batches],
  )
  return rows
}

const nameMisfits = ({ misfits, leftovers }: Unmatched, notes: AuditNotes): void => {
  const rest = misfits.filter(({ table, key, hash, batchId }) => {
    const from = leftovers.get(hash)
    if (from === undefined) return true
    leftovers.delete(hash)
    const detail = `committed in batch ${from.batchId}`
    notes.add({ what: 'moved', table, key, batch: batchId, columns: ['batch_id'], detail })
    return false
  })
  for (const { table, key, batchId, columns } of rest) {
    const pair = [...leftovers].find(([, one]) => one.table === table && one.batchId === batchId)
    if (pair === undefined) {
      notes.add({ what: 'inserted', table, key, batch: batchId })
      continue
    }
    leftovers.delete(pair[0])
    notes.add({ what: 'changed', table, key, batch: batchId, columns: columns() })
  }
}

/** Names what rows and leaves left over: changed, moved to another batch, inserted, deleted. */
export const auditLog = async (
  client: PoolClient,
  unmatched: Unmatched,
  notes: AuditNotes,
): Promise<void> => {
  const { leftovers } = unmatched
  nameMisfits(unmatched, notes)
  const extra = await auditExtra(client, notes)
  await auditUnlogged(client, unmatched.unlogged, notes)
  const missing = [...leftovers.values()].filter(({ table }) => table === 'cylinder_life')
  for (const row of await strays(client, [...new Set(missing.map(({ batchId }) => batchId))])) {
    const { lifeBatchId, batchId } = row
    const found = { table: 'cylinder_life', key: keyOf(row), batch: batchId }
    if (lifeBatchId === null) notes.add({ ...found, what: 'deleted' })
    else notes.add({ ...found, what: 'moved', detail: `to batch ${lifeBatchId}` })
    extra.delete(keyOf(row))
    const pair = [...leftovers].find(
      ([, one]) => one.table === 'cylinder_life' && one.batchId === batchId,
    )
    if (pair !== undefined) leftovers.delete(pair[0])
  }
  for (const [key, { batchId }] of extra) {
    notes.add({ what: 'inserted', table: 'cylinder_event', key, batch: batchId })
  }
  for (const { table, batchId, index, between } of leftovers.values()) {
    const key = `leaf ${index} of batch ${batchId}`
    notes.add({ what: 'deleted', table, key, batch: batchId, detail: between })
  }
}
