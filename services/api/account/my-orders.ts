import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { spanOf } from '#api/sales/instant-of.ts'
import { orderDesk } from '#api/sales/order-desk.ts'
import { orderView } from '#api/sales/order-view.ts'
import { timeText } from '#api/time-text.ts'
import {
  myAppointment,
  myOrderCreate,
  rating as ratingSchema,
  ratingCreate,
  ratingQuery,
} from '#schemas/api/account.ts'
import { order as orderSchema, orderCancel, orderQuery } from '#schemas/api/order.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { RatingRow } from '#store/queries/account/ratings.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import { asMe, CUSTOMER, forMe, type Me, ownAccount } from './own-account.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const listQuery = orderQuery.omit({ customerId: true, courierId: true })

const ratingView = (row: RatingRow) => ({
  ...row,
  deliveredAt: timeText(row.deliveredAt),
  ratedAt: timeText(row.ratedAt),
})

/** A customer's own orders: placed, moved, cancelled, rated. */
export const myOrderRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders, ratings, visits } = deps.queries
  const { place } = orderDesk(deps)

  /** @throws NOT_FOUND for an order of anybody else */
  const mine = async (me: Me, id: string): Promise<OrderRow> => {
    const row = await asMe(deps, me, () => orders.byId(me.scope, id))
    if (row === null || row.customerId !== me.customerId) throw problem('NOT_FOUND')
    return row
  }

  const own = async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const me = await ownAccount(deps, request)
    return { me, order: await mine(me, request.params.id) }
  }

  app.post(
    '/v1/me/orders',
    {
      config: { access: CUSTOMER },
      schema: { body: myOrderCreate, response: { 201: orderSchema } },
    },
    async (request, reply) => {
      const me = await ownAccount(deps, request)
      const by = { id: eventIdOf(request, deps), userId: me.userId }
      const body = { ...request.body, customerId: me.customerId }
      const row = await forMe(deps, me, () => place(me.scope, body, by))
      return reply.code(201).send(orderView(row))
    },
  )

  app.get(
    '/v1/me/orders',
    {
      config: { access: CUSTOMER },
      schema: { querystring: listQuery, response: { 200: pageOf(orderSchema) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const me = await ownAccount(deps, request)
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const filter = { customerId: me.customerId, state }
      const rows = await asMe(deps, me, () => orders.list(me.scope, filter, limit + 1, after))
      return pageFrom(rows, limit, (row) => [row.createdAt, row.id], orderView)
    },
  )

  app.get(
    '/v1/me/orders/:id',
    { config: { access: CUSTOMER }, schema: { params, response: { 200: orderSchema } } },
    async (request) => orderView((await own(request)).order),
  )

  app.post(
    '/v1/me/orders/:id/appointment',
    {
      config: { access: CUSTOMER },
      schema: { params, body: myAppointment, response: { 200: orderSchema } },
    },
    async (request) => {
      const { me, order } = await own(request)
      const span = spanOf(request.body.appointment, '/appointment')
      if (span === null || span.from <= deps.clock()) {
        const detail = { zh: '预约时间须在将来', en: 'an appointment lies ahead' }
        throw problem('INCONSISTENT_REQUEST', { path: '/appointment/from', detail })
      }
      const move = () => orders.moveAppointment(order.id, span, deps.clock())
      const refused = await forMe(deps, me, move)
      if (refused !== null) throw problem('ORDER_CLOSED', { measured: refused })
      return orderView(await mine(me, order.id))
    },
  )

  app.post(
    '/v1/me/orders/:id/cancel',
    {
      config: { access: CUSTOMER },
      schema: { params, body: orderCancel, response: { 200: orderSchema } },
    },
    async (request) => {
      const { me, order } = await own(request)
      const cancel = () => orders.cancel(order.id, request.body.reason, deps.clock())
      const refused = await forMe(deps, me, cancel)
      if (refused !== null) throw problem('ORDER_CLOSED', { measured: refused })
      return orderView(await mine(me, order.id))
    },
  )

  app.post(
    '/v1/me/orders/:id/rating',
    {
      config: { access: CUSTOMER },
      schema: { params, body: ratingCreate, response: { 201: ratingSchema } },
    },
    async (request, reply) => {
      const { me, order } = await own(request)
      const all = await forMe(deps, me, () => visits.ofOrder(order.id))
      const told = all.filter(({ outcome }) => outcome === 'delivered')
      const last = told.at(-1)
      if (last === undefined) {
        const detail = { zh: '配送完成后才能评价', en: 'rate the delivery when it was there' }
        throw problem('INCONSISTENT_REQUEST', { path: '/score', measured: order.state, detail })
      }
      const rated = {
        orderId: order.id,
        enterpriseId: order.enterpriseId,
        customerId: order.customerId,
        region: order.region,
        courierId: order.courierId,
        score: request.body.score,
        comment: request.body.comment ?? null,
        deliveredAt: last.happenedAt,
        ratedAt: deps.clock(),
      }
      const fresh = await forMe(deps, me, () => ratings.create(rated))
      if (!fresh)
        throw problem('ALREADY_EXISTS', {
          detail: { zh: '该次配送已评价过', en: 'this delivery was rated before' },
        })
      const row = await asMe(deps, me, () => ratings.byOrder(order.id))
      if (row === null) throw problem('NOT_FOUND')
      return reply.code(201).send(ratingView(row))
    },
  )

  app.get(
    '/v1/ratings',
    {
      config: { access: OVERSEERS },
      schema: { querystring: ratingQuery, response: { 200: pageOf(ratingSchema) } },
    },
    async (request) => {
      const { limit, cursor, atMost } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await ratings.list(scopeOf(principalOf(request)), atMost, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.ratedAt, row.orderId], ratingView)
    },
  )
}
