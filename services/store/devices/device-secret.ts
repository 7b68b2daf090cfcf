import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A device's password: 256 random bits as base64url, 43 characters. */
export const createDevicePassword = (): string => randomBytes(32).toString('base64url')

/** What is stored of it. A slow hash guards guessable words; 256 random bits need none, and 20 000 reconnects no minutes. */
export const secretSha256 = (password: string | Buffer): Buffer =>
  createHash('sha256').update(password).digest()

/** Takes the same time wherever the two differ. */
export const secretMatches = (stored: Buffer | null, sha256: Buffer): boolean =>
  stored !== null && stored.length === sha256.length && timingSafeEqual(stored, sha256)
