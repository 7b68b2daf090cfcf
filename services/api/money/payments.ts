import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { customerWithin } from '#api/people/customer-view.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { paymentWays } from '#domain/money/posting.ts'
import { enterpriseQuery } from '#schemas/api/notification.ts'
import {
  customerAccount,
  paymentCreate,
  paymentTerms,
  paymentTermsView,
  refundCreate,
} from '#schemas/api/money.ts'
import { uuid } from '#schemas/identifiers.ts'

const params = z.object({ id: uuid })
const CASHIERS = ['admin', 'office', 'station'] as const
/** Clocks of phones and tills differ a little. */
const AHEAD_MS = 120_000

/** What customers pay and get back outside of a delivery (收款、退款), and how an enterprise is paid. */
export const paymentRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { payments, balances, orders } = deps.queries

  const paidAtOf = (text: string): number => {
    const paidAt = instantOf(text, '/paidAt')
    if (paidAt <= deps.clock() + AHEAD_MS) return paidAt
    throw problem('INCONSISTENT_REQUEST', {
      path: '/paidAt',
      detail: { zh: '时间晚于现在', en: 'it lies in the future' },
    })
  }

  /** @throws PAYMENT_WAY_NOT_OFFERED */
  const refuseWay = async (enterpriseId: string, method: (typeof paymentWays)[number]) => {
    const terms = await payments.terms(enterpriseId)
    if (terms === null || terms.ways.includes(method)) return
    const detail = {
      zh: `该企业可用的支付方式：${terms.ways.join('、')}`,
      en: `the enterprise takes ${terms.ways.join(', ')}`,
    }
    throw problem('PAYMENT_WAY_NOT_OFFERED', { path: '/method', detail, clause: 'R000-5.1.2' })
  }

  const accountView = async (customerId: string) => {
    const deposits = await balances.depositsHeld(customerId)
    const depositsFen = deposits.reduce((sum, { amountFen }) => sum + amountFen, 0)
    const balanceFen = await balances.balance(customerId)
    return { customerId, balanceFen, depositsFen, deposits: [...deposits] }
  }

  /** Cash that a courier takes is in the courier's pocket. */
  const pocketOf = (request: FastifyRequest): string | null => {
    const { role, userId } = principalOf(request)
    return role === 'courier' ? userId : null
  }

  app.post(
    '/v1/payments',
    {
      config: { access: [...CASHIERS, 'courier'] },
      schema: { body: paymentCreate, response: { 201: customerAccount } },
    },
    async (request, reply) => {
      const { customerId, amountFen, method, orderId = null, paidAt } = request.body
      const principal = principalOf(request)
      const customer = await customerReferred(request, customerId)
      const { enterpriseId } = customer
      await refuseWay(enterpriseId, method)
      if (orderId !== null) {
        const order = await orders.byId(scopeOf(principal), orderId)
        if (order?.customerId !== customerId)
          throw problem('UNKNOWN_REFERENCE', { path: '/orderId' })
      }
      const happenedAt = paidAtOf(paidAt)
      const booking = { enterpriseId, happenedAt, recordedAt: deps.clock(), by: principal.userId }
      const id = eventIdOf(request, deps)
      const courierId = pocketOf(request)
      await payments.pay({ id, customerId, orderId, method, amountFen, courierId, booking })
      return reply.code(201).send(await accountView(customerId))
    },
  )

  const customerReferred = async (request: FastifyRequest, id: string) => {
    const row = await deps.queries.customers.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
    return row
  }

  app.post(
    '/v1/refunds',
    {
      config: { access: CASHIERS },
      schema: { body: refundCreate, response: { 201: customerAccount } },
    },
    async (request, reply) => {
      const { customerId, amountFen, method, reason, signature, paidAt } = request.body
      const { enterpriseId } = await customerReferred(request, customerId)
      await refuseMissing(deps, enterpriseId, [['/signature', signature, 'signature']])
      const credit = await payments.refund({
        id: eventIdOf(request, deps),
        customerId,
        orderId: null,
        method,
        amountFen,
        courierId: null,
        booking: {
          enterpriseId,
          happenedAt: paidAtOf(paidAt),
          recordedAt: deps.clock(),
          by: principalOf(request).userId,
          reason,
          proof: { signature },
        },
      })
      if (credit !== null) {
        const limits = { measured: amountFen, limit: credit, unit: 'fen' }
        throw problem('NOTHING_TO_REFUND', { path: '/amountFen', ...limits })
      }
      return reply.code(201).send(await accountView(customerId))
    },
  )

  app.get(
    '/v1/customers/:id/account',
    {
      config: { access: ['admin', 'office', 'station', 'courier', 'regulator'] },
      schema: { params, response: { 200: customerAccount } },
    },
    async (request) => accountView((await customerWithin(deps, request, request.params.id)).id),
  )

  app.get(
    '/v1/payment-terms',
    {
      config: { access: [...CASHIERS, 'courier'] },
      schema: { querystring: enterpriseQuery, response: { 200: paymentTermsView } },
    },
    async (request) => {
      const { enterpriseId } = request.query
      const asked = askedEnterprise(principalOf(request), enterpriseId, 'enterpriseId')
      const terms = (await payments.terms(asked)) ?? { ways: paymentWays, freeDelivery: false }
      return { enterpriseId: asked, ...terms, ways: [...terms.ways] }
    },
  )

  app.put(
    '/v1/payment-terms',
    {
      config: { access: OFFICE },
      schema: { body: paymentTerms, response: { 200: paymentTermsView } },
    },
    async (request) => {
      const { enterpriseId, ways, freeDelivery } = request.body
      const principal = principalOf(request)
      const asked = askedEnterprise(principal, enterpriseId, '/enterpriseId')
      const known = await deps.queries.enterprises.byId(scopeOf(principal), asked)
      if (known === null) throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      const terms = { ways: [...new Set(ways)], freeDelivery }
      await payments.setTerms(asked, terms, { by: principal.userId, at: deps.clock() })
      return { enterpriseId: asked, ...terms }
    },
  )
}
