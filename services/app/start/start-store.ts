import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { archiveSettings, WalShipper } from '#store/backup/wal-shipper.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { DeviceDirectory } from '#store/devices/device-directory.ts'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { Listener } from '#store/listen.ts'
import { migrate } from '#store/migrate.ts'
import { OutboxStore } from '#store/devices/outbox-store.ts'
import { createPool } from '#store/pool.ts'
import { PresenceStore } from '#store/devices/presence-store.ts'
import { SiteBookStore } from '#store/site/site-book-store.ts'
import type { Config } from '#app/config.ts'
import type { Running } from './running.ts'
import { StartupError } from './startup-error.ts'

export type Store = Awaited<ReturnType<typeof startStore>>

/** Making a directory may never answer on a file system that holds none. */
const MKDIR_MS = 5000

const makeDirectory = async (path: string): Promise<void> => {
  const late = sleep(MKDIR_MS, 'late', { ref: false })
  if ((await Promise.race([mkdir(path, { recursive: true }), late])) === 'late') {
    throw new Error('no directory can be made there')
  }
}

const messageOf = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}

/** With a place for backups the log of writes is kept there too, so that any moment can be restored. */
const keepLog = ({ DATA_DIR, LPG_BACKUP_DIR }: Config, running: Running, log: Logger): void => {
  if (LPG_BACKUP_DIR === undefined) return
  const shipper = new WalShipper(
    join(DATA_DIR, 'pg/cluster/archive'),
    join(LPG_BACKUP_DIR, 'wal'),
    (error) => log.error({ err: error }, 'the log of writes cannot be kept in LPG_BACKUP_DIR'),
  )
  shipper.start()
  running.add('log of writes', () => shipper.stop())
}

const startEmbedded = async (config: Config, running: Running, log: Logger): Promise<string> => {
  const server = new EmbeddedServer(config.DATA_DIR, {
    onTrouble: (message) => log.warn(message),
    settings: config.LPG_BACKUP_DIR === undefined ? {} : archiveSettings,
  })
  try {
    await makeDirectory(config.DATA_DIR)
    await server.start()
  } catch (error) {
    throw new StartupError(`DATA_DIR ${config.DATA_DIR}: ${messageOf(error)}`, { cause: error })
  }
  running.add('embedded PostgreSQL', () => server.stop())
  keepLog(config, running, log)
  return server.url
}

const migrated = async (url: string, config: Config, log: Logger): Promise<void> => {
  try {
    for (const name of await migrate(url)) log.info({ migration: name }, 'migrated')
  } catch (error) {
    const where = config.DATABASE_URL === undefined ? 'DATA_DIR' : 'DATABASE_URL'
    throw new StartupError(`${where}: ${messageOf(error)}`, { cause: error })
  }
}

/** The database, migrated, and what is kept of it in memory. */
export const startStore = async (config: Config, running: Running, log: Logger) => {
  const url = config.DATABASE_URL ?? (await startEmbedded(config, running, log))
  await migrated(url, config, log)
  // The driver hangs its whole client on the error, secrets included: only the words are logged.
  const onError = (error: Error): void =>
    log.info({ reason: error.message }, 'database connection lost')
  const pool = createPool(url, { onError })
  running.add('pool', () => pool.end())
  const listener = new Listener(url)
  const profiles = createProfileShelf()
  const sites = new SiteBookStore(pool, listener, (book) => profiles.follow(book.profiles))
  const directory = new DeviceDirectory(pool, listener)
  const outbox = new OutboxStore(pool, listener)
  const slot = config.LPG_GATEWAY_SLOT
  const presence = new PresenceStore(pool, `${hostname()}:${config.MQTT_PORT}/${slot}`)
  running.add('listener', () => listener.stop())
  running.add('site book', () => sites.stop())
  running.add('device directory', () => directory.stop())
  running.add('outbox', () => outbox.stop())
  running.add('presence', () => presence.stop())
  // It listens before anything is loaded, so that no change falls between.
  await listener.start()
  await Promise.all([sites.start(), directory.start(), presence.start()])
  outbox.start()
  const contexts = new PgContextStore(pool)
  return { url, pool, sites, profiles, directory, outbox, presence, contexts }
}
