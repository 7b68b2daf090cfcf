import { timingSafeEqual } from 'node:crypto'

/** Takes the same time wherever the two differ. */
export const secretMatches = (stored: Buffer | null, sha256: Buffer): boolean =>
  stored !== null && stored.length === sha256.length && timingSafeEqual(stored, sha256)
