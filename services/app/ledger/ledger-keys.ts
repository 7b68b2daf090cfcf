import { hash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { HeadFile } from '#store/ledger/head-file.ts'
import type { LedgerWriterOptions } from '#store/ledger/ledger-writer.ts'
import { type LedgerSecrets, readLedgerSecrets } from '#store/ledger/note-signer.ts'
import type { Config } from '#app/config.ts'
import { createKeyFile } from '#app/keys/create-key-file.ts'
import { StartupError } from '#app/start/startup-error.ts'

type LedgerConfig = Pick<Config, 'LPG_LEDGER_KEY' | 'LPG_LEDGER_ORIGIN' | 'PUBLIC_URL' | 'DATA_DIR'>

const KEY_FILE = 'ledger.key'

const parsed = (text: string, from: string): LedgerSecrets => {
  const secrets = readLedgerSecrets(text)
  if (secrets !== null) return secrets
  throw new StartupError(`${from}: a key has at least 32 random characters (openssl rand -hex 32)`)
}

export const ledgerKeyFile = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): string =>
  join(DATA_DIR, KEY_FILE)

/**
 * The keys that sign checkpoints: `LPG_LEDGER_KEY=<key>` or `<new>,<old>` while they change, which is said of every checkpoint by both;
 * else a file under `DATA_DIR`, made at the first start. @throws StartupError
 */
export const ledgerSecrets = async (config: LedgerConfig, log: Logger): Promise<LedgerSecrets> => {
  if (config.LPG_LEDGER_KEY !== undefined) return parsed(config.LPG_LEDGER_KEY, 'LPG_LEDGER_KEY')
  const file = ledgerKeyFile(config)
  if (await createKeyFile(file, randomBytes(32).toString('hex'))) {
    log.warn(
      { file },
      'LPG_LEDGER_KEY is not set: a key that signs the ledger was made. Keep a copy of the file: whoever has it can sign another history, and without it no checkpoint follows',
    )
  }
  return parsed((await readFile(file, 'utf8')).trim(), file)
}

/** Of a log that is begun: no two logs may share a name, so part of it is random. */
export const newOrigin = ({ LPG_LEDGER_ORIGIN, PUBLIC_URL }: LedgerConfig): string => {
  if (LPG_LEDGER_ORIGIN !== undefined) return LPG_LEDGER_ORIGIN
  const host = PUBLIC_URL === undefined ? 'lpg-trace' : new URL(PUBLIC_URL).host
  return `${host}/${hash('sha256', randomBytes(16), 'hex').slice(0, 8)}`
}

/** What was published last, remembered outside of the database. */
export const headMemory = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): HeadFile =>
  new HeadFile(join(DATA_DIR, 'ledger-heads'))

export const ledgerOptions = async (
  config: LedgerConfig,
  log: Logger,
): Promise<LedgerWriterOptions> => ({
  secrets: await ledgerSecrets(config, log),
  origin: newOrigin(config),
  memory: headMemory(config),
})
