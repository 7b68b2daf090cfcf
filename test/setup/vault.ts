import type { Pool } from 'pg'
import { readWrappingKeys, type WrappingKeys } from '#store/people/person-cipher.ts'
import { PersonVault } from '#store/people/person-vault.ts'

export const wrappingKeys = (...texts: readonly string[]): WrappingKeys =>
  readWrappingKeys(texts.map((text) => text.padEnd(32, '-')).join(',')) as WrappingKeys

/** A vault under a key of the tests; `start()` it where numbers are looked up. */
export const testVault = (pool: Pool, ...keys: readonly string[]): PersonVault =>
  new PersonVault(pool, keys.length === 0 ? wrappingKeys('test') : wrappingKeys(...keys))
