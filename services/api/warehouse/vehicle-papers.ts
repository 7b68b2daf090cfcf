import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import { paperRevoke } from '#schemas/api/staff-paper.ts'
import {
  paper as paperSchema,
  paperCreate,
  paperDue,
  paperDueQuery,
  paperQuery,
} from '#schemas/api/vehicle.ts'
import { stationId, uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { DuePaper, PaperRow } from '#store/queries/warehouse/vehicle-papers.ts'

const READERS = ['admin', 'office', 'station', 'regulator'] as const
/** A renewal takes weeks. */
const AHEAD_DAYS = 30

const byEnd = z.tuple([calendarDate, cursorId])
const dueKey = z.tuple([calendarDate, z.enum(['vehicle', 'staff']), cursorId])

const paperView = ({ no: _no, ...row }: PaperRow) => ({
  ...row,
  revokedAt: timeTextOrNull(row.revokedAt),
  recordedAt: timeText(row.recordedAt),
})

/** Papers of vehicles with their end, and what ends soon: of vehicles, drivers, escorts and everybody else. */
export const vehiclePaperRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { vehiclePapers, vehicles } = deps.queries

  app.post(
    '/v1/vehicles/:id/papers',
    {
      config: { access: OFFICE },
      schema: {
        params: z.object({ id: stationId }),
        body: paperCreate,
        response: { 201: paperSchema },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const vehicle = await vehicles.byId(scopeOf(principal), request.params.id)
      if (vehicle === null) throw problem('NOT_FOUND')
      if (body.kind === 'other' && body.title === undefined) {
        const detail = {
          zh: '其他证件须在名称中写明是什么',
          en: 'an other paper says in its title what it is',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/title', detail })
      }
      if (body.validFrom !== undefined && body.validFrom > body.validUntil) {
        const detail = { zh: '有效期截止早于起始', en: 'validUntil lies before validFrom' }
        throw problem('INCONSISTENT_REQUEST', { path: '/validUntil', detail })
      }
      const row = await vehiclePapers.addPaper({
        ...body,
        id: eventIdOf(request, deps),
        enterpriseId: vehicle.enterpriseId,
        vehicleId: vehicle.id,
        title: body.title ?? null,
        issuedBy: body.issuedBy ?? null,
        validFrom: body.validFrom ?? null,
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/paperNo' })
      return reply.code(201).send(paperView(row))
    },
  )

  app.get(
    '/v1/vehicle-papers',
    {
      config: { access: READERS },
      schema: { querystring: paperQuery, response: { 200: pageOf(paperSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await vehiclePapers.papers(scope, filter, limit + 1, decodeCursor(cursor, byEnd))
      return pageFrom(rows, limit, (row) => [row.validUntil, row.no], paperView)
    },
  )

  app.post(
    '/v1/vehicle-papers/:id/revoke',
    {
      config: { access: OFFICE },
      schema: {
        params: z.object({ id: uuid }),
        body: paperRevoke,
        response: { 200: paperSchema },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const revoked = { reason: request.body.reason, at: deps.clock() }
      const row = await vehiclePapers.revokePaper(scope, request.params.id, revoked)
      if (row === null) throw problem('NOT_FOUND')
      return paperView(row)
    },
  )

  app.get(
    '/v1/papers/due',
    {
      config: { access: READERS },
      schema: { querystring: paperDueQuery, response: { 200: pageOf(paperDue) } },
    },
    async (request) => {
      const { limit, cursor, by } = request.query
      const today = dayOf(epochMs(deps.clock()))
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, dueKey)
      const until = by ?? addDays(today, AHEAD_DAYS)
      const rows = await vehiclePapers.duePapers(scope, until, limit + 1, after)
      const keyOf = (row: DuePaper) => [row.validUntil, row.holder, row.no]
      return pageFrom(rows, limit, keyOf, ({ no: _no, ...row }) => ({
        ...row,
        expired: row.validUntil < today,
      }))
    },
  )
}
