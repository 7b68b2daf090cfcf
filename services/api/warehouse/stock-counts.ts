import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { recordAll } from '#api/sales/returned.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  countCreate,
  countQuery,
  countScanned,
  countScans,
  difference as differenceSchema,
  differenceQuery,
  differenceResolve,
  differenceResolved,
  stockCount,
} from '#schemas/api/stock-count.ts'
import { cylinderCode, uuid } from '#schemas/identifiers.ts'
import type { CountRow, DifferenceRow } from '#store/queries/warehouse/stock-counts.ts'
import { refuseResolution, resolutionEvent } from './resolve-difference.ts'
import { stockDesk } from './stock-desk.ts'

const params = z.object({ id: uuid })
const ofDifference = params.extend({ code: cylinderCode })
const READERS = ['admin', 'office', 'station', 'regulator'] as const
const COUNTERS = ['admin', 'office', 'station'] as const

const countView = ({ no: _no, ...row }: CountRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  closedAt: timeTextOrNull(row.closedAt),
})

const differenceView = (row: DifferenceRow) => ({
  ...row,
  believed:
    row.believed === null
      ? null
      : {
          ...row.believed,
          since: row.believed.since === 0 ? null : timeTextOrNull(row.believed.since),
        },
  resolvedAt: timeTextOrNull(row.resolvedAt),
})

/** Stock counts (盘点): open, scan, close; what differs is settled by a person who says why. */
export const stockCountRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { inspections, stockCounts, vehicles } = deps.queries
  const { siteWithin } = stockDesk(deps)

  /** Own stations and vehicles; a laboratory is whatever enterprise tests for others. */
  const standsThere = async (
    request: FastifyRequest,
    { enterpriseId }: CountRow,
    { kind, id }: { readonly kind: 'station' | 'vehicle' | 'lab'; readonly id: string },
  ): Promise<boolean> => {
    switch (kind) {
      case 'station':
        return (await siteWithin(request, id).catch(() => null)) !== null
      case 'vehicle':
        return (await vehicles.named(enterpriseId, id)) !== null
      case 'lab':
        return (await inspections.enterpriseNames([id])).has(id)
    }
  }

  const within = async (request: FastifyRequest, id: string): Promise<CountRow> => {
    const row = await stockCounts.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  app.post(
    '/v1/stock-counts',
    { config: { access: COUNTERS }, schema: { body: countCreate, response: { 201: stockCount } } },
    async (request, reply) => {
      const site = await siteWithin(request, request.body.siteId).catch(() => null)
      if (site === null) throw problem('UNKNOWN_REFERENCE', { path: '/siteId' })
      const id = eventIdOf(request, deps)
      const made = await stockCounts.create({
        id,
        enterpriseId: site.enterpriseId,
        siteId: site.id,
        zone: request.body.zone ?? null,
        openedAt: deps.clock(),
        openedBy: principalOf(request).userId,
      })
      if (made === 'unique') throw problem('COUNT_OPEN', { path: '/siteId' })
      return reply.code(201).send(countView(await within(request, id)))
    },
  )

  app.get(
    '/v1/stock-counts',
    {
      config: { access: READERS },
      schema: { querystring: countQuery, response: { 200: pageOf(stockCount) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await stockCounts.list(scope, filter, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, ({ no }) => no, countView)
    },
  )

  app.get(
    '/v1/stock-counts/:id',
    { config: { access: READERS }, schema: { params, response: { 200: stockCount } } },
    async (request) => countView(await within(request, request.params.id)),
  )

  app.post(
    '/v1/stock-counts/:id/scans',
    {
      config: { access: COUNTERS },
      schema: { params, body: countScans, response: { 200: countScanned } },
    },
    async (request) => {
      const count = await within(request, request.params.id)
      const { scans } = request.body
      const first = new Map<string, (typeof scans)[number]>()
      for (const scan of scans) if (!first.has(scan.code)) first.set(scan.code, scan)
      const now = deps.clock()
      const read = [...first.values()].map(({ code, condition = null, at }) => ({
        code,
        condition,
        // Nothing is scanned before the count was opened, nor later than now.
        at:
          at === undefined ? now : Math.min(now, Math.max(count.openedAt, instantOf(at, '/scans'))),
      }))
      const added = await stockCounts.scan(count, read, principalOf(request).userId)
      if (added === null) throw problem('COUNT_CLOSED')
      const { scanned } = await within(request, count.id)
      return { received: scans.length, added, repeated: scans.length - added, scanned }
    },
  )

  app.post(
    '/v1/stock-counts/:id/close',
    { config: { access: COUNTERS }, schema: { params, response: { 200: stockCount } } },
    async (request) => {
      const count = await within(request, request.params.id)
      const by = { by: principalOf(request).userId, at: deps.clock() }
      // Codes of other owners may have been scanned: where they are is compared, and not shown.
      if (!(await deps.queries.beyond(() => stockCounts.close(count.id, by)))) {
        throw problem('COUNT_CLOSED')
      }
      return countView(await within(request, count.id))
    },
  )

  app.get(
    '/v1/stock-counts/:id/differences',
    {
      config: { access: READERS },
      schema: {
        params,
        querystring: differenceQuery,
        response: { 200: pageOf(differenceSchema) },
      },
    },
    async (request) => {
      const { limit, cursor, kind, state } = request.query
      const count = await within(request, request.params.id)
      const filter = { kind, open: state === 'open' }
      const after = decodeCursor(cursor, cylinderCode)
      const rows = await stockCounts.differences(count.id, filter, limit + 1, after)
      return pageFrom(rows, limit, ({ code }) => code, differenceView)
    },
  )

  app.post(
    '/v1/stock-counts/:id/differences/:code/resolve',
    {
      config: { access: COUNTERS },
      schema: {
        params: ofDifference,
        body: differenceResolve,
        response: { 200: differenceResolved },
      },
    },
    async (request) => {
      const { id, code } = request.params
      const wanted = request.body
      const count = await within(request, id)
      if (count.state !== 'closed') throw problem('COUNT_NOT_CLOSED')
      const found = await stockCounts.difference(count.id, code)
      if (found === null) throw problem('NOT_FOUND')
      refuseResolution(found, wanted)
      if (wanted.resolution === 'moved') {
        if (!(await standsThere(request, count, wanted.to))) {
          const detail = {
            zh: `没有 ${wanted.to.kind} ${wanted.to.id}`,
            en: `there is no ${wanted.to.kind} ${wanted.to.id}`,
          }
          throw problem('UNKNOWN_REFERENCE', { path: '/to/id', detail })
        }
      }
      const { resolution, reason } = wanted
      const by = { by: principalOf(request).userId, at: deps.clock() }
      const told = await resolutionEvent(deps, request, { count, code, wanted })
      // Written down first: of two people one is right, and what a crash left untold is told by a job or by the repeat.
      await stockCounts.resolve(count, code, { resolution, reason, ...by }, told)
      const after = await stockCounts.difference(count.id, code)
      if (after === null || after.resolution !== resolution || after.reason !== reason) {
        throw problem('ALREADY_RESOLVED', { measured: after?.resolution ?? undefined })
      }
      const findings = await recordAll(deps, told === null ? [] : [told])
      return { difference: differenceView(after), findings: [...(findings.get(code) ?? [])] }
    },
  )
}
