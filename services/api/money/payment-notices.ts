import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { happenedOf } from '#api/sales/instant-of.ts'
import { noticeHeaders, noticeTaken, paymentNotice } from '#schemas/api/online-payment.ts'

/** The provider tells that an online payment was made: believed when it is signed and fresh, booked once. */
export const paymentNoticeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { onlinePayments } = deps.queries

  app.post(
    '/v1/public/payment-notices',
    {
      config: {
        access: 'public',
        rateLimit: { max: deps.config.publicPerMinute, timeWindow: '1 minute' },
      },
      schema: { headers: noticeHeaders, body: paymentNotice, response: { 200: noticeTaken } },
    },
    async (request) => {
      const { headers, body } = request
      const signed = {
        timestamp: headers['x-lpg-timestamp'],
        nonce: headers['x-lpg-nonce'],
        signature: headers['x-lpg-signature'],
      }
      if (deps.pay?.isGenuine(body, signed) !== true) throw problem('UNAUTHENTICATED')
      const now = deps.clock()
      const { amountFen, providerId } = body
      const id = body.id.toLowerCase()
      const paidAt = happenedOf(body.paidAt, '/paidAt', now)
      const outcome = await onlinePayments.settle({ id, amountFen, providerId, paidAt, now })
      if (outcome === null) throw problem('NOT_FOUND')
      if (outcome === 'amount') {
        const detail = { zh: '金额与订单不符', en: 'another sum than was opened' }
        throw problem('INCONSISTENT_REQUEST', { path: '/amountFen', detail })
      }
      return { id, state: 'paid' }
    },
  )
}
