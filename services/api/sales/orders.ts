import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { cargoDesk } from '#api/warehouse/cargo.ts'
import { visitCodes } from './one-time-code.ts'
import { refuseCourier } from './refuse-courier.ts'
import { aheadOf, spanOf } from './instant-of.ts'
import { orderView } from './order-view.ts'
import { courierAlone, orderWithin } from './order-within.ts'
import { profileAt } from './profile-at.ts'
import { orderDesk } from './order-desk.ts'
import { refuseCylinders, refuseTwice } from './sale-refusals.ts'
import { timeText } from '#api/time-text.ts'
import { isOpenOrder } from '#domain/order-state.ts'
import { epochMs } from '#domain/units.ts'
import {
  codeCheck,
  codeChecked,
  listedOrder,
  oneTimeCode,
  order as orderSchema,
  orderAssign,
  orderCancel,
  orderCreate,
  orderQuery,
} from '#schemas/api/order.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderParties } from '#store/queries/sales/orders.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const
const SELLERS = ['admin', 'office', 'station', 'courier'] as const

/** Sale (销售): orders, their couriers, and the codes that customers sign with. */
export const orderRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders, sales } = deps.queries
  const profileOf = profileAt(deps)
  const cargo = cargoDesk(deps)
  const { mayBeSold, place } = orderDesk(deps)

  const within = orderWithin(deps)

  /** Whom they are for and who brings them; names and numbers starred out. */
  const namesOf = async (rows: readonly OrderParties[]) => {
    const people = await deps.queries.people.masked(
      rows.flatMap(({ personId }) => personId ?? []),
      ['name', 'unitName', 'phone'],
    )
    return ({ personId, courier }: OrderParties) => {
      const secrets = people.get(personId ?? '')
      const name = secrets?.['unitName'] ?? secrets?.['name'] ?? null
      return { customer: { name, phone: secrets?.['phone'] ?? null }, courier }
    }
  }

  app.post(
    '/v1/orders',
    { config: { access: SELLERS }, schema: { body: orderCreate, response: { 201: orderSchema } } },
    async (request, reply) => {
      const principal = principalOf(request)
      const by = { id: eventIdOf(request, deps), userId: principal.userId }
      const row = await place(scopeOf(principal), request.body, by)
      return reply.code(201).send(orderView(row))
    },
  )

  app.get(
    '/v1/orders',
    {
      config: { access: READERS },
      schema: { querystring: orderQuery, response: { 200: pageOf(listedOrder) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await orders.listWithParties(
        scope,
        { ...filter, seenBy: courierAlone(request) },
        limit + 1,
        after,
      )
      const named = await namesOf(rows)
      return pageFrom(
        rows,
        limit,
        (row) => [row.createdAt, row.id],
        (row) => ({ ...orderView(row), ...named(row) }),
      )
    },
  )

  app.get(
    '/v1/orders/:id',
    { config: { access: READERS }, schema: { params, response: { 200: orderSchema } } },
    async (request) => orderView(await within(request, request.params.id)),
  )

  app.post(
    '/v1/orders/:id/assign',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { params, body: orderAssign, response: { 200: orderSchema } },
    },
    async (request) => {
      const { body } = request
      const order = await within(request, request.params.id)
      const now = epochMs(deps.clock())
      if (!isOpenOrder(order.state)) throw problem('ORDER_CLOSED', { measured: order.state })
      const courier = await orders.courier(order.enterpriseId, body.courierId)
      if (courier === null) throw problem('UNKNOWN_REFERENCE', { path: '/courierId' })
      refuseTwice(body.cylinders, 'cylinders')
      const profile = await profileOf(order.region, now, order.enterpriseId)
      await mayBeSold(order, [], profile, now)
      await refuseCourier(deps, { order, courier, profile, at: now }, '/courierId')
      const rules = { profile, enterpriseId: order.enterpriseId, at: now }
      refuseCylinders(body.cylinders, await sales.cylinders(body.cylinders), rules)
      const vehicle = (await cargo.vehicleNamed(order.enterpriseId, body.vehicle)) ?? order.vehicle
      const result = await orders.assign(order.id, {
        courierId: courier.id,
        vehicle,
        codes: body.cylinders,
        appointment: aheadOf(spanOf(body.appointment, '/appointment'), now, '/appointment'),
        at: now,
      })
      if (result.ok) return orderView(result.order)
      if (result.why === 'closed') throw problem('ORDER_CLOSED', { measured: result.state })
      const path = `/cylinders/${body.cylinders.indexOf(result.code)}`
      throw problem('CYLINDER_TAKEN', {
        path,
        detail: {
          zh: `${result.code} 已在另一未完成的订单上`,
          en: `${result.code} is on another open order`,
        },
      })
    },
  )

  app.post(
    '/v1/orders/:id/cancel',
    {
      config: { access: OFFICE },
      schema: { params, body: orderCancel, response: { 200: orderSchema } },
    },
    async (request) => {
      const order = await within(request, request.params.id)
      const refused = await orders.cancel(order.id, request.body.reason, deps.clock())
      if (refused !== null) throw problem('ORDER_CLOSED', { measured: refused })
      return orderView(await within(request, order.id))
    },
  )

  const codes = visitCodes(deps)

  // The customer alone is told; who asks for it learns until when it holds.
  app.post(
    '/v1/orders/:id/code',
    { config: { access: SELLERS }, schema: { params, response: { 201: oneTimeCode } } },
    async (request, reply) => {
      const order = await within(request, request.params.id)
      if (!isOpenOrder(order.state)) throw problem('ORDER_CLOSED', { measured: order.state })
      const { until } = await codes.send(order)
      return reply.code(201).send({ until: timeText(until) })
    },
  )

  app.post(
    '/v1/orders/:id/code/check',
    {
      config: { access: SELLERS },
      schema: { params, body: codeCheck, response: { 200: codeChecked } },
    },
    async (request) => {
      const order = await within(request, request.params.id)
      const verdict = await codes.check(order, request.body.code, deps.clock())
      if (verdict === 'right') return { proven: true }
      const left = await codes.left(order)
      throw problem('CODE_REFUSED', {
        path: '/code',
        rule: verdict,
        measured: left,
        unit: 'guesses',
      })
    },
  )
}
