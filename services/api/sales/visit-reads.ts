import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { orderWithin } from './order-within.ts'
import { VISITORS } from './visit-desk.ts'
import { visitPrefill } from './visit-prefill.ts'
import { timeText } from '#api/time-text.ts'
import { receipt, visitPrefill as prefill } from '#schemas/api/delivery.ts'
import { uuid } from '#schemas/identifiers.ts'

const params = z.object({ id: uuid })

/** What a visit finds filled in, and the slip that it leaves. */
export const visitReadRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { visits, receipts } = deps.queries
  const within = orderWithin(deps)
  const prefilled = visitPrefill(deps)

  app.get(
    '/v1/orders/:id/visit',
    { config: { access: VISITORS }, schema: { params, response: { 200: prefill } } },
    async (request) => prefilled(await within(request, request.params.id)),
  )

  app.get(
    '/v1/orders/:id/receipt',
    {
      config: { access: [...VISITORS, 'regulator'] },
      schema: { params, response: { 200: receipt } },
    },
    async (request) => {
      const order = await within(request, request.params.id)
      const told = (await visits.ofOrder(order.id)).filter(({ outcome }) => outcome === 'delivered')
      const last = told.at(-1)
      if (last === undefined)
        throw problem('NOT_FOUND', { detail: { zh: '尚未送达', en: 'nothing was delivered yet' } })
      const declined = told.some(
        ({ body }) =>
          (body['installation'] as { state?: string } | undefined)?.state === 'declined',
      )
      return {
        no: order.no,
        orderId: order.id,
        enterpriseId: order.enterpriseId,
        deliveredAt: timeText(last.happenedAt),
        lines: order.lines.map(({ priceId: _priceId, ...line }) => line),
        cylinders: order.cylinders
          .filter(({ state }) => state === 'delivered')
          .map(({ code }) => code),
        totalFen: order.totalFen,
        slips: (await receipts.ofOrder(order.id)).map(({ no, kind, amountFen, invoiceNo }) => {
          return { no, kind, amountFen, invoiceNo }
        }),
        notes: declined ? ['INSTALLATION_DECLINED'] : [],
      }
    },
  )
}
