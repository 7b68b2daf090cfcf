import type { PoolClient } from 'pg'
import type { AuditNotes } from './audit-finding.ts'

type Covered = { readonly named: string; readonly kept: string; readonly byApi: boolean }

const api = (named: string, kept: string): Covered => ({ named, kept, byApi: true })
const program = (named: string, kept: string): Covered => ({ named, kept, byApi: false })

/** Tables whose every change is an entry of the ledger, as their migrations cover them. `byApi` = nobody else changes rows there. */
export const coveredTables: Readonly<Record<string, Covered>> = {
  enterprise: api('id', 'id,name,uscc'),
  station: api(
    'id',
    'id,enterprise_id,name,region,licence_no,licence_until,locked_at,lock_reason,locked_by,kind,closed_on',
  ),
  scale: api('id', 'id,station_id,verified_until,tolerance_g,locked_at,lock_reason,locked_by'),
  staff: api('enterprise_id,operator', 'enterprise_id,operator,certified_until'),
  device: api('key', 'key,station_id,device_id,kind,secret_sha256,disabled_at'),
  app_user: api('id', 'id,role,enterprise_id,station_id,region_prefix,disabled_at'),
  lock_log: api('id', 'id,action,station_id,scale,reason,acted_by,at'),
  rule_profile: api(
    'id,valid_from',
    'id,valid_from,body,reason,enterprise_id,recorded_by,recorded_at',
  ),
  rule_profile_activation: api(
    'id',
    'id,profile_id,region_prefix,valid_from,reason,activated_by,recorded_at',
  ),
  judging_context: program('id', 'id,digest,body'),
  redaction: api(
    'id',
    'id,enterprise_id,source,event_id,rejection_id,fields,reason,redacted_by,redacted_at,bytes,sealed,rest_sha256',
  ),
  anomaly_threshold: api('no', 'no,kind,enterprise_id,region,values,reason,set_by,set_at'),
  dossier: api(
    'id',
    'id,enterprise_id,code,reason,made_by,role,made_at,as_of,events,partial,sha256,note',
  ),
  ledger_log: program('id', 'id,origin,began_at,began_size,reason,lost_note'),
  ledger_key: program('key_id', 'key_id,origin,public_key,since,until'),
  tag: program('id', 'id,scheme,value,cylinder_id,valid_from,valid_to'),
}

type Difference = {
  readonly key: string
  readonly change: string | null
  readonly entered: string | null
  readonly stands: string | null
}

/** As the triggers make key and body, but written out: functions of the database are whoever's who owns it. */
const KEY = `(select string_agg(to_jsonb(r) ->> k, '/' order by n) from unnest($1::text[]) with ordinality as u (k, n))`
const BODY = `(select jsonb_object_agg(k, to_jsonb(r) -> k)::text from unnest($2::text[]) k)`

const differences = (table: string): string => `
  select coalesce(e.key, t.key) as key, e.change, e.body as entered, t.body as stands
  from (select distinct on (key) key, change, body from ledger_entry where subject = '${table}' order by key, id desc) e
  full join (select ${KEY} as key, ${BODY} as body from ${table} r) t
    on t.key = e.key
  where (e.change = 'delete' and t.key is not null) or (e.change is distinct from 'delete' and e.body is distinct from t.body)`

/** An entry that somebody changed need not be JSON any more. */
const parsed = (text: string | null): Record<string, unknown> => {
  try {
    return JSON.parse(text ?? '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}

const changedColumns = (row: Difference): string[] => {
  const [entered, stands] = [parsed(row.entered), parsed(row.stands)]
  return Object.keys(stands).filter(
    (column) => JSON.stringify(entered[column]) !== JSON.stringify(stands[column]),
  )
}

const auditTable = async (
  client: PoolClient,
  table: string,
  { named, kept }: Covered,
  notes: AuditNotes,
): Promise<void> => {
  const columns = [named.split(','), kept.split(',')]
  const { rows } = await client.query<Difference>(differences(table), columns)
  for (const row of rows) {
    const { key } = row
    if (row.entered === null || row.change === 'delete') notes.add({ what: 'inserted', table, key })
    else if (row.stands === null) notes.add({ what: 'deleted', table, key })
    else notes.add({ what: 'changed', table, key, columns: changedColumns(row) })
  }
}

/** Whoever switches a trigger off changes rows without an entry from then on. */
const auditTriggers = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<{ table: string }>(
    `select t as "table" from unnest($1::text[]) t where not exists (select from pg_trigger g
       where g.tgrelid = t::regclass and g.tgname = 'entered_in_ledger' and g.tgenabled <> 'D')`,
    [Object.keys(coveredTables)],
  )
  for (const { table } of rows) {
    notes.add({ what: 'deleted', table: 'pg_trigger', key: `${table}.entered_in_ledger` })
  }
}

const noticeOutside = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const tables = Object.entries(coveredTables).filter(([, { byApi }]) => byApi)
  const { rows } = await client.query<{ subject: string; key: string; change: string; at: Date }>(
    `select subject, key, change, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from ledger_entry
     where role is null and change in ('update', 'delete') and subject = any ($1::text[]) order by id`,
    [tables.map(([table]) => table)],
  )
  for (const { subject, key, change, at } of rows) {
    notes.notices.push({ what: 'outside', table: subject, key, detail: `${change} ${String(at)}` })
  }
}

/** Rows of the registry against the last entry of each: who changes one with the triggers switched off is named here. */
export const auditRegistry = async (client: PoolClient, notes: AuditNotes): Promise<void> => {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::float8 as n from ledger_entry',
  )
  notes.checked.entries = rows[0]?.n ?? 0
  await auditTriggers(client, notes)
  for (const [table, covered] of Object.entries(coveredTables)) {
    await auditTable(client, table, covered, notes)
  }
  await noticeOutside(client, notes)
}
