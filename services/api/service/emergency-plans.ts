import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { timeText } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import {
  drill as drillSchema,
  drillCreate,
  drillQuery,
  plan as planSchema,
  planCreate,
  planQuery,
  policy as policySchema,
  policyCreate,
  policyQuery,
  responsibleQuery,
  responsibles,
} from '#schemas/api/emergency-plan.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { DrillRow, PlanRow, PolicyRow } from '#store/queries/service/plans.ts'
import { drillPeriodRoute } from './drill-periods.ts'

const dayKey = z.tuple([calendarDate, uuid])

const afterOf = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, dayKey)
  return key === null ? null : { on: key[0], id: key[1] }
}

const recorded = ({ recordedAt }: { readonly recordedAt: number }) => ({
  recordedAt: timeText(recordedAt),
})

const stateOf = ({ validFrom, validUntil }: PolicyRow, today: string) =>
  today > validUntil ? 'expired' : today < validFrom ? 'coming' : 'in-force'

/** Already there: the id when it is the same request once more, else a number or version that is taken. */
const refuseTaken = (created: string, found: unknown, path: string): void => {
  if (created === 'reference') throw problem('UNKNOWN_REFERENCE', { path })
  if (found === null) throw problem('ALREADY_EXISTS', { path })
}

/** 保险、应急预案、演练. */
export const emergencyPlanRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { plans, users, orders } = deps.queries
  const today = () => dayOf(epochMs(deps.clock()))
  const policyView = (row: PolicyRow) => ({
    ...row,
    ...recorded(row),
    state: stateOf(row, today()),
  })
  const planView = (row: PlanRow) => ({
    ...row,
    ...recorded(row),
    reviewOverdue: row.reviewOn < today(),
  })
  const drillView = (row: DrillRow) => ({ ...row, ...recorded(row), photos: [...row.photos] })
  const own = (request: FastifyRequest, asked: string | undefined) =>
    askedEnterprise(principalOf(request), asked, '/enterpriseId')

  app.post(
    '/v1/insurance-policies',
    { config: { access: OFFICE }, schema: { body: policyCreate, response: { 201: policySchema } } },
    async (request, reply) => {
      const { enterpriseId: asked, document, ...body } = request.body
      const enterpriseId = own(request, asked)
      if (body.validUntil < body.validFrom) {
        const why = { zh: '截止早于起始', en: 'it ends before it begins' }
        throw problem('INCONSISTENT_REQUEST', { path: '/validUntil', detail: why })
      }
      if (document !== undefined) await refuseMissing(deps, enterpriseId, [['/document', document]])
      const id = eventIdOf(request, deps)
      const by = { recordedBy: principalOf(request).userId, recordedAt: deps.clock() }
      const created = await plans.addPolicy({
        ...body,
        ...by,
        id,
        enterpriseId,
        document: document ?? null,
      })
      const row = await plans.policy(scopeOf(principalOf(request)), id)
      refuseTaken(created, row, '/policyNo')
      return reply.code(201).send(policyView(row as PolicyRow))
    },
  )

  app.get(
    '/v1/insurance-policies',
    {
      config: { access: OVERSEERS },
      schema: { querystring: policyQuery, response: { 200: pageOf(policySchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await plans.policies(scope, filter, limit + 1, afterOf(cursor))
      return pageFrom(rows, limit, (row) => [row.validUntil, row.id], policyView)
    },
  )

  app.post(
    '/v1/emergency-plans',
    { config: { access: OFFICE }, schema: { body: planCreate, response: { 201: planSchema } } },
    async (request, reply) => {
      const { enterpriseId: asked, document, filed, ...body } = request.body
      const enterpriseId = own(request, asked)
      const starter = await users.byId(body.responsibleId)
      if (starter === null || starter.enterpriseId !== enterpriseId) {
        throw problem('UNKNOWN_REFERENCE', { path: '/responsibleId' })
      }
      if (body.reviewOn < body.validFrom) {
        const why = { zh: '评审早于生效', en: 'reviewed before it holds' }
        throw problem('INCONSISTENT_REQUEST', { path: '/reviewOn', detail: why })
      }
      if (document !== undefined) await refuseMissing(deps, enterpriseId, [['/document', document]])
      const id = eventIdOf(request, deps)
      const created = await plans.addPlan({
        ...body,
        id,
        enterpriseId,
        document: document ?? null,
        filedWith: filed?.with ?? null,
        filingNo: filed?.no ?? null,
        filedOn: filed?.on ?? null,
        recordedBy: principalOf(request).userId,
        recordedAt: deps.clock(),
      })
      const row = await plans.plan(scopeOf(principalOf(request)), id)
      refuseTaken(created, row, '/version')
      return reply.code(201).send(planView(row as PlanRow))
    },
  )

  app.get(
    '/v1/emergency-plans',
    {
      config: { access: OVERSEERS },
      schema: { querystring: planQuery, response: { 200: pageOf(planSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await plans.plans(scope, filter, limit + 1, afterOf(cursor))
      return pageFrom(rows, limit, (row) => [row.validFrom, row.id], planView)
    },
  )

  app.get(
    '/v1/emergency-plans/responsibles',
    {
      config: { access: OFFICE },
      schema: { querystring: responsibleQuery, response: { 200: responsibles } },
    },
    async (request) => {
      const asked = request.query.enterpriseId
      const found = await orders.couriers(
        askedEnterprise(principalOf(request), asked, 'enterpriseId'),
      )
      const staff = found.filter(({ role }) => role !== 'courier')
      return { items: staff.map(({ id, username, role }) => ({ id, username, role })) }
    },
  )

  app.post(
    '/v1/drills',
    { config: { access: OFFICE }, schema: { body: drillCreate, response: { 201: drillSchema } } },
    async (request, reply) => {
      const { enterpriseId: asked, planId, photos = [], improvements, ...body } = request.body
      const enterpriseId = own(request, asked)
      if (body.heldOn > today()) {
        const why = { zh: '日期晚于今天', en: 'it lies in the future' }
        throw problem('INCONSISTENT_REQUEST', { path: '/heldOn', detail: why })
      }
      const scope = scopeOf(principalOf(request))
      const plan = planId === undefined ? null : await plans.plan(scope, planId)
      if (planId !== undefined && plan?.enterpriseId !== enterpriseId) {
        throw problem('UNKNOWN_REFERENCE', { path: '/planId' })
      }
      await refuseMissing(
        deps,
        enterpriseId,
        photos.map((hash, i) => [`/photos/${i}`, hash] as const),
      )
      const row = {
        ...body,
        id: eventIdOf(request, deps),
        enterpriseId,
        planId: planId ?? null,
        improvements: improvements ?? null,
        photos,
        recordedBy: principalOf(request).userId,
        recordedAt: deps.clock(),
      }
      await plans.addDrill(row)
      return reply.code(201).send(drillView(row))
    },
  )

  app.get(
    '/v1/drills',
    {
      config: { access: OVERSEERS },
      schema: { querystring: drillQuery, response: { 200: pageOf(drillSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await plans.drills(scope, filter, limit + 1, afterOf(cursor))
      return pageFrom(rows, limit, (row) => [row.heldOn, row.id], drillView)
    },
  )

  drillPeriodRoute(deps, app)
}
