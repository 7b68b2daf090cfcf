import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readWrappingKeys, type WrappingKeys } from '#store/people/person-cipher.ts'
import type { Config } from '#app/config.ts'
import { createKeyFile } from './create-key-file.ts'
import { StartupError } from '#app/start/startup-error.ts'

type KeyConfig = Pick<Config, 'DATABASE_URL' | 'DATA_DIR' | 'LPG_PII_KEY'>

export const piiKeyFile = (dataDir: string): string => join(dataDir, 'pii.key')

export const newPiiKey = (): string => randomBytes(32).toString('base64url')

const parsed = (text: string, from: string): WrappingKeys => {
  const keys = readWrappingKeys(text)
  if (keys === null) {
    throw new StartupError(
      `${from}: a key has at least 32 random characters (openssl rand -hex 32)`,
    )
  }
  return keys
}

/** Replaces the file in one step; a reader sees the old keys or the new ones. */
export const writePiiKeys = async (dataDir: string, text: string): Promise<void> => {
  const file = piiKeyFile(dataDir)
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export const readPiiKeyFile = async (dataDir: string): Promise<string> =>
  (await readFile(piiKeyFile(dataDir), 'utf8')).trim()

/**
 * The keys under which personal data is sealed: `LPG_PII_KEY`, required with `DATABASE_URL`; for the embedded database a file
 * under `DATA_DIR`, made at the first start. @throws StartupError
 */
export const piiKeys = async (config: KeyConfig): Promise<WrappingKeys> => {
  if (config.LPG_PII_KEY !== undefined) return parsed(config.LPG_PII_KEY, 'LPG_PII_KEY')
  if (config.DATABASE_URL !== undefined) {
    throw new StartupError(
      'LPG_PII_KEY is required with DATABASE_URL: it opens the personal data there (openssl rand -hex 32, and keep it)',
    )
  }
  await createKeyFile(piiKeyFile(config.DATA_DIR), newPiiKey())
  return parsed(await readPiiKeyFile(config.DATA_DIR), piiKeyFile(config.DATA_DIR))
}
