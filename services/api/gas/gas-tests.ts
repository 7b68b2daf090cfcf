import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { present } from '#api/time-text.ts'
import { gasVerdict } from '#rules/judge-gas.ts'
import { gasTest, gasTestCreate, gasTestQuery } from '#schemas/api/gas.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { checkTold } from './gas-event.ts'
import { gasBefore, gasFilter } from './gas-filter.ts'
import { testView } from './gas-view.ts'

const WRITERS = ['admin', 'office', 'station'] as const
const READERS = [...WRITERS, 'regulator'] as const
const params = z.object({ id: uuid })

/** 化验: what was measured of the gas in a tank, and whether it passed. Another person releases it. */
export const gasTestRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { gasLog, stations } = deps.queries
  const profile = profileAt(deps)

  app.post(
    '/v1/gas-tests',
    { config: { access: WRITERS }, schema: { body: gasTestCreate, response: { 201: gasTest } } },
    async (request, reply) => {
      const { stationId, happenedAt: _at, tester, passed: said, ...body } = request.body
      const { tank, at } = await checkTold(deps, request, request.body)
      const scope = scopeOf(principalOf(request))
      if (body.receiptId !== undefined) {
        const receipt = await gasLog.byId(scope, 'gas.received', body.receiptId)
        if (receipt?.stationId !== stationId || receipt.body['tank'] !== tank.id) {
          throw problem('UNKNOWN_REFERENCE', { path: '/receiptId' })
        }
      }
      const station = await stations.byId(scope, stationId)
      const rules = await profile(station?.region ?? '000000', at, tank.enterpriseId)
      const verdict =
        body.odorantDetected === false
          ? ({ passed: false, decidedBy: 'values' } as const)
          : gasVerdict(body.values ?? {}, said ?? null, rules)
      if (verdict.passed === null) {
        const detail = {
          zh: '有限值的项目未全部检测，须由检验人给出是否合格',
          en: 'some quantity with a limit was not measured, so the tester says whether it passed',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/passed', detail })
      }
      const { userId, username } = principalOf(request)
      const id = eventIdOf(request, deps)
      await deps.recorder.recordAtSite({
        id,
        type: 'gas.tested',
        at,
        stationId,
        operator: tester ?? username,
        body: present({ ...body, ...verdict, said, awaitsRelease: true, by: userId }),
      })
      const row = await gasLog.byId(scope, 'gas.tested', id)
      if (row === null) throw problem('NOT_FOUND')
      return reply.code(201).send(testView(row))
    },
  )

  app.get(
    '/v1/gas-tests',
    {
      config: { access: READERS },
      schema: { querystring: gasTestQuery, response: { 200: pageOf(gasTest) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const filter = gasFilter(request.query)
      const rows = await gasLog.list(scope, 'gas.tested', filter, limit + 1, gasBefore(cursor))
      return pageFrom(rows, limit, (row) => [row.at, row.id], testView)
    },
  )

  app.get(
    '/v1/gas-tests/:id',
    { config: { access: READERS }, schema: { params, response: { 200: gasTest } } },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const row = await gasLog.byId(scope, 'gas.tested', request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return testView(row)
    },
  )
}
