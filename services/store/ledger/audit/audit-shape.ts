import type { PoolClient } from 'pg'
import type { AuditNotes } from './audit-finding.ts'
import { coveredTables } from './audit-registry.ts'
import { LEAF_TABLES } from './leaf-match.ts'

const READ = [
  ...LEAF_TABLES,
  'cylinder_event',
  'cylinder',
  'cylinder_holder',
  'cylinder_registry',
  'event_batch',
  'ledger_entry',
  'ledger_leaf',
  'ledger_node',
  'ledger_checkpoint',
  ...Object.keys(coveredTables),
] as const

/**
 * Whether what is read are the tables that everybody else reads. A view, a rule or a table of the same name in front of one could show
 * the audit how it was, and the API how somebody wants it.
 */
export const auditShape = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<{ table: string }>(
    `select t as "table" from pg_catalog.unnest($1::text[]) t left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass('public.' || t)
     where c.oid is null or c.relkind not in ('r', 'p') or pg_catalog.to_regclass(t) is distinct from c.oid
       or exists (select from pg_catalog.pg_rewrite w where w.ev_class = c.oid)`,
    [READ],
  )
  for (const { table } of rows) {
    const detail = 'is not the table itself: another one, a view or a rule stands in front of it'
    notes.add({ what: 'changed', table: 'pg_class', key: table, detail })
  }
}
