import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { problemMessage } from '#api/problem-message.ts'
import { epochMs } from '#domain/units.ts'
import { orderCouriers } from '#schemas/api/order.ts'
import { uuid } from '#schemas/identifiers.ts'
import { profileAt } from './profile-at.ts'
import { courierProblem, courierRefusal } from './refuse-courier.ts'

const params = z.object({ id: uuid })

/** 派单: who may bring an order, and why somebody may not, before anybody is asked in vain. */
export const dispatchRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders } = deps.queries
  const profileOf = profileAt(deps)

  app.get(
    '/v1/orders/:id/couriers',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { params, response: { 200: orderCouriers } },
    },
    async (request) => {
      const order = await orders.byId(scopeOf(principalOf(request)), request.params.id)
      if (order === null) throw problem('NOT_FOUND')
      const at = epochMs(deps.clock())
      const profile = await profileOf(order.region, at, order.enterpriseId)
      const items = []
      for (const courier of await orders.couriers(order.enterpriseId)) {
        const refusal = await courierRefusal(deps, { order, courier, profile, at })
        const told = refusal === null ? null : courierProblem(refusal, courier.username)
        items.push({
          ...courier,
          refusal:
            told === null
              ? null
              : { code: told[0], clause: told[1].clause ?? null, message: problemMessage(...told) },
        })
      }
      return { items }
    },
  )
}
