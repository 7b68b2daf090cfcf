import { z } from 'zod'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem, type Said } from '#api/problem.ts'
import { withCustomers } from '#api/people/customer-names.ts'
import { happenedOf } from '#api/sales/instant-of.ts'
import { keepOnce, ledgerList } from '#api/service/ledger-page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addDays, dayOf, startOfDay } from '#domain/calendar.ts'
import { day, epochMs } from '#domain/units.ts'
import {
  callBack,
  callBackCreate,
  callBackDue,
  callBackDueQuery,
  callBackListed,
  callBackPlan,
  callBackPlanCreate,
  callBackPlanQuery,
  callBackQuery,
  callBackYear,
  callBackYearQuery,
} from '#schemas/api/call-back.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type {
  CallBackPlanRow,
  CallBackRow,
  CallBackYear,
} from '#store/queries/quality/call-backs.ts'

const CALLERS = ['admin', 'office', 'station'] as const
/** Who bought within this time is a customer still. */
const SUPPLIED_DAYS = 400

type Body = z.infer<typeof callBackCreate>

const view = (row: CallBackRow) => ({
  ...row,
  guidance: [...row.guidance],
  calledAt: timeText(row.calledAt),
  recordedAt: timeText(row.recordedAt),
})

const planView = (row: CallBackPlanRow) => ({ ...row, recordedAt: timeText(row.recordedAt) })

/** Whoever was reached answered, and nobody else; whoever is not satisfied was asked why. @throws INCONSISTENT_REQUEST */
const refuseHalf = ({ reached, answers, about, guidance }: Body): void => {
  const wrong = (path: string, detail: Said) => problem('INCONSISTENT_REQUEST', { path, detail })
  if (reached !== (answers !== undefined)) {
    throw wrong('/answers', {
      zh: '联系到用户时应记录回访内容',
      en: 'who was reached has answers, and nobody else',
    })
  }
  if (answers?.satisfaction === 'dissatisfied') {
    const missing = answers.cause === undefined ? 'cause' : 'handling'
    if (answers.cause === undefined || answers.handling === undefined) {
      throw wrong(`/answers/${missing}`, {
        zh: '不满意的应询问原因并处置',
        en: 'ask why, and say what is done about it (R001-8.1-fo-fp)',
      })
    }
  }
  if (about === 'periodic' && reached && (guidance ?? []).length === 0) {
    throw wrong('/guidance', {
      zh: '定期回访应指导安全使用',
      en: 'a periodic call guides the user (R003-9.3.1)',
    })
  }
}

const yearView = (row: CallBackYear) => {
  const services = row.deliveries + row.repairs
  const called = row.deliveriesCalled + row.repairsCalled
  const share = services === 0 ? null : called / services
  const planned = row.plannedPermille === null ? null : row.plannedPermille / 1000
  return {
    enterpriseId: row.enterpriseId,
    deliveries: { services: row.deliveries, calledBack: row.deliveriesCalled },
    repairs: { services: row.repairs, calledBack: row.repairsCalled },
    share,
    plannedShare: planned,
    met:
      share === null || row.plannedPermille === null
        ? null
        : called * 1000 >= row.plannedPermille * services,
    dissatisfied: row.dissatisfied,
    guided: row.guided,
  }
}

const yearSpan = (year: number) => ({
  from: startOfDay(day(`${year}-01-01`)),
  to: startOfDay(day(`${year + 1}-01-01`)),
})

/** 回访: what users say of a service (R001-8.1-fo-fp, R002-5.9.7, R003-9.3.1), the plan of a year, and whose turn it is. */
export const callBackRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { callBacks, orders, safety } = deps.queries

  app.post(
    '/v1/call-backs',
    {
      config: { access: CALLERS },
      schema: { body: callBackCreate, response: { 201: callBack } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const customer = await safety.customer(scope, body.customerId)
      if (customer === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
      if (customer.erased) throw problem('CUSTOMER_ERASED')
      if (body.orderId !== undefined) {
        const order = await orders.byId(scope, body.orderId)
        if (order?.customerId !== customer.customerId) {
          throw problem('UNKNOWN_REFERENCE', { path: '/orderId' })
        }
      }
      refuseHalf(body)
      const { answers } = body
      const row = await keepOnce(callBacks.calls, scope, {
        id: body.id?.toLowerCase() ?? eventIdOf(request, deps),
        enterpriseId: customer.enterpriseId,
        region: customer.region,
        customerId: customer.customerId,
        about: body.about,
        orderId: body.orderId ?? null,
        calledAt: happenedOf(body.calledAt, '/calledAt', deps.clock()),
        channel: body.channel,
        reached: body.reached,
        onTime: answers?.onTime ?? null,
        chargesShown: answers?.chargesShown ?? null,
        solved: answers?.solved ?? null,
        satisfaction: answers?.satisfaction ?? null,
        grades: answers?.grades ?? {},
        cause: answers?.cause ?? null,
        reason: answers?.reason ?? null,
        handling: answers?.handling ?? null,
        guidance: [...new Set(body.guidance ?? [])],
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/call-backs',
    {
      config: { access: OVERSEERS },
      schema: { querystring: callBackQuery, response: { 200: pageOf(callBackListed) } },
    },
    async (request) => {
      const page = await ledgerList(request, callBacks.calls, view)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.get(
    '/v1/call-backs/summary',
    {
      config: { access: OVERSEERS },
      schema: { querystring: callBackYearQuery, response: { 200: callBackYear } },
    },
    async (request) => {
      const { year, enterpriseId } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await callBacks.year(scope, year, yearSpan(year), enterpriseId)
      return { items: rows.map(yearView) }
    },
  )

  app.get(
    '/v1/call-backs/due',
    {
      config: { access: CALLERS },
      schema: { querystring: callBackDueQuery, response: { 200: pageOf(callBackDue) } },
    },
    async (request) => {
      const { limit, cursor, enterpriseId } = request.query
      const today = dayOf(epochMs(deps.clock()))
      const asked = { enterpriseId, today, suppliedAfter: addDays(today, -SUPPLIED_DAYS) }
      const scope = scopeOf(principalOf(request))
      const rows = await callBacks.due(scope, asked, limit + 1, decodeCursor(cursor, uuid))
      const page = pageFrom(
        rows,
        limit,
        ({ customerId }) => customerId,
        (row) => ({ ...row, lastReachedAt: timeTextOrNull(row.lastReachedAt) }),
      )
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.post(
    '/v1/call-back-plans',
    {
      config: { access: OFFICE },
      schema: { body: callBackPlanCreate, response: { 201: callBackPlan } },
    },
    async (request, reply) => {
      const { enterpriseId: asked, ...body } = request.body
      const principal = principalOf(request)
      if (Number(body.validFrom.slice(0, 4)) !== body.year) {
        const detail = { zh: '计划应在当年生效', en: 'a plan begins in its year' }
        throw problem('INCONSISTENT_REQUEST', { path: '/validFrom', detail })
      }
      const row = await keepOnce(
        callBacks.plans,
        scopeOf(principal),
        {
          ...body,
          id: eventIdOf(request, deps),
          enterpriseId: askedEnterprise(principal, asked, '/enterpriseId'),
          recordedBy: principal.userId,
          recordedAt: deps.clock(),
        },
        { taken: '/validFrom' },
      )
      return reply.code(201).send(planView(row))
    },
  )

  app.get(
    '/v1/call-back-plans',
    {
      config: { access: OVERSEERS },
      schema: { querystring: callBackPlanQuery, response: { 200: pageOf(callBackPlan) } },
    },
    (request) => ledgerList(request, callBacks.plans, planView),
  )
}
