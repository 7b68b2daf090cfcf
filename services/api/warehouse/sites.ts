import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { mayActFor, OFFICE, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import type { EpochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  site as siteSchema,
  siteChange,
  siteCreate,
  siteQuery,
  siteStock,
  stockMove,
  stockMoved,
  stockQuery,
} from '#schemas/api/site.ts'
import { cylinderCode, stationId } from '#schemas/identifiers.ts'
import type { SiteRow } from '#store/queries/warehouse/sites.ts'
import { type Move, stockDesk } from './stock-desk.ts'

const params = z.object({ id: stationId })
const MOVERS = ['admin', 'office', 'station', 'courier'] as const

type StockTotal = { readonly zone: string; readonly model: string; readonly cylinders: number }

/** What full cylinders of these sizes may hold, g: the capacity of a store is one of gas. */
const gasOf = (rows: readonly StockTotal[]): number =>
  rows
    .filter(({ zone }) => zone === 'full')
    .reduce((sum, { model, cylinders }) => sum + (modelOf(model)?.maxG ?? 0) * cylinders, 0)

/** Sites (站点), their stock, and what goes in and out. */
export const siteRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { custody, sites, vehicles } = deps.queries
  const { siteWithin, moveStock, whenOf, requestId } = stockDesk(deps)

  app.post(
    '/v1/sites',
    { config: { access: OFFICE }, schema: { body: siteCreate, response: { 201: siteSchema } } },
    async (request, reply) => {
      const { body } = request
      mayActFor(principalOf(request), body.enterpriseId, '/enterpriseId')
      const row = await sites.create({
        ...body,
        licenceNo: body.licenceNo ?? null,
        licenceUntil: body.licenceUntil ?? null,
        address: body.address ?? null,
        capacityCylinders: body.capacityCylinders ?? null,
        capacityG: body.capacityG ?? null,
        location: body.location ?? null,
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/id' })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      deps.siteChanged()
      return reply.code(201).send(row)
    },
  )

  app.get(
    '/v1/sites',
    {
      config: { access: STAFF },
      schema: { querystring: siteQuery, response: { 200: pageOf(siteSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await sites.list(scope, filter, limit + 1, decodeCursor(cursor, stationId))
      return pageFrom(
        rows,
        limit,
        ({ id }) => id,
        (row) => row,
      )
    },
  )

  app.get(
    '/v1/sites/:id',
    { config: { access: STAFF }, schema: { params, response: { 200: siteSchema } } },
    async (request) => siteWithin(request, request.params.id),
  )

  app.patch(
    '/v1/sites/:id',
    {
      config: { access: OFFICE },
      schema: { params, body: siteChange, response: { 200: siteSchema } },
    },
    async (request) => {
      const row = await siteWithin(request, request.params.id)
      await sites.change(row.id, request.body)
      deps.siteChanged()
      return siteWithin(request, row.id)
    },
  )

  app.get(
    '/v1/sites/:id/stock',
    {
      config: { access: STAFF },
      schema: { params, querystring: stockQuery, response: { 200: siteStock } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const row = await siteWithin(request, request.params.id)
      const after = decodeCursor(cursor, cylinderCode)
      const [totals, rows] = await Promise.all([
        custody.stockTotals(row.id),
        custody.stock(row.id, filter, limit + 1, after),
      ])
      const page = pageFrom(
        rows,
        limit,
        ({ code }) => code,
        ({ enterpriseId, since, ...one }) => ({
          ...one,
          ownerId: enterpriseId,
          since: timeText(since),
        }),
      )
      return {
        siteId: row.id,
        bookedAt: timeTextOrNull(totals.bookedAt),
        cylinders: totals.rows.reduce((sum, { cylinders }) => sum + cylinders, 0),
        capacityCylinders: row.capacityCylinders,
        massG: gasOf(totals.rows),
        capacityG: row.capacityG,
        totals: [...totals.rows],
        ...page,
      }
    },
  )

  /** Told, never refused: the cylinders are there (R000-4.3.3.5). What the books know is some seconds old. */
  const warningsOf = async (row: SiteRow, at: EpochMs) => {
    const warnings: {
      code: string
      measured: number | string
      limit: number | string
      unit?: string
    }[] = []
    if (row.closedOn !== null && dayOf(at) >= row.closedOn) {
      warnings.push({ code: 'SITE_CLOSED', measured: dayOf(at), limit: row.closedOn })
    }
    if (row.capacityCylinders === null && row.capacityG === null) return warnings
    const { rows } = await custody.stockTotals(row.id)
    const over = (measured: number, limit: number | null, unit: string): void => {
      if (limit === null || measured <= limit) return
      warnings.push({ code: 'CAPACITY_EXCEEDED', measured, limit, unit })
    }
    over(
      rows.reduce((sum, { cylinders }) => sum + cylinders, 0),
      row.capacityCylinders,
      'cylinders',
    )
    over(gasOf(rows), row.capacityG, 'g')
    return warnings
  }

  const moveOf = async (
    request: FastifyRequest & { body: z.infer<typeof stockMove> },
    site: SiteRow,
    type: Move['type'],
  ): Promise<Move> => {
    const { happenedAt, vehicleId, cylinders } = request.body
    const told = happenedAt === undefined ? undefined : instantOf(happenedAt, '/happenedAt')
    let vehicle: string | undefined
    if (vehicleId !== undefined) {
      const found = await vehicles.named(site.enterpriseId, vehicleId)
      if (found === null) throw problem('UNKNOWN_REFERENCE', { path: '/vehicleId' })
      vehicle = found.id
    }
    return {
      type,
      site,
      scans: cylinders,
      vehicle,
      at: whenOf(told),
      id: requestId(request),
      asked: told === undefined,
    }
  }

  const routes = [
    ['/v1/sites/:id/stock-in', 'stock.in'],
    ['/v1/sites/:id/stock-out', 'stock.out'],
  ] as const
  for (const [url, type] of routes) {
    app.post(
      url,
      {
        config: { access: MOVERS },
        schema: { params, body: stockMove, response: { 201: stockMoved } },
      },
      async (request, reply) => {
        const row = await siteWithin(request, request.params.id)
        const move = await moveOf(request, row, type)
        const cylinders = await moveStock(request, move)
        const warnings = type === 'stock.in' ? await warningsOf(row, move.at) : []
        return reply.code(201).send({
          siteId: row.id,
          happenedAt: timeText(move.at),
          cylinders: [...cylinders],
          warnings,
        })
      },
    )
  }
}
