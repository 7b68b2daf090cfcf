import { DuplicateEvent, RaceLost, RefusedByStore, StoreUnavailable } from '#domain/store-ports.ts'

type PgError = Error & { readonly code?: string; readonly constraint?: string }

const isDuplicate = ({ code, constraint }: PgError): boolean =>
  code === '23505' &&
  (constraint?.endsWith('cylinder_life_pkey') === true || isSliceKey(constraint))

/** A tag or a code that another transaction took after it was found free: asked again, it is found in use. */
const isTaken = ({ code, constraint }: PgError): boolean =>
  code === '23505' && (constraint === 'tag_open' || constraint === 'cylinder_code_key')

/** On a hypertable the key of a chunk carries the chunk's name before its own. */
const isSliceKey = (constraint: string | undefined): boolean =>
  constraint?.includes('weight_sample_pkey') === true

/**
 * What a failed batch means for ingest. Class 22 (data exception), 23 (integrity) and 54 (program limit) say that the content
 * itself cannot be held; everything else — connection, lock, shutdown, disk, even a defect of ours in class 42 — is tried again,
 * because a message that waits is not lost and one that is rejected for our own mistake is.
 */
export const storeFailure = (cause: unknown): Error => {
  const error = cause as PgError
  const options = { cause }
  if (isDuplicate(error)) return new DuplicateEvent(error.message, options)
  if (error.code === '40P01' || error.code === '40001' || isTaken(error))
    return new RaceLost(error.message, options)
  if (error.code !== undefined && /^(22|23|54)/.test(error.code)) {
    return new RefusedByStore(error.message, options)
  }
  return new StoreUnavailable(error.message, options)
}
