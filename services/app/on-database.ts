import type { Pool } from 'pg'
import { EmbeddedServer } from '#store/embedded-server.ts'
import { runningEmbeddedUrl } from '#store/running-embedded-url.ts'
import { createPool } from '#store/pool.ts'
import type { Config } from './config.ts'

/** Runs `work` on the configured database; the embedded one as the program runs it now, else started for it. */
export const onDatabase = async <T>(
  { DATABASE_URL, DATA_DIR }: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>,
  work: (pool: Pool) => Promise<T>,
): Promise<T> => {
  const known = DATABASE_URL ?? (await runningEmbeddedUrl(DATA_DIR))
  const server =
    known === null ? new EmbeddedServer(DATA_DIR, { onTrouble: () => undefined }) : null
  await server?.start()
  const url = known ?? (server as EmbeddedServer).url
  const pool = createPool(url, { max: 3, name: 'lpg-trace ledger', statementTimeoutMs: 0 })
  try {
    return await work(pool)
  } finally {
    await pool.end()
    await server?.stop()
  }
}
