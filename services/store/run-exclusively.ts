import type { Pool, PoolClient } from 'pg'

const lockOf = (name: string): readonly [string, string] => ['lpg-trace job', name]

/**
 * Runs `work` while this process alone holds the advisory lock of that name in the database; a connection that breaks gives
 * it up. @returns false, without having run it, when another process holds it
 */
export const runExclusively = async (
  pool: Pool,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> => {
  const client: PoolClient = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error): void => {
    broken = error
  }
  // Between its two statements the connection idles outside of the pool's care.
  client.on('error', onError)
  try {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as got',
      [...lockOf(name)],
    )
    if (rows[0]?.got !== true) return false
    try {
      await work()
    } finally {
      await client
        .query('select pg_advisory_unlock(hashtext($1), hashtext($2))', [...lockOf(name)])
        .catch(onError)
    }
    return true
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
