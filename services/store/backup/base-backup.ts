import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PoolClient } from 'pg'
import { copyTree } from './copy-files.ts'

/** What a base backup leaves out (PostgreSQL 18, "Making a Base Backup Using the Low Level API"); the log of writes is added after. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+|pg_(notify|serial|snapshots|subtrans)\/.+)$|(^|\/)pgsql_tmp/

const SEGMENT = /^[0-9A-F]{24}(\.partial)?$|\.history$/

/** The ledger's head in a backup, so that a restore can be told from a rollback. */
export type BackupHead = { readonly origin: string; readonly size: number } | null

export type BackupManifest = {
  readonly format: 'lpg-trace-backup/1'
  readonly postgres: number
  readonly startedAt: string
  readonly finishedAt: string
  readonly bytes: number
  readonly ledger: BackupHead
}

export type FoundBackup = { readonly directory: string; readonly manifest: BackupManifest }

const MANIFEST = 'manifest.json'

const headOf = async (client: PoolClient): Promise<BackupHead> => {
  const { rows } = await client.query<{ origin: string; size: number }>(
    `select g.origin, c.size::float8 as size from ledger_checkpoint c join ledger_log g on g.id = c.log_id
     order by c.log_id desc, c.size desc limit 1`,
  )
  return rows[0] ?? null
}

/** Segments of the log of writes from the one in which the backup began. */
const copyLog = (data: string, to: string, first: string): Promise<number> =>
  copyTree(join(data, 'pg_wal'), to, {
    wanted: (path) =>
      SEGMENT.test(path) && (path.endsWith('.history') || path.slice(8) >= first.slice(8)),
  })

type Copied = { readonly bytes: number; readonly head: BackupHead; readonly postgres: number }

/** Between start and stop the files are copied as they are; the log of writes makes them whole. */
const copyBetween = async (client: PoolClient, data: string, target: string): Promise<Copied> => {
  // Keeps the log until it is copied, and goes with the connection.
  await client.query(
    `select pg_create_physical_replication_slot('lpg_trace_backup_' || pg_backend_pid(), true, true)`,
  )
  const begun = await client.query<{ first: string; postgres: number }>(
    `select pg_walfile_name(pg_backup_start('lpg-trace', true)) as first, current_setting('server_version_num')::int as postgres`,
  )
  const { first = '', postgres = 0 } = begun.rows[0] ?? {}
  const files = await copyTree(data, target, { wanted: (path) => !LEFT_OUT.test(path) })
  const head = await headOf(client)
  const { rows } = await client.query<{ labelfile: string }>('select * from pg_backup_stop(false)')
  await writeFile(join(target, 'backup_label'), rows[0]?.labelfile ?? '', { flush: true })
  await client.query('select pg_switch_wal()')
  const log = await copyLog(data, join(target, 'pg_wal'), first)
  return { bytes: files + log, head, postgres }
}

/**
 * A base backup of the embedded server's files while it runs: whole in itself, and the beginning of a restore to any later moment of
 * which the log of writes was kept. The client must stay the same connection. @returns the backup, complete and on disk
 */
export const takeBaseBackup = async (
  client: PoolClient,
  { pg, into, now }: { readonly pg: string; readonly into: string; readonly now: () => Date },
): Promise<FoundBackup> => {
  const startedAt = now().toISOString()
  const directory = join(resolve(into), `base-${startedAt.replaceAll(/[:.]/g, '-')}`)
  const draft = `${directory}.part`
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    const copied = await copyBetween(client, join(pg, 'cluster', 'data'), join(draft, 'data'))
    await writeFile(join(draft, 'password'), await readFile(join(pg, 'password')), { mode: 0o600 })
    const manifest: BackupManifest = {
      format: 'lpg-trace-backup/1',
      postgres: copied.postgres,
      startedAt,
      finishedAt: now().toISOString(),
      bytes: copied.bytes,
      ledger: copied.head,
    }
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, {
      flush: true,
    })
    await rename(draft, directory)
    return { directory, manifest }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

/** Complete backups in a directory, the newest first. */
export const findBackups = async (into: string): Promise<FoundBackup[]> => {
  const names = await readdir(into).catch(() => [])
  const found: FoundBackup[] = []
  for (const name of names.filter((one) => /^base-[^.]+$/.test(one))) {
    const directory = join(resolve(into), name)
    const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => '')
    if (text !== '') found.push({ directory, manifest: JSON.parse(text) as BackupManifest })
  }
  return found.sort((a, b) => b.manifest.startedAt.localeCompare(a.manifest.startedAt))
}
