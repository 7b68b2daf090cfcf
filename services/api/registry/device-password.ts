import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto'

const PASSWORD_BYTES = 32
/** As mosquitto 2 makes them. Guessing 256 random bits needs no slowing down, so its own low count is enough. */
const SALT_BYTES = 12
const ITERATIONS = 101
const HASH_BYTES = 64

export type DevicePassword = {
  readonly password: string
  readonly sha256: Buffer
  /** As a line of mosquitto's password file holds it behind the name. */
  readonly brokerSecret: string
}

const brokerSecretOf = (password: string): string => {
  const salt = randomBytes(SALT_BYTES)
  const hash = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha512')
  return `$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** 256 random bits as base64url, 43 characters; their hashes are all that is stored: fast ones are enough, and 20 000 reconnects cost no minutes. */
export const newDevicePassword = (): DevicePassword => {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  const sha256 = createHash('sha256').update(password).digest()
  return { password, sha256, brokerSecret: brokerSecretOf(password) }
}
