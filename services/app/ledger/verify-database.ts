import { readFile } from 'node:fs/promises'
import { type NoteKey, parseCheckpoint, parseNote } from '#domain/ledger/checkpoint.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { auditDatabase } from '#store/ledger/audit/audit.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { noteKeyOf, publicKeyOf } from '#store/ledger/note-signer.ts'
import { createHistoryTools } from '#app/commands/history-tools.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import type { Pool, PoolClient } from 'pg'
import type { Logger } from 'pino'
import type { Config } from '#app/config.ts'
import { headMemory, ledgerSecrets } from './ledger-keys.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { auditVerdict, readNoteKey, type Verdict } from './verify.ts'
import { withDatabase } from '#app/commands/with-database.ts'

export type VerifyDatabaseOptions = {
  /** Public keys; without one, those of the program's own secret keys. */
  readonly keys: readonly string[]
  /** Files with checkpoints that were kept elsewhere. */
  readonly kept: readonly string[]
}

const originsOf = async (client: PoolClient): Promise<string[]> =>
  (await client.query<{ origin: string }>('select origin from ledger_log order by id')).rows.map(
    ({ origin }) => origin,
  )

const keysOf = async (
  config: Config,
  client: PoolClient,
  given: readonly string[],
  log: Logger,
): Promise<NoteKey[]> => {
  if (given.length > 0) return Promise.all(given.map(readNoteKey))
  const secrets = await ledgerSecrets(config, log)
  const origins = await originsOf(client)
  return origins.flatMap((origin) =>
    secrets.map((secret) => noteKeyOf(origin, publicKeyOf(secret))),
  )
}

/** The rules as ingest has them: what was shipped, and what was published since. */
const profilesOf = async (client: PoolClient) => {
  const { rows } = await client.query<{ body: unknown }>(
    'select body from rule_profile order by recorded_at, id, valid_from',
  )
  const shelf = createProfileShelf()
  shelf.follow(rows.map(({ body }) => body))
  return shelf
}

/** Files given by hand, and what this machine remembers as published. */
const keptNotes = async (
  config: Config,
  client: PoolClient,
  files: readonly string[],
): Promise<string[]> => {
  const notes = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  for (const [i, note] of notes.entries()) {
    const signed = parseNote(note, nodeCrypto)
    if (signed !== null && parseCheckpoint(signed.text, nodeCrypto) !== null) continue
    throw new StartupError(`--checkpoint ${files[i]}: no signed checkpoint`)
  }
  const [origin] = (await originsOf(client)).slice(-1)
  const own = origin === undefined ? null : await headMemory(config).read(origin)
  return own === null ? notes : [...notes, own.note]
}

const audited = async (
  config: Config,
  pool: Pool,
  { keys, kept }: VerifyDatabaseOptions,
  log: Logger,
): Promise<Verdict> => {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const lives = createHistoryTools(new PgContextStore(pool), await profilesOf(client))
    const report = await auditDatabase(client, {
      keys: await keysOf(config, client, keys, log),
      kept: await keptNotes(config, client, kept),
      lives,
      now: Date.now(),
    })
    return auditVerdict(report)
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}

/** Recomputes everything in the configured database and names what does not fit. @throws StartupError */
export const verifyDatabase = (
  config: Config,
  options: VerifyDatabaseOptions,
  log: Logger,
): Promise<Verdict> =>
  withDatabase(config, 'verify', (pool) => audited(config, pool, options, log), {
    max: 3,
    statementTimeoutMs: 0,
  })
