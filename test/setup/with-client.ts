import pg from 'pg'

/** One connection for one task. */
export const withClient = async <T>(
  url: string,
  task: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await task(client)
  } finally {
    await client.end()
  }
}
