import type pg from 'pg'

/** Whose a planted row is: two enterprises in two regions, and in the first one a second person beside the first. */
export const SIDES = ['a', 'a2', 'b'] as const
export type Side = (typeof SIDES)[number]

const digit = { a: '1', a2: '2', b: '3' } as const
/** The key of a planted row of a table without a meaning of its own. */
export const uuidOf = (name: string, side: Side): string => {
  const hex = Buffer.from(name).toString('hex').slice(0, 11).padEnd(11, '0')
  return `${digit[side]}${hex.slice(0, 7)}-${hex.slice(7, 11)}-4000-8000-000000000000`
}

export const ids = (side: Side) => ({
  enterprise: side === 'b' ? 'ent-b' : 'ent-a',
  station: side === 'b' ? 'st-b' : 'st-a',
  region: side === 'b' ? '650102' : '370302',
  user: uuidOf('user', side),
  customer: uuidOf('customer', side),
  person: uuidOf('person', side),
  cylinder: digit[side],
})

/** Columns that mean the same in every table. */
const meant = (column: string, side: Side): string | null => {
  const known = ids(side)
  switch (column) {
    case 'enterprise_id':
    case 'owner_id':
    case 'lab_id':
      return known.enterprise
    case 'station_id':
    case 'holder':
      return known.station
    case 'scale':
    case 'scale_id':
      return `scale-${side}`
    case 'region':
      return known.region
    case 'cylinder_id':
      return known.cylinder
    case 'customer_id':
      return known.customer
    case 'person_id':
      return known.person
    case 'user_id':
      return known.user
    case 'event_id':
      return uuidOf('event', side)
    case 'source':
      return digit[side]
    default:
      return null
  }
}

/** Keys that others name. */
const keys: Readonly<Record<string, (side: Side) => Record<string, string>>> = {
  enterprise: (side) => ({ id: ids(side).enterprise }),
  station: (side) => ({ id: ids(side).station }),
  scale: (side) => ({ id: `scale-${side}` }),
  app_user: (side) => ({ id: ids(side).user }),
  customer: (side) => ({ id: ids(side).customer }),
  person: (side) => ({ id: ids(side).person }),
  custody_place: () => ({ kind: 'station' }),
  custody_flow: () => ({ kind: 'station' }),
  cylinder_holder: (side) => ({ kind: 'customer', holder: ids(side).customer }),
  cylinder: (side) => ({
    id: ids(side).cylinder,
    custody_kind: 'customer',
    custody_id: ids(side).customer,
  }),
}

type Column = {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly array: boolean
  readonly needed: boolean
  readonly parent: string | null
}

/** A column that names a row of another table has that one's parent; composite keys share their columns' names. */
const COLUMNS = `
  select c.relname as table, a.attname as column, coalesce(e.typname, t.typname) as type, e.typname is not null as array,
    a.attnotnull and a.attgenerated = '' and (not a.atthasdef or a.attidentity <> '') as needed,
    (select f.relname from pg_constraint n join pg_class f on f.oid = n.confrelid
     where n.conrelid = c.oid and n.contype = 'f' and n.conkey = array[a.attnum] limit 1) as parent
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where c.oid = any($1::regclass[]) order by c.relname, a.attnum`

/** What holds rows to sense: the planted ones only have to belong to somebody. */
const UNBIND = `
  do $$ declare n record; begin
    for n in select conrelid::regclass as t, conname from pg_constraint
      where connamespace = 'public'::regnamespace and contype in ('c', 'f') and conparentid = 0 and conrelid <> 0
      order by contype desc loop
      execute format('alter table %s drop constraint if exists %I cascade', n.t, n.conname);
    end loop;
    for n in select tgrelid::regclass as t, tgname from pg_trigger where not tgisinternal
      and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) and tgname not like 'ts%' loop
      execute format('drop trigger %I on %s', n.tgname, n.t);
    end loop;
  end $$`

const valueOf = ({ table, column, type, array, parent }: Column, side: Side): string => {
  const own = keys[table]?.(side)[column]
  if (own !== undefined) return own
  const shared = meant(column, side)
  if (shared !== null) return shared
  if (array) return '{}'
  if (parent !== null) return keys[parent]?.(side)['id'] ?? generic(type, parent, side)
  return generic(type, table, side)
}

/** A key is made from the table's name, so that a child finds its parent. */
const generic = (type: string, table: string, side: Side): string => {
  if (type === 'uuid') return uuidOf(table, side)
  if (/^(int|float|numeric)/.test(type)) return digit[side]
  if (/^(date|timestamp)/.test(type)) return '2026-01-01'
  if (type.startsWith('json')) return '{}'
  if (type === 'bytea') return `\\x0${digit[side]}`
  return type === 'bool' ? 'true' : `${table}-${side}`
}

/** The tables of our own making. */
export const ownTables = async (client: Pick<pg.ClientBase, 'query'>): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by relname`,
  )
  return rows.map(({ name }) => name)
}

/** One row a side in each table, beside what is there. @returns side of a row by table and ctid */
export const plantRows = async (
  client: Pick<pg.ClientBase, 'query'>,
  tables: readonly string[],
  sides: readonly Side[] = SIDES,
  keepWhatIsThere = true,
): Promise<ReadonlyMap<string, Side>> => {
  const { rows: columns } = await client.query<Column>(COLUMNS, [tables])
  await client.query(UNBIND)
  if (!keepWhatIsThere) await client.query(`truncate ${tables.join(', ')}`)
  const planted = new Map<string, Side>()
  for (const table of tables) {
    const all = columns.filter((column) => column.table === table)
    const filled = all.filter(
      ({ column, needed, parent }) =>
        needed || parent !== null || meant(column, 'a') !== null || keys[table]?.('a')[column],
    )
    // Of an enterprise and its station there is one for both of its people.
    for (const side of sides) {
      const names = filled.map(({ column }) => `"${column}"`).join(', ')
      const values = filled.map((column) => valueOf(column, side))
      const { rows } = await client.query<{ ctid: string }>(
        `insert into ${table} (${names}) overriding system value
         values (${filled.map((_, n) => `$${n + 1}`).join(', ')}) on conflict do nothing returning ctid::text`,
        values,
      )
      if (rows[0] !== undefined) planted.set(`${table} ${rows[0].ctid}`, side)
    }
  }
  return planted
}
