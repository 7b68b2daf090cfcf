import { askedEnterprise, shownEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { keepOnce, ledgerList } from '#api/service/ledger-page.ts'
import { timeText } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { plansHeld, publicityTopics, ruralLeakEvents } from '#domain/service/publicity.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  publicityEvent,
  publicityEventCreate,
  publicityPlan,
  publicityPlanCreate,
  publicityQuery,
  publicityYear,
  publicityYearQuery,
} from '#schemas/api/publicity.ts'
import type { PublicityEventRow, PublicityPlanRow } from '#store/queries/quality/publicity.ts'

const planView = (row: PublicityPlanRow) => ({
  ...row,
  ways: [...row.ways],
  recordedAt: timeText(row.recordedAt),
})

const eventView = (row: PublicityEventRow) => ({
  ...row,
  topics: [...row.topics],
  ways: [...row.ways],
  photos: [...row.photos],
  recordedAt: timeText(row.recordedAt),
})

/** 安全宣传: plans of a year, what was made of them, and what the rules of the place ask for (R001-8.1-8..10, R003-5.12.5). */
export const publicityRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { publicity, stations } = deps.queries
  const profileOf = profileAt(deps)

  app.post(
    '/v1/publicity-plans',
    {
      config: { access: OFFICE },
      schema: { body: publicityPlanCreate, response: { 201: publicityPlan } },
    },
    async (request, reply) => {
      const { enterpriseId: asked, ways, ...body } = request.body
      const principal = principalOf(request)
      const row = await keepOnce(publicity.plans, scopeOf(principal), {
        ...body,
        ways: [...new Set(ways)],
        id: eventIdOf(request, deps),
        enterpriseId: askedEnterprise(principal, asked, '/enterpriseId'),
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(planView(row))
    },
  )

  app.get(
    '/v1/publicity-plans',
    {
      config: { access: OVERSEERS },
      schema: { querystring: publicityQuery, response: { 200: pageOf(publicityPlan) } },
    },
    (request) => ledgerList(request, publicity.plans, planView),
  )

  app.post(
    '/v1/publicity-events',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { body: publicityEventCreate, response: { 201: publicityEvent } },
    },
    async (request, reply) => {
      const { enterpriseId: asked, planId, place, photos, topics, ways, ...body } = request.body
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const enterpriseId = askedEnterprise(principal, asked, '/enterpriseId')
      const today = dayOf(epochMs(deps.clock()))
      if (body.heldOn > today) {
        const detail = { zh: '尚未开展', en: 'it lies ahead: tell it when it was held' }
        throw problem('INCONSISTENT_REQUEST', { path: '/heldOn', limit: today, detail })
      }
      if (planId !== undefined) {
        const plan = await publicity.plans.byId(scope, planId)
        if (plan?.enterpriseId !== enterpriseId) {
          throw problem('UNKNOWN_REFERENCE', { path: '/planId' })
        }
        if (plan.year !== Number(body.heldOn.slice(0, 4))) {
          const detail = { zh: '不属于该年度计划', en: `the plan is one of ${plan.year}` }
          throw problem('INCONSISTENT_REQUEST', { path: '/planId', detail })
        }
      }
      const kept = photos ?? []
      await refuseMissing(
        deps,
        enterpriseId,
        kept.map((hash, n) => [`/photos/${n}`, hash] as const),
      )
      const row = await keepOnce(publicity.events, scope, {
        ...body,
        topics: [...new Set(topics)],
        ways: [...new Set(ways)],
        id: eventIdOf(request, deps),
        enterpriseId,
        planId: planId ?? null,
        place: place ?? null,
        photos: kept,
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(eventView(row))
    },
  )

  app.get(
    '/v1/publicity-events',
    {
      config: { access: OVERSEERS },
      schema: { querystring: publicityQuery, response: { 200: pageOf(publicityEvent) } },
    },
    (request) => ledgerList(request, publicity.events, eventView),
  )

  app.get(
    '/v1/publicity-events/summary',
    {
      config: { access: OVERSEERS },
      schema: { querystring: publicityYearQuery, response: { 200: publicityYear } },
    },
    async (request) => {
      const { year, enterpriseId: asked } = request.query
      const enterpriseId = await shownEnterprise(deps, principalOf(request), asked)
      const { plans, events } = await publicity.year(enterpriseId, year)
      const [station] = await stations.list({ kind: 'enterprise', enterpriseId }, 1, null)
      const now = epochMs(deps.clock())
      const { single } = await profileOf(station?.region ?? '000000', now, enterpriseId)
      const asks = single.ruralLeakPublicity
      const held = ruralLeakEvents(events)
      return {
        enterpriseId,
        year,
        plans: plansHeld(plans, events),
        topics: publicityTopics.map((topic) => {
          const own = events.filter(({ topics }) => topics.includes(topic))
          const people = own.reduce((sum, one) => sum + one.people, 0)
          return { topic, held: own.length, people }
        }),
        duties:
          asks === undefined
            ? []
            : [
                {
                  duty: 'rural-leak',
                  times: asks.value,
                  held,
                  met: held >= asks.value,
                  clause: asks.clause,
                  force: asks.force,
                },
              ],
      }
    },
  )
}
