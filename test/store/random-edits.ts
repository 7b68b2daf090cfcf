import type { PoolClient } from 'pg'

/** A seeded generator (mulberry32): a run that failed is run again by its seed. */
export const randomOf = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    below: (n: number): number => Math.floor(next() * n),
  }
}

export type Random = ReturnType<typeof randomOf>

type Column = readonly [name: string, changed: string]

type Editable = {
  readonly table: string
  /** SQL of the key by which an audit names the row. */
  readonly key: string
  /** Columns, each with an SQL expression of another value. */
  readonly columns: readonly Column[]
  /** Which columns a copied row must have anew. */
  readonly copied?: string
  readonly undeletable?: boolean
}

const later = (column: string): Column => [column, `${column} + interval '1 second'`]
const other = (column: string): Column => [column, `coalesce(${column}, '') || 'x'`]
const more = (column: string): Column => [column, `coalesce(${column}, 0) + 1`]
const bytes = (column: string): Column => [column, `sha256(coalesce(${column}, ''::bytea))`]
const told: readonly Column[] = [
  ['type', `type || '.x'`],
  later('at'),
  later('recorded_at'),
  other('station_id'),
  other('operator'),
  other('scale'),
]

const EVENT = `source || '/' || event_id`

/** Everything that was committed, row by row and column by column. */
export const editable: readonly Editable[] = [
  {
    table: 'cylinder_life',
    key: EVENT,
    columns: [
      ...told,
      later('effective_at'),
      later('decided_at'),
      ['body', `(body::jsonb || '{"grossG": 31999}')::json`],
      more('context_id'),
      ['findings', `case when findings is null then '[{"code":"OVERFILL"}]' end::json`],
      bytes('sha256'),
      bytes('salt'),
      ['cylinder_id', `coalesce(cylinder_id, 0) + 1`],
      ['batch_id', 'batch_id - 1'],
    ],
    copied: `event_id = gen_random_uuid()`,
  },
  {
    table: 'cylinder_event',
    key: EVENT,
    columns: [
      ...told,
      later('occurred_at'),
      other('tag_scheme'),
      other('tag_value'),
      more('gross_g'),
      more('tare_g'),
      bytes('raw'),
      more('batch_id'),
      ['cylinder_id', `coalesce(cylinder_id, 0) + 1`],
    ],
    copied: `event_id = gen_random_uuid()`,
  },
  {
    table: 'superseded_verdict',
    key: EVENT,
    columns: [['findings', `'[]'`], later('decided_at'), later('superseded_at'), more('batch_id')],
    copied: `superseded_at = superseded_at + interval '1 second'`,
  },
  {
    table: 'rejected_message',
    key: 'id',
    columns: [
      later('received_at'),
      ...['station_id', 'device_id', 'topic', 'code', 'message', 'path', 'event_id'].map(other),
      bytes('raw'),
      more('batch_id'),
    ],
    copied: 'id = id + 1000000',
  },
  {
    table: 'weight_sample',
    key: `source || '/' || slice_id`,
    columns: [
      later('from_at'),
      other('scale'),
      other('permit_id'),
      more('step_ms'),
      ['gross_g', 'array_append(gross_g, 1)'],
      later('recorded_at'),
      bytes('sha256'),
    ],
    copied: 'slice_id = gen_random_uuid()',
  },
  {
    table: 'station',
    key: 'id',
    columns: [other('name'), ['licence_until', `date '2001-01-01'`], other('lock_reason')],
    copied: `id = id || 'x'`,
  },
  {
    table: 'scale',
    key: 'id',
    columns: [more('tolerance_g'), later('locked_at')].slice(0, 1),
    copied: `id = id || 'x'`,
  },
  {
    table: 'staff',
    key: `enterprise_id || '/' || operator`,
    columns: [['certified_until', `date '2001-01-01'`]],
  },
  { table: 'device', key: 'key', columns: [other('station_id'), bytes('secret_sha256')] },
  { table: 'app_user', key: 'id', columns: [['role', `'regulator'`], other('region_prefix')] },
  { table: 'lock_log', key: 'id', columns: [['action', `'unlock'`], other('reason'), later('at')] },
  {
    table: 'rule_profile_activation',
    key: 'id',
    columns: [other('profile_id'), ['region_prefix', `'1'`], other('reason')],
  },
  { table: 'judging_context', key: 'id', columns: [['body', `'{}'`], bytes('digest')] },
  {
    table: 'redaction',
    key: 'id',
    columns: [other('reason'), other('redacted_by'), bytes('rest_sha256')],
  },
  {
    table: 'tag',
    key: 'id',
    columns: [other('value'), later('valid_to'), more('cylinder_id')]
      .slice(0, 1)
      .concat([more('cylinder_id')]),
  },
  { table: 'ledger_key', key: 'key_id', columns: [bytes('public_key')] },
  {
    table: 'cylinder_registry',
    key: `(select coalesce(code, id::text) from cylinder c where c.id = cylinder_id)`,
    columns: [['registry', `(registry::jsonb || '{"tare": [{"from": null, "value": 1}]}')::json`]],
  },
  {
    table: 'cylinder_holder',
    key: `(select coalesce(code, id::text) from cylinder c where c.id = cylinder_id)`,
    columns: [other('kind'), other('holder'), other('owner_id')],
  },
  {
    table: 'cylinder',
    key: `case when merged_into is null then coalesce(code, id::text) end`,
    columns: [
      ['state', `(state::jsonb || '{"needsVacuum": "x"}')::json`],
      ['content', `content || 'x'`],
      other('custody_kind'),
      other('service'),
      more('events'),
    ],
    undeletable: true,
  },
]

/** The tree itself: each edit by itself, because two of them hide who was first. */
export const editableTree: readonly Editable[] = [
  {
    table: 'event_batch',
    key: 'id',
    columns: [
      later('committed_at'),
      bytes('root'),
      ['leaf_hashes', `set_byte(leaf_hashes, 3, 255 - get_byte(leaf_hashes, 3))`],
      ['leaf_counts', 'array_append(leaf_counts, 1)'],
      more('leaf_index'),
      more('leaves'),
      ['bulk', 'not bulk'],
    ],
  },
  {
    table: 'ledger_entry',
    key: 'id',
    columns: [
      later('at'),
      ['change', `case change when 'update' then 'insert' else 'update' end`],
      other('key'),
      other('role'),
      other('body'),
      more('leaf_index'),
    ],
  },
  { table: 'ledger_leaf', key: 'index', columns: [bytes('hash')] },
  { table: 'ledger_node', key: `level || '/' || index`, columns: [bytes('hash')] },
  {
    table: 'ledger_checkpoint',
    key: 'size',
    columns: [bytes('root'), ['note', `replace(note, 'test', 'best')`]],
    undeletable: true,
  },
]

export type Edit = {
  readonly table: string
  readonly key: string
  readonly how: string
  /** The batch that committed the row, where it has one. */
  readonly batch: string | null
}

type Row = {
  readonly place: string
  readonly tid: string
  readonly key: string
  readonly batch: string | null
}

/** Rows that may be edited, by table. */
export const rowsOf = async (
  client: PoolClient,
  tables: readonly Editable[],
): Promise<ReadonlyMap<Editable, readonly Row[]>> => {
  const found = new Map<Editable, readonly Row[]>()
  for (const one of tables) {
    const covered = one.table === 'event_batch' ? 'where leaf_counts is not null' : ''
    const { rows } = await client.query<Row>(
      `select tableoid::regclass::text as place, ctid::text as tid, (${one.key})::text as key,
         to_jsonb(t)->>'batch_id' as batch from ${one.table} t ${covered}`,
    )
    const named = rows.filter(({ key }) => key !== null)
    if (named.length > 0) found.set(one, named)
  }
  return found
}

/** Changes, deletes or copies one row as somebody with all rights would, triggers switched off. */
export const editRandomRow = async (
  client: PoolClient,
  rows: ReadonlyMap<Editable, readonly Row[]>,
  random: Random,
  taken: Set<string>,
): Promise<Edit> => {
  const one = random.pick([...rows.keys()])
  const row = random.pick(rows.get(one) ?? [])
  if (taken.has(row.key)) return editRandomRow(client, rows, random, taken)
  taken.add(row.key)
  const edit = { table: one.table, key: row.key, batch: row.batch }
  const at = `ctid = '${row.tid}'::tid`
  const chance = random.below(10)
  if (chance === 0 && !one.undeletable) {
    await client.query(`delete from ${row.place} where ${at}`)
    return { ...edit, how: 'delete' }
  }
  if (chance === 1 && one.copied !== undefined) {
    const key = await insertCopy(client, one, row)
    return { ...edit, key, how: 'insert' }
  }
  const [column, value] = random.pick(one.columns)
  const { rowCount } = await client.query(
    `update ${row.place} set ${column} = ${value} where ${at}`,
  )
  if (rowCount !== 1) throw new Error(`${one.table}.${column} of ${row.key} was not changed`)
  return { ...edit, how: column }
}

const insertCopy = async (client: PoolClient, one: Editable, row: Row): Promise<string> => {
  await client.query(
    `create temp table copied on commit drop as select * from ${one.table} where ctid = '${row.tid}'::tid`,
  )
  await client.query(`update copied set ${one.copied}`)
  const identity = 'overriding system value'
  await client.query(`insert into ${one.table} ${identity} select * from copied`)
  const { rows } = await client.query<{ key: string }>(
    `select (${one.key})::text as key from copied`,
  )
  await client.query('drop table copied')
  return rows[0]?.key ?? ''
}
