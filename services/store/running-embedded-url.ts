import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'

/** The embedded PostgreSQL of that `DATA_DIR` where a program runs it at this moment; null where none does. */
export const runningEmbeddedUrl = async (dataDir: string): Promise<string | null> => {
  const home = join(resolve(dataDir), 'pg')
  const read = (name: string): Promise<string> =>
    readFile(join(home, name), 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
  const [password, port] = await Promise.all([read('password'), read('port')])
  if (password === '' || port === '') return null
  const url = `postgres://lpg:${password}@127.0.0.1:${port}/lpg`
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return url
  } catch {
    return null
  } finally {
    await client.end().catch(() => undefined)
  }
}
