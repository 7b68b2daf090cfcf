import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'

export type NamedObject = readonly [path: string, hash: string]

/** Photos and signatures are uploaded first; what is named must be there. @throws UNKNOWN_REFERENCE at the first one that is not */
export const refuseMissing = async (
  { queries }: ApiDeps,
  enterpriseId: string,
  objects: readonly NamedObject[],
): Promise<void> => {
  const hashes = objects.map(([, hash]) => hash)
  const missing = await queries.storedObjects.missing(enterpriseId, hashes)
  const first = objects.find(([, hash]) => missing.includes(hash))
  if (first === undefined) return
  const detail = 'upload it first: POST /v1/objects'
  throw problem('UNKNOWN_REFERENCE', { path: first[0], detail })
}
