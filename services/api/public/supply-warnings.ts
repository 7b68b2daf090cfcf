import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { happenedOf, instantOf } from '#api/sales/instant-of.ts'
import { ledgerPage } from '#api/service/ledger-page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  supplyWarning,
  warningCreate,
  warningLevel,
  warningLift,
  warningQuery,
  warningReport,
} from '#schemas/api/supply-warning.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { WarningRow } from '#store/queries/public/supply-warnings.ts'

/** Whoever answers a customer has to know (R000-6.2.5). */
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const
const params = z.object({ id: uuid })

export const warningView = (row: WarningRow, now: number) => ({
  ...row,
  startsAt: timeText(row.startsAt),
  endsAt: timeTextOrNull(row.endsAt),
  inForce: row.liftedAt === null && (row.endsAt === null || row.endsAt > now),
  publishedAt: timeText(row.publishedAt),
  liftedAt: timeTextOrNull(row.liftedAt),
  reportedAt: timeTextOrNull(row.reportedAt),
  changes: row.changes.map(({ at, level, reason }) => ({ at: timeText(at), level, reason })),
})

/** 预警和停气通知: weather, peaks, holidays, events, interruptions; level, end, and the report to the authority (R003-5.12.6-8). */
export const supplyWarningRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { supplyWarnings } = deps.queries
  const show = (row: WarningRow) => warningView(row, deps.clock())

  const within = async (request: FastifyRequest, id: string): Promise<WarningRow> => {
    const row = await supplyWarnings.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** The row as it stands now. @throws ALREADY_CLOSED when nothing was changed */
  const changed = async (request: FastifyRequest, id: string, done: boolean) => {
    if (!done) throw problem('ALREADY_CLOSED')
    return show(await within(request, id))
  }

  app.post(
    '/v1/supply-warnings',
    {
      config: { access: OFFICE },
      schema: { body: warningCreate, response: { 201: supplyWarning } },
    },
    async (request, reply) => {
      const { enterpriseId: asked, startsAt, endsAt, ...body } = request.body
      const principal = principalOf(request)
      const enterpriseId = askedEnterprise(principal, asked, '/enterpriseId')
      const now = deps.clock()
      const from = instantOf(startsAt, '/startsAt')
      const until = endsAt === undefined ? null : instantOf(endsAt, '/endsAt')
      if (until !== null && (until <= from || until <= now)) {
        const detail = {
          zh: '结束时间有误',
          en: 'it would be over before it begins, or is over already',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/endsAt', detail })
      }
      const id = eventIdOf(request, deps)
      await supplyWarnings.add({
        ...body,
        id,
        enterpriseId,
        startsAt: from,
        endsAt: until,
        publishedBy: principal.userId,
        publishedAt: now,
      })
      return reply.code(201).send(show(await within(request, id)))
    },
  )

  app.get(
    '/v1/supply-warnings',
    {
      config: { access: READERS },
      schema: { querystring: warningQuery, response: { 200: pageOf(supplyWarning) } },
    },
    (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const asked = { ...filter, now: deps.clock() }
      return ledgerPage(
        { limit, cursor },
        (row: WarningRow) => row.publishedAt,
        (most, after) => supplyWarnings.list(scope, asked, most, after),
        show,
      )
    },
  )

  app.post(
    '/v1/supply-warnings/:id/level',
    {
      config: { access: OFFICE },
      schema: { params, body: warningLevel, response: { 200: supplyWarning } },
    },
    async (request) => {
      const { id, level: before } = await within(request, request.params.id)
      const { level, reason } = request.body
      if (level === before) {
        const detail = { zh: '级别未变', en: 'it has that level already' }
        throw problem('INCONSISTENT_REQUEST', { path: '/level', detail })
      }
      const by = principalOf(request).userId
      const done = await supplyWarnings.change(id, { at: deps.clock(), level, reason, by })
      return changed(request, id, done)
    },
  )

  app.post(
    '/v1/supply-warnings/:id/lift',
    {
      config: { access: OFFICE },
      schema: { params, body: warningLift, response: { 200: supplyWarning } },
    },
    async (request) => {
      const { id } = await within(request, request.params.id)
      const { reason } = request.body
      const by = principalOf(request).userId
      const done = await supplyWarnings.change(id, { at: deps.clock(), level: null, reason, by })
      return changed(request, id, done)
    },
  )

  app.post(
    '/v1/supply-warnings/:id/report',
    {
      config: { access: OFFICE },
      schema: { params, body: warningReport, response: { 200: supplyWarning } },
    },
    async (request) => {
      const { id } = await within(request, request.params.id)
      const { reportedAt, authority, number } = request.body
      const at = happenedOf(reportedAt, '/reportedAt', deps.clock())
      const done = await supplyWarnings.report(id, { at, authority, number: number ?? null })
      return changed(request, id, done)
    },
  )
}
