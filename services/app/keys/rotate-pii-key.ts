import type { Pool } from 'pg'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { migrate } from '#store/migrate.ts'
import type { WrappingKeys } from '#store/people/person-cipher.ts'
import { PersonVault, UnknownPiiKey } from '#store/people/person-vault.ts'
import { createPool } from '#store/pool.ts'
import type { Config } from '#app/config.ts'
import { newPiiKey, piiKeys, readPiiKeyFile, writePiiKeys } from './pii-keys.ts'
import { StartupError } from '#app/start/startup-error.ts'

/** A vault that is ready, or what to do about the key. @throws StartupError */
export const openVault = async (pool: Pool, keys: WrappingKeys): Promise<PersonVault> => {
  const vault = new PersonVault(pool, keys)
  try {
    await vault.start()
  } catch (error) {
    if (error instanceof UnknownPiiKey) throw new StartupError(error.message)
    throw error
  }
  return vault
}

const rotateAt = async (url: string, keys: WrappingKeys): Promise<number> => {
  await migrate(url)
  const pool = createPool(url, { max: 2, name: 'lpg-trace rotate-pii-key' })
  try {
    return await (await openVault(pool, keys)).rotate()
  } finally {
    await pool.end()
  }
}

/** The file holds both keys until the last person is wrapped anew: a rotation that was cut off is repeated. */
const rotateEmbedded = async (config: Config): Promise<number> => {
  await piiKeys(config)
  const known = await readPiiKeyFile(config.DATA_DIR)
  const both = known.includes(',') ? known : `${newPiiKey()},${known}`
  const server = new EmbeddedServer(config.DATA_DIR, { onTrouble: () => undefined })
  await server.start()
  try {
    await writePiiKeys(config.DATA_DIR, both)
    const rotated = await rotateAt(server.url, await piiKeys(config))
    await writePiiKeys(config.DATA_DIR, both.split(',')[0] as string)
    return rotated
  } finally {
    await server.stop()
  }
}

/**
 * Wraps every person's key under a new `LPG_PII_KEY`. With `DATABASE_URL` the program may run on: first it is restarted with
 * `LPG_PII_KEY=<new>,<old>`, then this runs with the same, then the old key goes. The embedded database makes its own key, with the
 * program stopped. @returns what to tell the person @throws StartupError
 */
export const rotatePiiKey = async (config: Config): Promise<string> => {
  if (config.DATABASE_URL === undefined && config.LPG_PII_KEY === undefined) {
    const rotated = await rotateEmbedded(config)
    return `${rotated} keys are wrapped anew; ${config.DATA_DIR}/pii.key holds the new key`
  }
  const keys = await piiKeys(config)
  if (keys.length < 2) {
    throw new StartupError(
      'LPG_PII_KEY: put the new key before the old one, LPG_PII_KEY=<new>,<old>',
    )
  }
  if (config.DATABASE_URL === undefined) {
    throw new StartupError('rotate-pii-key with LPG_PII_KEY needs DATABASE_URL')
  }
  const rotated = await rotateAt(config.DATABASE_URL, keys)
  return `${rotated} keys are wrapped anew; LPG_PII_KEY may now be the first key alone`
}
