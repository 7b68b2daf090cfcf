import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** First byte of everything sealed: another algorithm gets another number. */
const VERSION = 1

/** Where a sealed value stands. Moved to another row or column it does not open any more. */
export type Place = readonly [table: string, row: string, column: string]

const aadOf = (place: Place): Buffer => Buffer.from(place.join('\u0000'), 'utf8')

/** A new random key of 256 bits. */
export const newKey = (): Buffer => randomBytes(KEY_BYTES)

/** AES-256-GCM: version, nonce, tag, text. */
export const seal = (key: Buffer, place: Place, plain: Buffer): Buffer => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aadOf(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body])
}

/** @throws Error for another key, another place, or a changed byte */
export const open = (key: Buffer, place: Place, sealed: Buffer): Buffer => {
  if (sealed[0] !== VERSION) throw new Error('SEALED_UNKNOWN_VERSION')
  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(aadOf(place)).setAuthTag(tag)
  const body = decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES))
  return Buffer.concat([body, decipher.final()])
}

export const macOf = (key: Buffer, kind: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${kind}\u0000${text}`).digest()

/** `id` = fingerprint, stored beside what the key wraps. */
export type WrappingKey = { readonly id: string; readonly key: Buffer }

/** Shorter ones are typed, not drawn. Hexadecimal digits of 128 bits are as many. */
const MIN_CHARACTERS = 32

const wrappingKey = (text: string): WrappingKey => {
  const key = Buffer.from(hkdfSync('sha256', text, '', 'lpg-trace pii wrapping key', KEY_BYTES))
  return { id: macOf(key, 'id', '').toString('hex').slice(0, 16), key }
}

/** The wrapping keys of `LPG_PII_KEY`: the first one wraps, all of them unwrap. */
export type WrappingKeys = readonly [WrappingKey, ...WrappingKey[]]

/**
 * Reads `LPG_PII_KEY`: random text of at least 32 characters; during a rotation the new key, a comma, and the old ones.
 * @returns null when a key is too short
 */
export const readWrappingKeys = (text: string): WrappingKeys | null => {
  const [first, ...older] = text.split(',').map((part) => part.trim())
  if (first === undefined || [first, ...older].some((part) => part.length < MIN_CHARACTERS)) {
    return null
  }
  return [wrappingKey(first), ...older.map(wrappingKey)]
}
