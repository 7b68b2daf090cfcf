import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { priceChange, refuseFee } from './price-change.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import { day } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import { price, priceCreate, priceQuery } from '#schemas/api/price.ts'
import { calendarDate } from '#schemas/time.ts'
import { uuid } from '#schemas/identifiers.ts'

const cursorKey = z.tuple([calendarDate, uuid])

/** What gas costs (价格表): dated, only added to; an order keeps the price of its day. */
export const priceRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { prices } = deps.queries
  const changeOf = priceChange(deps)

  app.post(
    '/v1/prices',
    { config: { access: OFFICE }, schema: { body: priceCreate, response: { 201: price } } },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      mayActFor(principal, body.enterpriseId, '/enterpriseId')
      const model = modelOf(body.model)
      if (model === null) throw problem('UNKNOWN_MODEL', { path: '/model' })
      if (body.labelledNetG > model.maxG) {
        throw problem('INCONSISTENT_REQUEST', {
          path: '/labelledNetG',
          measured: body.labelledNetG,
          limit: model.maxG,
          unit: 'g',
          detail: {
            zh: `${model.name} 最多充装 ${model.maxG} g`,
            en: `${model.name} holds ${model.maxG} g at most`,
          },
        })
      }
      await refuseFee(deps, body)
      const { basis, ...priced } = body
      const row = { ...priced, id: deps.newId(), model: model.name }
      const stored = await prices.create({
        ...row,
        change: await changeOf(row, basis),
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      if (stored === 'unique') {
        const detail = {
          zh: '该规格自该日起的价格已存在，请改用其他日期',
          en: 'a price of this size from this day is there; add one from another day',
        }
        throw problem('ALREADY_EXISTS', { path: '/validFrom', detail })
      }
      if (stored === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      return reply.code(201).send(row)
    },
  )

  app.get(
    '/v1/prices',
    {
      config: { access: STAFF },
      schema: { querystring: priceQuery, response: { 200: pageOf(price) } },
    },
    async (request) => {
      const { limit, cursor, enterpriseId, on } = request.query
      const principal = principalOf(request)
      // Prices are published: a regulator reads everybody's, staff their own.
      const own = principal.role === 'admin' || principal.role === 'regulator'
      const asked = own ? (enterpriseId ?? null) : principal.enterpriseId
      if (on !== undefined && asked !== null) {
        return { items: [...(await prices.pricesOn(asked, day(on)))], next: null }
      }
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { validFrom: key[0], id: key[1] }
      const rows = await prices.list(asked, limit + 1, after)
      return pageFrom(
        rows,
        limit,
        (row) => [row.validFrom, row.id],
        (row) => ({ ...row }),
      )
    },
  )
}
