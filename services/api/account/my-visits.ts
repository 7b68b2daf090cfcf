import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { homePlanRowView } from '#api/homes/home-plans.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { spanOf } from '#api/sales/instant-of.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { homePlanView, myHomePlanQuery, visitWish } from '#schemas/api/home.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { HomePlanRow } from '#store/queries/homes/home-plans.ts'
import { asMe, CUSTOMER, forMe, ownAccount } from './own-account.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([z.int().min(0).max(1), calendarDate, uuid])

/** When somebody comes to the customer's own home, and asking for another time (预约, R000-5.2.2, R000-6.4.1). */
export const myVisitRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { homePlans, homeVisits } = deps.queries
  const view = () => homePlanRowView(dayOf(epochMs(deps.clock())))

  app.get(
    '/v1/me/home-plans',
    {
      config: { access: CUSTOMER },
      schema: { querystring: myHomePlanQuery, response: { 200: pageOf(homePlanView) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const done = state === 'done'
      const me = await ownAccount(deps, request)
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { rank: key[0], on: key[1], id: key[2] }
      const rows = await asMe(deps, me, () => homePlans.list(me.scope, { done }, limit + 1, after))
      const keyOf = (row: HomePlanRow) => [row.rank, done ? row.doneOn : row.dueOn, row.id]
      return pageFrom(rows, limit, keyOf, view())
    },
  )

  app.post(
    '/v1/me/home-plans/:id/wish',
    {
      config: { access: CUSTOMER },
      schema: { params, body: visitWish, response: { 200: homePlanView } },
    },
    async (request) => {
      const me = await ownAccount(deps, request)
      const find = () => homePlans.byId(me.scope, request.params.id)
      const row = await asMe(deps, me, find)
      if (row === null || row.customerId !== me.customerId) throw problem('NOT_FOUND')
      const at = epochMs(deps.clock())
      const span = spanOf(request.body, '')
      if (span === null || span.from <= at) {
        const detail = { zh: '请选择将来的时间', en: 'choose a time that lies ahead' }
        throw problem('INCONSISTENT_REQUEST', { path: '/from', detail })
      }
      const wish = { planId: row.id, from: span.from, to: span.to, at }
      if (!(await forMe(deps, me, () => homeVisits.wish(wish)))) throw problem('ALREADY_CLOSED')
      return view()((await asMe(deps, me, find)) ?? row)
    },
  )
}
