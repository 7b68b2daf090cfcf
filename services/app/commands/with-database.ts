import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { migrate } from '#store/migrate.ts'
import { createPool, type PoolOptions } from '#store/pool.ts'
import type { Config } from '#app/config.ts'

/** The embedded server as the program that runs with this DATA_DIR uses it; null when none answers. */
const runningUrl = async ({ DATA_DIR }: Config): Promise<string | null> => {
  const read = (name: string) => readFile(join(DATA_DIR, 'pg', name), 'utf8')
  try {
    const [password, port] = await Promise.all([read('password'), read('port')])
    const url = `postgres://lpg:${password.trim()}@127.0.0.1:${port.trim()}/lpg`
    const pool = createPool(url, { max: 1, onError: () => undefined })
    try {
      await pool.query('select 1')
    } finally {
      await pool.end()
    }
    return url
  } catch {
    return null
  }
}

/** For a command: `DATABASE_URL`, or the embedded database, beside the program that runs on it or alone. */
export const withDatabase = async <T>(
  config: Config,
  command: string,
  work: (pool: Pool) => Promise<T>,
  options: PoolOptions = {},
): Promise<T> => {
  const given = config.DATABASE_URL ?? (await runningUrl(config))
  const server = given === null ? new EmbeddedServer(config.DATA_DIR) : null
  await server?.start()
  const url = given ?? (server as EmbeddedServer).url
  try {
    await migrate(url)
    const pool = createPool(url, { max: 1, name: `lpg-trace ${command}`, ...options })
    try {
      return await work(pool)
    } finally {
      await pool.end()
    }
  } finally {
    await server?.stop()
  }
}
