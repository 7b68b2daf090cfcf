import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText } from '#api/time-text.ts'
import {
  anomaly,
  anomalyDecision,
  anomalyDetail,
  anomalyQuery,
  anomalyRecompute,
  anomalyRecomputed,
} from '#schemas/api/anomaly.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { AnomalyRow } from '#store/queries/anomalies/anomalies.ts'
import { anomalyView } from './anomaly-view.ts'
import { thresholdScope } from './threshold-scope.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])

const DECISIONS = [
  ['explain', 'explained'],
  ['confirm', 'confirmed'],
  ['reopen', 'reopened'],
] as const

/** 异常线索: found behind the log by a job, explained or confirmed by people; every step is kept. */
export const anomalyRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { anomalies, anomalyThresholds } = deps.queries

  const within = async (request: FastifyRequest, id: string): Promise<AnomalyRow> => {
    const row = await anomalies.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const detail = async (row: AnomalyRow) => ({
    ...anomalyView(row),
    steps: (await anomalies.steps(row.id)).map(({ at, ...step }) => ({
      ...step,
      at: timeText(at),
    })),
  })

  app.get(
    '/v1/anomalies',
    {
      config: { access: OVERSEERS },
      schema: { querystring: anomalyQuery, response: { 200: pageOf(anomaly) } },
    },
    async (request) => {
      const { limit, cursor, from, to, ...filter } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const period = {
        from: from === undefined ? undefined : instantOf(from, 'from'),
        to: to === undefined ? undefined : instantOf(to, 'to'),
      }
      const scope = scopeOf(principalOf(request))
      const rows = await anomalies.list(scope, { ...filter, ...period }, limit + 1, before)
      return pageFrom(rows, limit, (row) => [row.to, row.id], anomalyView)
    },
  )

  app.get(
    '/v1/anomalies/:id',
    { config: { access: OVERSEERS }, schema: { params, response: { 200: anomalyDetail } } },
    async (request) => detail(await within(request, request.params.id)),
  )

  for (const [verb, type] of DECISIONS) {
    app.post(
      `/v1/anomalies/:id/${verb}`,
      {
        config: { access: OVERSEERS },
        schema: { params, body: anomalyDecision, response: { 200: anomalyDetail } },
      },
      async (request) => {
        const { role, userId } = principalOf(request)
        const row = await within(request, request.params.id)
        if (row.decidedRole === 'regulator' && role === 'office') {
          const why = {
            zh: '监管部门已处理',
            en: 'a regulator has decided on it: only a regulator changes that',
          }
          throw problem('FORBIDDEN', { detail: why })
        }
        const step = { type, at: deps.clock(), by: userId, role, reason: request.body.reason }
        await anomalies.decide(row.id, { stepId: eventIdOf(request, deps), ...step })
        return detail(await within(request, row.id))
      },
    )
  }

  app.post(
    '/v1/anomalies/recompute',
    {
      config: { access: ['admin', 'regulator'] },
      schema: { body: anomalyRecompute, response: { 202: anomalyRecomputed } },
    },
    async (request, reply) => {
      const { userId, regionPrefix } = principalOf(request)
      const { enterpriseId } = request.body
      const from = instantOf(request.body.from, '/from')
      const to = instantOf(request.body.to, '/to')
      if (to <= from) {
        throw problem('INCONSISTENT_REQUEST', {
          path: '/to',
          detail: { zh: '截止须晚于起始', en: 'to must be after from' },
        })
      }
      const region = enterpriseId === undefined ? (regionPrefix ?? '') : undefined
      const scope = await thresholdScope(deps, request, { enterpriseId, region })
      const asked = { ...scope, from, to, by: userId, at: deps.clock() }
      const no = await anomalyThresholds.redo(asked)
      return reply.code(202).send({ no, from: timeText(from), to: timeText(to) })
    },
  )
}
