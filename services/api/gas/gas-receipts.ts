import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { present } from '#api/time-text.ts'
import { gasEventQuery, gasReceipt, gasReceiptCreate } from '#schemas/api/gas.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { checkTold } from './gas-event.ts'
import { gasBefore, gasFilter } from './gas-filter.ts'
import { receiptView } from './gas-view.ts'

const WRITERS = ['admin', 'office', 'station'] as const
const READERS = [...WRITERS, 'regulator'] as const
const params = z.object({ id: uuid })

/** 进气: tankers emptied into tanks. A receipt takes the release of its tank away. */
export const gasReceiptRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { gasLog } = deps.queries

  app.post(
    '/v1/gas-receipts',
    {
      config: { access: WRITERS },
      schema: { body: gasReceiptCreate, response: { 201: gasReceipt } },
    },
    async (request, reply) => {
      const { stationId, happenedAt: _at, ...body } = request.body
      const { tank, at } = await checkTold(deps, request, request.body)
      if (tank.capacityG !== null && body.massG > tank.capacityG) {
        const detail = {
          zh: '超过储罐容量；卸入两罐应分两次登记',
          en: 'more than the tank holds; two tanks are two receipts',
        }
        throw problem('INCONSISTENT_REQUEST', {
          path: '/massG',
          measured: body.massG,
          limit: tank.capacityG,
          detail,
        })
      }
      const { userId, username } = principalOf(request)
      const id = eventIdOf(request, deps)
      await deps.recorder.recordAtSite({
        id,
        type: 'gas.received',
        at,
        stationId,
        operator: username,
        body: present({ ...body, by: userId }),
      })
      const row = await gasLog.byId(scopeOf(principalOf(request)), 'gas.received', id)
      if (row === null) throw problem('NOT_FOUND')
      return reply.code(201).send(receiptView(row))
    },
  )

  app.get(
    '/v1/gas-receipts',
    {
      config: { access: READERS },
      schema: { querystring: gasEventQuery, response: { 200: pageOf(gasReceipt) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const filter = gasFilter(request.query)
      const rows = await gasLog.list(scope, 'gas.received', filter, limit + 1, gasBefore(cursor))
      return pageFrom(rows, limit, (row) => [row.at, row.id], receiptView)
    },
  )

  app.get(
    '/v1/gas-receipts/:id',
    { config: { access: READERS }, schema: { params, response: { 200: gasReceipt } } },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const row = await gasLog.byId(scope, 'gas.received', request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return receiptView(row)
    },
  )
}
