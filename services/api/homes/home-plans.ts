import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { withCustomers } from '#api/people/customer-names.ts'
import { problem } from '#api/problem.ts'
import { aheadOf, spanOf } from '#api/sales/instant-of.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import { day, epochMs } from '#domain/units.ts'
import { yearPlan } from '#rules/home-plan.ts'
import {
  homePlanCreate,
  homePlanned,
  homePlanListed,
  homePlanQuery,
  homePlanSummary,
  homePlanSummaryQuery,
  homePlanView,
  homeVisit,
} from '#schemas/api/home.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { HomePlanRow } from '#store/queries/homes/home-plans.ts'

const cursorKey = z.tuple([z.int().min(0).max(1), calendarDate, uuid])
const params = z.object({ id: uuid })
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const

/** A request plans 10 000 homes at most; the job goes on with the rest, or the same request once more. */
const PAGES = 5

export const homePlanRowView =
  (today: string) =>
  ({ rank, ...row }: HomePlanRow) => ({
    ...row,
    care: rank === 0,
    lastAttemptAt: timeTextOrNull(row.lastAttemptAt),
    visitFrom: timeTextOrNull(row.visitFrom),
    visitTo: timeTextOrNull(row.visitTo),
    wishFrom: timeTextOrNull(row.wishFrom),
    wishTo: timeTextOrNull(row.wishTo),
    overdue: row.doneOn === null && row.dueOn < today,
  })

/** The yearly plan of home inspections (入户安检计划, R003-5.11.1): generated, worked off, counted. */
export const homePlanRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { homePlans, homeVisits } = deps.queries
  const profileOf = profileAt(deps)
  const today = () => dayOf(epochMs(deps.clock()))

  app.post(
    '/v1/home-plans',
    {
      config: { access: OFFICE },
      schema: { body: homePlanCreate, response: { 200: homePlanned } },
    },
    async (request) => {
      const { year, enterpriseId: named } = request.body
      const principal = principalOf(request)
      const enterpriseId = named ?? principal.enterpriseId
      if (enterpriseId === null) {
        const detail = {
          zh: '请指定为哪家企业的用户制定计划',
          en: 'name the enterprise whose homes are planned',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/enterpriseId', detail })
      }
      mayActFor(principal, enterpriseId, '/enterpriseId')
      // The rules of the day on which the year begins, or of today once it has begun: a plan is never older than its rules.
      const first = startOfDay(day(`${year}-01-01`))
      const at = epochMs(Math.max(first, deps.clock()))
      const regions = await homePlans.regions(enterpriseId)
      const places = []
      for (const region of regions) {
        places.push({ region, profile: await profileOf(region, at, enterpriseId) })
      }
      const plan = { year, ...yearPlan(year, places), at: deps.clock() }
      let planned = 0
      let next: string | null = null
      for (let page = 0; page < PAGES; page += 1) {
        const some = await homePlans.plan(enterpriseId, plan, next)
        planned += some.planned
        next = some.next
        if (next === null) break
      }
      return { year, planned, complete: next === null }
    },
  )

  app.get(
    '/v1/home-plans',
    {
      config: { access: READERS },
      schema: { querystring: homePlanQuery, response: { 200: pageOf(homePlanListed) } },
    },
    async (request) => {
      const { limit, cursor, state, wished, ...filter } = request.query
      const done = state === 'done'
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { rank: key[0], on: key[1], id: key[2] }
      const scope = scopeOf(principalOf(request))
      const rows = await homePlans.list(
        scope,
        { ...filter, done, wished: wished !== undefined },
        limit + 1,
        after,
      )
      const keyOf = (row: HomePlanRow) => [row.rank, done ? row.doneOn : row.dueOn, row.id]
      const page = pageFrom(rows, limit, keyOf, homePlanRowView(today()))
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.post(
    '/v1/home-plans/:id/visit',
    {
      config: { access: ['admin', 'office', 'station', 'courier'] },
      schema: { params, body: homeVisit, response: { 200: homePlanView } },
    },
    async (request) => {
      const { from, to, reason } = request.body
      const scope = scopeOf(principalOf(request))
      const row = await homePlans.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      if (row.doneOn !== null) throw problem('ALREADY_CLOSED')
      const now = epochMs(deps.clock())
      const span = aheadOf(spanOf({ from, to }, ''), now, '')
      if (span === null || span.from <= now) {
        const detail = { zh: '应提前告知用户', en: 'a visit is told before it begins (R000-5.2.2)' }
        throw problem('INCONSISTENT_REQUEST', { path: '/from', clause: 'R000-5.2.2', detail })
      }
      const same = row.visitFrom === span.from && row.visitTo === span.to
      if (row.visitFrom !== null && !same && reason === undefined) {
        const detail = {
          zh: '改约应说明原因',
          en: 'another time was agreed: say why it is not kept (R000-6.3.1.1)',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/reason', clause: 'R000-6.3.1.1', detail })
      }
      if (!same) {
        const moved = row.visitFrom === null ? undefined : reason
        const visit = { planId: row.id, from: span.from, to: span.to, reason: moved, at: now }
        if (!(await homeVisits.agree(visit))) throw problem('ALREADY_CLOSED')
      }
      return homePlanRowView(today())((await homePlans.byId(scope, row.id)) ?? row)
    },
  )

  app.get(
    '/v1/home-plans/summary',
    {
      config: { access: READERS },
      schema: { querystring: homePlanSummaryQuery, response: { 200: homePlanSummary } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      return { items: [...(await homePlans.summary(scope, request.query.year, today()))] }
    },
  )
}
