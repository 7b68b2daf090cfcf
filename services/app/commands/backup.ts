import { join } from 'node:path'
import { type BackupHead, findBackups, takeBaseBackup } from '#store/backup/base-backup.ts'
import { forgetRestoreLog, placeBackup, recoverySettings } from '#store/backup/restore-cluster.ts'
import { archiveSettings } from '#store/backup/wal-shipper.ts'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { declareRestored } from '#store/ledger/declare-restored.ts'
import { LedgerSetBack, refuseSetBack, treeSize } from '#store/ledger/ledger-writer.ts'
import { createPool } from '#store/pool.ts'
import { inTransaction } from '#store/queries/queryable.ts'
import type { Config } from '#app/config.ts'
import { headMemory } from '#app/ledger/ledger-keys.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { withDatabase } from './with-database.ts'

const ONLY_EMBEDDED =
  'DATABASE_URL is set: back that server up with its own tools (pg_basebackup, pgBackRest). After a restore start the program: it says ' +
  'whether the ledger was set back, and signs nothing before lpg-trace ledger-restored'

const backupDir = (config: Config, given: string | undefined): string => {
  if (config.DATABASE_URL !== undefined) throw new StartupError(ONLY_EMBEDDED)
  const directory = given ?? config.LPG_BACKUP_DIR
  if (directory === undefined) throw new StartupError('say where: --dir, or LPG_BACKUP_DIR')
  return directory
}

const headText = (head: BackupHead): string =>
  head === null ? 'no ledger yet' : `ledger ${head.origin} at ${head.size} leaves`

/** Copies the embedded database as it stands, while the program runs or alone. @returns what to tell the person @throws StartupError */
export const backUp = async (config: Config, given: string | undefined): Promise<string> => {
  const into = backupDir(config, given)
  const pg = join(config.DATA_DIR, 'pg')
  return await withDatabase(
    config,
    'backup',
    async (pool) => {
      const client = await pool.connect()
      try {
        const { directory, manifest } = await takeBaseBackup(client, {
          pg,
          into,
          now: () => new Date(),
        })
        const size = (manifest.bytes / 1024 / 1024).toFixed(0)
        return (
          `${directory}: ${size} MB, ${headText(manifest.ledger)}\n` +
          `备份不含密钥，请另行保管 / keys are not in it, keep them elsewhere: ${config.DATA_DIR}/pii.key, ${config.DATA_DIR}/ledger.key`
        )
      } finally {
        // The connection holds the slot: it ends with it.
        client.release(true)
      }
    },
    { statementTimeoutMs: 0 },
  )
}

export type RestoreFlags = {
  readonly dir?: string
  /** RFC 3339; left out, everything that was kept. */
  readonly to?: string
}

/** How the ledger stands against what was published; null = as it should. */
const setBack = async (url: string, config: Config): Promise<LedgerSetBack | null> => {
  const pool = createPool(url, { max: 1, name: 'lpg-trace restore' })
  try {
    return await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ origin: string }>(
        'select origin from ledger_log order by id desc limit 1',
      )
      const [log] = rows
      const published = log === undefined ? null : await headMemory(config).read(log.origin)
      await refuseSetBack(client, published, await treeSize(client))
      return null
    })
  } catch (error) {
    if (error instanceof LedgerSetBack) return error
    throw error
  } finally {
    await pool.end()
  }
}

const instant = (text: string | undefined): Date | null => {
  if (text === undefined) return null
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new StartupError(`--to: ${text} is no time, RFC 3339 is`)
  return at
}

/**
 * Puts the newest backup before `to` in the place of the embedded database and rolls it forward. The program must be stopped. What
 * was there is kept beside it. @returns what to tell the person @throws StartupError
 */
export const restore = async (config: Config, { dir, to }: RestoreFlags): Promise<string> => {
  const from = backupDir(config, dir)
  const at = instant(to)
  const backup = (await findBackups(from)).find(
    ({ manifest }) => at === null || new Date(manifest.finishedAt) <= at,
  )
  if (backup === undefined) throw new StartupError(`${from}: no backup from before that time`)
  const [pg, stamp] = [
    join(config.DATA_DIR, 'pg'),
    new Date().toISOString().replaceAll(/[:.]/g, '-'),
  ]
  const until = at?.toISOString()
  // Claims the directory, and refuses while a program has it.
  const probe = new EmbeddedServer(config.DATA_DIR)
  const old = await probe.whileStopped(() =>
    placeBackup({ pg, backup, wal: join(from, 'wal'), stamp }),
  )
  const server = new EmbeddedServer(config.DATA_DIR, {
    settings: {
      ...recoverySettings(until),
      ...(config.LPG_BACKUP_DIR === undefined ? {} : archiveSettings),
    },
  })
  await server.start()
  try {
    const lost = await setBack(server.url, config)
    await forgetRestoreLog(pg)
    return [
      `restored ${backup.directory}${until === undefined ? '' : ` up to ${until}`}`,
      ...(old === null ? [] : [`what was there is kept: ${old}`]),
      lost === null
        ? '账本完整，无已发布检查点丢失 / the ledger holds every checkpoint that was published from here'
        : `账本已被回退 / the ledger was set back: ${lost.message}`,
    ].join('\n')
  } finally {
    await server.stop()
  }
}

/** Begins another log after a restore that lost what was published. @returns what to tell the person @throws StartupError */
export const ledgerRestored = (config: Config, reason: string, keyLost = false): Promise<string> =>
  withDatabase(config, 'ledger-restored', async (pool) => {
    const done = await declareRestored(pool, headMemory(config), {
      reason,
      now: Date.now(),
      keyLost,
    })
    if (done === null) {
      throw new StartupError('the ledger was not set back: every published checkpoint is in it')
    }
    const { origin, size, lost } = done
    return `${lost} 个已发布叶子丢失 / published leaves are lost; the log goes on as ${origin} from ${size} leaves, and says so`
  })
