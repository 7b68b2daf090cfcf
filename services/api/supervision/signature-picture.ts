import type { FastifyRequest } from 'fastify'
import { principalOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'

/** The picture of a signature for a sheet; each look leaves its line in the log. null = it was erased. */
export const signaturePicture = async (
  { queries, clock }: ApiDeps,
  request: FastifyRequest,
  enterpriseId: string,
  sha256: string,
): Promise<Buffer | null> => {
  const { storedObjects, people } = queries
  const row = await storedObjects.byHash(enterpriseId, sha256)
  if (row === null) return null
  const { userId, role } = principalOf(request)
  const { personId, customerId, kind } = row
  const who = { personId, customerId, enterpriseId, userId, role }
  const access = { ...who, purpose: kind, reason: `PDF ${request.url}`.slice(0, 200), at: clock() }
  const field = storedObjects.fieldOf(sha256)
  const text = (await people.reveal(access, [field]))?.[field]
  return text === undefined ? null : Buffer.from(text, 'base64')
}
