import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'

/** A picture that a request names; whose hand wrote it counts where it is a signature. */
export type NamedObject =
  | readonly [path: string, hash: string]
  | readonly [path: string, hash: string, as: 'signature']

/** Photos and signatures are uploaded first, as what they are. @throws UNKNOWN_REFERENCE, NOT_A_SIGNATURE at the first one that is not */
export const refuseMissing = async (
  { queries }: ApiDeps,
  enterpriseId: string,
  objects: readonly NamedObject[],
): Promise<void> => {
  const hashes = objects.map(([, hash]) => hash)
  const kinds = await queries.storedObjects.kindsOf(enterpriseId, hashes)
  for (const [path, hash, as] of objects) {
    const kind = kinds.get(hash)
    if (kind === undefined) {
      const detail = { zh: '请先上传：POST /v1/objects', en: 'upload it first: POST /v1/objects' }
      throw problem('UNKNOWN_REFERENCE', { path, detail })
    }
    if (as === 'signature' && kind !== 'signature') {
      throw problem('NOT_A_SIGNATURE', { path, measured: kind, limit: 'signature' })
    }
  }
}
