import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { MAX_AGE_MS, MAX_AHEAD_MS } from '#domain/life-event.ts'
import type { EpochMs } from '#domain/units.ts'
import type { TankRow } from '#store/queries/gas/tanks.ts'
import type { gasReceiptCreate, gasTestCreate } from '#schemas/api/gas.ts'

type Told = z.infer<typeof gasReceiptCreate> | z.infer<typeof gasTestCreate>

/** What laboratories round: shares that add up to less or more than this are misread. */
const SUM = { least: 98, most: 102 }

const refuseComposition = ({ composition, basis }: Told): void => {
  if (composition === undefined) return
  if (basis === undefined) {
    const detail = {
      zh: '请说明组分的基准：摩尔（mol）或质量（mass）',
      en: 'say of what the shares are parts: mol or mass',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/basis', detail })
  }
  const sum = Object.values(composition).reduce((total, share) => total + share, 0)
  if (sum >= SUM.least && sum <= SUM.most) return
  const detail = {
    zh: '组分为百分数，合计应为 100',
    en: 'the shares are per cent and add up to 100',
  }
  throw problem('INCONSISTENT_REQUEST', {
    path: '/composition',
    measured: Math.round(sum * 100) / 100,
    limit: 100,
    detail,
  })
}

/** A time that the log can believe. @throws INCONSISTENT_REQUEST */
export const believableTime = (deps: ApiDeps, text: string): EpochMs => {
  const at = instantOf(text, '/happenedAt')
  const now = deps.clock()
  if (at > now + MAX_AHEAD_MS) {
    const detail = { zh: '尚未发生', en: 'it has not happened yet' }
    throw problem('INCONSISTENT_REQUEST', { path: '/happenedAt', detail })
  }
  if (at < now - MAX_AGE_MS) {
    const detail = {
      zh: '发生已超过 400 天，不能补报',
      en: 'it is too long ago to be told now (400 days)',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/happenedAt', detail })
  }
  return at
}

/** The tank and the time of what is told; everything that the request names exists. @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST */
export const checkTold = async (
  deps: ApiDeps,
  request: FastifyRequest,
  body: Told,
): Promise<{ readonly tank: TankRow; readonly at: EpochMs }> => {
  const scope = scopeOf(principalOf(request))
  const station = await deps.queries.stations.byId(scope, body.stationId)
  if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
  const tank = await deps.queries.tanks.byId(scope, { stationId: station.id, id: body.tank })
  if (tank === null || !tank.registered) {
    const detail = {
      zh: '请先登记储罐：POST /v1/tanks',
      en: 'register the tank first: POST /v1/tanks',
    }
    throw problem('UNKNOWN_REFERENCE', { path: '/tank', detail })
  }
  refuseComposition(body)
  if (body.certificateObject !== undefined) {
    await refuseMissing(deps, tank.enterpriseId, [['/certificateObject', body.certificateObject]])
  }
  return { tank, at: believableTime(deps, body.happenedAt) }
}
