import { type Queryable, violated } from '#store/queries/queryable.ts'

/**
 * Inserts one row; table and columns are names in our own code. `unique` = it is there, `reference` = what it points to is not.
 */
export const insertRow = async (
  client: Queryable,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<'created' | 'unique' | 'reference'> => {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  try {
    await client.query(
      `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    )
    return 'created'
  } catch (error) {
    return violated(error)
  }
}
