import { chown, copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { postgresUser, type RunAs } from '#store/embedded/embedded-binaries.ts'
import type { FoundBackup } from './base-backup.ts'
import { copyDurably, copyTree } from './copy-files.ts'

const SEGMENT = /^[0-9A-F]{24}$|^[0-9A-F]{8}\.history$/

export type RestoreRequest = {
  /** `DATA_DIR/pg`; nobody may be using it. */
  readonly pg: string
  readonly backup: FoundBackup
  /** Directory with the kept log of writes. */
  readonly wal: string
  /** Ends the name under which what was there is kept. */
  readonly stamp: string
}

const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null)) !== null

/** Segments where PostgreSQL may read them; those of the directory that is replaced count too, as far as it is still there. */
const gatherLog = async (
  { wal, pg }: RestoreRequest,
  old: string | null,
  to: string,
  owner: RunAs,
): Promise<void> => {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const places = [
    wal,
    join(pg, 'cluster', 'archive'),
    ...(old === null ? [] : [join(old, 'pg_wal')]),
  ]
  for (const place of places) {
    for (const name of await readdir(place).catch(() => [])) {
      const target = join(to, name)
      if (!SEGMENT.test(name) || (await exists(target))) continue
      await copyFile(join(place, name), target)
      if (owner !== null) await chown(target, owner.uid, owner.gid)
    }
  }
  if (owner !== null) await chown(to, owner.uid, owner.gid)
}

/**
 * Puts a backup in the place of the embedded server's files, ready to be rolled forward by the next start with
 * {@link recoverySettings}. What was there is kept beside it, never deleted. @returns where, or null where nothing was there
 */
export const placeBackup = async (request: RestoreRequest): Promise<string | null> => {
  const { pg, backup, stamp } = request
  const owner = await postgresUser()
  const cluster = join(pg, 'cluster')
  const data = join(cluster, 'data')
  const [fresh, old] = [`${data}.restored`, `${data}.before-${stamp}`]
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  if (owner !== null) await chown(cluster, owner.uid, owner.gid)
  await rm(fresh, { recursive: true, force: true })
  // PostgreSQL brings all of it to disk before it rolls forward (recovery_init_sync_method).
  await copyTree(join(backup.directory, 'data'), fresh, { owner, copy: copyFile })
  const signal = join(fresh, 'recovery.signal')
  await writeFile(signal, '', { mode: 0o600 })
  if (owner !== null) await chown(signal, owner.uid, owner.gid)
  const hadData = await exists(data)
  if (hadData) await rename(data, old)
  const log = join(cluster, 'restore')
  await rm(log, { recursive: true, force: true })
  await gatherLog(request, hadData ? old : null, log, owner)
  await copyDurably(join(backup.directory, 'password'), join(pg, 'password'))
  await rename(fresh, data)
  return hadData ? old : null
}

/** Before it has its time zones PostgreSQL reads neither T nor Z. */
const postgresTime = (instant: string): string => instant.replace('T', ' ').replace('Z', '+00')

/** For the start that rolls the backup forward; it answers when that is done. */
export const recoverySettings = (until: string | undefined): Readonly<Record<string, string>> => ({
  restore_command: 'cp ../restore/%f %p',
  recovery_target_action: 'promote',
  ...(until === undefined ? {} : { recovery_target_time: postgresTime(until) }),
  // Nobody may read what is not yet as it was asked for.
  hot_standby: 'off',
})

/** After the start with {@link recoverySettings}. */
export const forgetRestoreLog = (pg: string): Promise<void> =>
  rm(join(pg, 'cluster', 'restore'), { recursive: true, force: true })
