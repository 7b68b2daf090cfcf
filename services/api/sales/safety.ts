import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseHalfCheck, refuseWithoutNote } from './check-refusals.ts'
import { hashesOf, hazardTerms, homeCheck, kept } from './home-check.ts'
import { profileAt } from './profile-at.ts'
import { happenedOf, instantOf } from './instant-of.ts'
import { refuseMissing } from './uploaded.ts'
import { signedObject } from './visit-desk.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  furtherItems,
  inspection as inspectionSchema,
  inspectionCreate,
  inspectionQuery,
  rectification as rectificationSchema,
  rectificationClose,
  rectificationQuery,
} from '#schemas/api/safety.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { InspectionRow, RectificationRow } from '#store/queries/sales/safety.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])
const dueKey = z.tuple([calendarDate, uuid])
const INSPECTORS = ['admin', 'office', 'station', 'courier'] as const
const READERS = [...INSPECTORS, 'regulator'] as const

/** What R002-5.11.5 names and nobody looked at; of a door that stayed closed nothing is said. */
const notLookedAt = ({ outcome, items }: InspectionRow): readonly string[] =>
  outcome === 'passed' || outcome === 'failed'
    ? furtherItems.filter((item) => !items.some((one) => one.item === item))
    : []

export const inspectionView = (row: InspectionRow) => ({
  ...row,
  items: row.items.map((item) => ({ ...item })),
  notLookedAt: [...notLookedAt(row)],
  happenedAt: timeText(row.happenedAt),
  recordedAt: timeText(row.recordedAt),
})

export const rectificationView = (now: number) => (row: RectificationRow) => ({
  ...row,
  hazards: row.hazards.map((item) => ({ ...item })),
  issuedAt: timeText(row.issuedAt),
  overdue: row.closedAt === null && row.dueOn < dayOf(epochMs(now)),
  reportDueAt: timeTextOrNull(row.reportDueAt),
  reportedAt: timeTextOrNull(row.reportedAt),
  closedAt: timeTextOrNull(row.closedAt),
})

/** 入户安检 outside of a delivery, and the hazards that were found (隐患整改). */
export const safetyRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { safety } = deps.queries
  const profileOf = profileAt(deps)

  app.post(
    '/v1/safety-inspections',
    {
      config: { access: INSPECTORS },
      schema: { body: inspectionCreate, response: { 201: inspectionSchema } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const premises = await safety.premises(scopeOf(principal), body.premisesId)
      if (premises === null) throw problem('UNKNOWN_REFERENCE', { path: '/premisesId' })
      refuseHalfCheck(body)
      await refuseMissing(deps, premises.enterpriseId, [
        ...signedObject('/signature', body.signature),
        ...signedObject('/notice/signature', body.notice?.signature),
        ...hashesOf(body.check).map((hash, i) => [`/check/photos/${i}`, hash] as const),
      ])
      refuseWithoutNote(body)
      const id = body.id ?? eventIdOf(request, deps)
      const at = happenedOf(body.happenedAt, '/happenedAt', deps.clock())
      const profile = await profileOf(premises.region, at, premises.enterpriseId)
      await safety.create(
        homeCheck({
          id,
          enterpriseId: premises.enterpriseId,
          premisesId: premises.premisesId,
          customerId: premises.customerId,
          region: premises.region,
          orderId: null,
          deliveryId: null,
          kind: body.kind,
          outcome: body.outcome,
          check: body.check,
          notice: body.notice,
          signature: body.signature,
          happenedAt: at,
          recordedAt: epochMs(deps.clock()),
          inspectorId: principal.userId,
          note: body.note,
          // No order, so no code to compare with.
          unproven: body.signature?.kind === 'code',
          terms: await hazardTerms(deps, body.check, profile, at),
        }),
      )
      const row = await safety.inspection(scopeOf(principal), id)
      if (row === null) throw problem('ALREADY_EXISTS', { path: '/id' })
      return reply.code(201).send(inspectionView(row))
    },
  )

  app.get(
    '/v1/safety-inspections',
    {
      config: { access: READERS },
      schema: { querystring: inspectionQuery, response: { 200: pageOf(inspectionSchema) } },
    },
    async (request) => {
      const { limit, cursor, premisesId } = request.query
      const key = decodeCursor(cursor, newestKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await safety.inspections(scope, premisesId, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.recordedAt, row.id], inspectionView)
    },
  )

  app.get(
    '/v1/safety-inspections/:id',
    { config: { access: READERS }, schema: { params, response: { 200: inspectionSchema } } },
    async (request) => {
      const row = await safety.inspection(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return inspectionView(row)
    },
  )

  app.get(
    '/v1/rectifications',
    {
      config: { access: READERS },
      schema: { querystring: rectificationQuery, response: { 200: pageOf(rectificationSchema) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const key = decodeCursor(cursor, dueKey)
      const after = key === null ? null : { dueOn: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await safety.rectifications(scope, state === 'open', limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.dueOn, row.id], rectificationView(deps.clock()))
    },
  )

  app.post(
    '/v1/rectifications/:id/close',
    {
      config: { access: INSPECTORS },
      schema: { params, body: rectificationClose, response: { 200: rectificationSchema } },
    },
    async (request) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await safety.rectification(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const at = instantOf(body.happenedAt, '/happenedAt')
      if (at < row.issuedAt) {
        const detail = { zh: '整改不能早于发现', en: 'it cannot be mended before it was found' }
        throw problem('INCONSISTENT_REQUEST', { path: '/happenedAt', detail })
      }
      const mended = (item: string): boolean =>
        body.check.items.some((one) => one.item === item && one.ok)
      const left = row.hazards.find(({ item }) => !mended(item))
      if (left !== undefined) {
        const detail = {
          zh: `隐患项为 ${left.item}：须复查合格`,
          en: `${left.item} was the hazard: check it again, and in order`,
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/check/items', measured: left.item, detail })
      }
      await refuseMissing(deps, row.enterpriseId, [
        ...signedObject('/signature', body.signature),
        ...hashesOf(body.check).map((hash, i) => [`/check/photos/${i}`, hash] as const),
      ])
      const closing = { check: body.check, signature: kept(body.signature) }
      const closed = await safety.close(row.id, { at, by: principal.userId, closing })
      if (!closed) throw problem('ALREADY_CLOSED')
      const after = await safety.rectification(scope, row.id)
      return rectificationView(deps.clock())(after ?? row)
    },
  )
}
