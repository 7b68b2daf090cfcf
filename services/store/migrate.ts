import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import { packageRoot } from './embedded/package-root.ts'

/**
 * Brings a database to the newest schema, one transaction for all of it. Any number of processes may call it at once: an
 * advisory lock lets one work and the others wait. @returns the names of the migrations that were applied.
 * @throws Error of PostgreSQL; nothing is applied then.
 */
export const migrate = async (
  databaseUrl: string,
  log: (message: string) => void = () => undefined,
): Promise<readonly string[]> => {
  const applied = await runner({
    databaseUrl,
    dir: join(packageRoot(), 'services/store/migrations'),
    direction: 'up',
    migrationsTable: 'schema_migration',
    advisoryLockMode: 'wait',
    singleTransaction: true,
    logger: { debug: log, info: log, warn: log, error: log },
  })
  return applied.map(({ name }) => name)
}
