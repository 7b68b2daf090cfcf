import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { cashUp, cashUpCreate, cashUpQuery, courierCash } from '#schemas/api/money.ts'
import { enterpriseQuery } from '#schemas/api/notification.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { z } from 'zod'
import { cashUpView } from './money-view.ts'

const cursorKey = z.tuple([cursorTime, uuid])
const CASHIERS = ['admin', 'office', 'station'] as const

/** The cash that couriers hand in (交款): counted by somebody else, differences booked and explained. */
export const cashUpRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cashUps, users } = deps.queries

  app.post(
    '/v1/cash-ups',
    { config: { access: CASHIERS }, schema: { body: cashUpCreate, response: { 201: cashUp } } },
    async (request, reply) => {
      const { courierId, countedFen, note = null } = request.body
      const principal = principalOf(request)
      if (courierId === principal.userId) {
        const detail = {
          zh: '配送员的交款须由他人清点',
          en: 'somebody else counts what a courier hands in',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/courierId', detail })
      }
      const courier = await users.byId(courierId)
      const enterpriseId = courier?.enterpriseId ?? null
      const mine = principal.role === 'admin' || enterpriseId === principal.enterpriseId
      if (enterpriseId === null || !mine) throw problem('UNKNOWN_REFERENCE', { path: '/courierId' })
      const done = await cashUps.create({
        id: eventIdOf(request, deps),
        enterpriseId,
        courierId,
        countedFen,
        note,
        receivedBy: principal.userId,
        countedAt: deps.clock(),
      })
      if ('id' in done) return reply.code(201).send(cashUpView(done))
      throw problem('INCONSISTENT_REQUEST', {
        path: '/note',
        measured: countedFen,
        limit: done.expectedFen,
        unit: 'fen',
        detail: {
          zh: '与配送员所收金额不符：请重新清点，或在 note 中说明原因',
          en: 'it is not what the courier took: count again, or say why in note',
        },
      })
    },
  )

  app.get(
    '/v1/cash-ups',
    {
      config: { access: [...CASHIERS, 'courier'] },
      schema: { querystring: cashUpQuery, response: { 200: pageOf(cashUp) } },
    },
    async (request) => {
      const { limit, cursor, courierId } = request.query
      const principal = principalOf(request)
      const whose = principal.role === 'courier' ? principal.userId : courierId
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await cashUps.list(scopeOf(principal), whose, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.countedAt, row.id], cashUpView)
    },
  )

  app.get(
    '/v1/cash-ups/open',
    {
      config: { access: [...CASHIERS, 'courier'] },
      schema: { querystring: enterpriseQuery, response: { 200: courierCash } },
    },
    async (request) => {
      const principal = principalOf(request)
      const asked = askedEnterprise(principal, request.query.enterpriseId, 'enterpriseId')
      const own = principal.role === 'courier' ? principal.userId : null
      return { items: [...(await cashUps.pockets(asked, own))], next: null }
    },
  )
}
