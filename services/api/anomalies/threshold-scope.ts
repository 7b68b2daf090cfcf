import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'

export type ThresholdScope = { readonly enterpriseId: string | null; readonly region: string }

type Asked = { readonly enterpriseId?: string | undefined; readonly region?: string | undefined }

/** Of an enterprise without a station nobody but an administrator sees the row. */
const NO_REGION = '000000'

/**
 * For whom thresholds are set: an enterprise or a region within the caller's own.
 * @throws INCONSISTENT_REQUEST unless one of them is named, UNKNOWN_REFERENCE for what is out of reach
 */
export const thresholdScope = async (
  deps: ApiDeps,
  request: FastifyRequest,
  { enterpriseId, region }: Asked,
): Promise<ThresholdScope> => {
  const principal = principalOf(request)
  if ((enterpriseId === undefined) === (region === undefined)) {
    const detail = { zh: '指定企业或地区之一', en: 'name an enterpriseId or a region, one of them' }
    throw problem('INCONSISTENT_REQUEST', { path: '/enterpriseId', detail })
  }
  if (enterpriseId === undefined) {
    const prefix = region ?? ''
    const own = principal.role === 'admin' ? '' : principal.regionPrefix
    if (own === null || !prefix.startsWith(own))
      throw problem('UNKNOWN_REFERENCE', { path: '/region' })
    return { enterpriseId: null, region: prefix }
  }
  const known = await deps.queries.enterprises.byId(scopeOf(principal), enterpriseId)
  if (known === null) throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
  const where = await deps.queries.kpis.enterprises(scopeOf(principal), { enterpriseId })
  return { enterpriseId, region: where[0]?.region ?? NO_REGION }
}
