import type pg from 'pg'

type Definition = { readonly drop: string; readonly create: string }

/** Keys and indexes of a table as statements; foreign keys stay, they are few rows. */
const DEFINITIONS = `
  select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
    format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as create
  from pg_constraint c where c.conrelid = any ($1::text[]::regclass[]) and c.contype in ('p', 'u')
    and not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = c.conrelid and f.conindid = c.conindid)
  union all
  select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  from pg_index i where i.indrelid = any ($1::text[]::regclass[])
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`

/**
 * Drops the indexes of tables that are still empty, so that a bulk load builds them once at its end instead of row by row.
 * @returns the function that builds them; tables with rows keep theirs
 */
export const dropIndexes = async (
  client: pg.ClientBase,
  tables: readonly string[],
): Promise<() => Promise<void>> => {
  const empty: string[] = []
  for (const table of tables) {
    const { rowCount } = await client.query(`select from ${table} limit 1`)
    if (rowCount === 0) empty.push(table)
  }
  const { rows } = await client.query<Definition>(DEFINITIONS, [empty])
  for (const { drop } of rows) await client.query(drop)
  return async () => {
    await client.query(`set local maintenance_work_mem = '512MB'`)
    for (const { create } of rows) await client.query(create)
  }
}
