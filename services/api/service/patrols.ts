import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem, type Said } from '#api/problem.ts'
import { derivedId } from '#api/derived-id.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { day, type EpochMs, epochMs } from '#domain/units.ts'
import {
  patrol as patrolSchema,
  patrolCreate,
  patrolRoute,
  routeCreate,
} from '#schemas/api/company-hazard.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { PatrolRow, RouteRow } from '#store/queries/service/patrols.ts'
import { happenedAt } from './case-desk.ts'

const newestKey = z.tuple([cursorTime, uuid])
const KEEPERS = ['admin', 'office', 'station'] as const
const READERS = [...KEEPERS, 'regulator'] as const

type Body = z.infer<typeof patrolCreate>

/** The round after the last one; the first one on the day on which the route begins. */
const routeView = (row: RouteRow, now: number) => {
  const { lastDoneAt, everyDays, fromDay } = row
  const dueOn = lastDoneAt === null ? day(fromDay) : addDays(dayOf(epochMs(lastDoneAt)), everyDays)
  return {
    ...row,
    items: [...row.items],
    lastDoneAt: timeTextOrNull(lastDoneAt),
    dueOn,
    overdue: dueOn < dayOf(epochMs(now)),
  }
}

const patrolView = (row: PatrolRow) => ({
  ...row,
  results: row.results.map((one) => ({ ...one })),
  doneAt: timeText(row.doneAt),
  recordedAt: timeText(row.recordedAt),
})

/** Every item of the route was looked at, and what was wrong has a day. @throws INCONSISTENT_REQUEST */
const refuseIncomplete = ({ results, hazardDueOn }: Body, route: RouteRow, doneAt: EpochMs) => {
  const wrong = (path: string, detail: Said) => problem('INCONSISTENT_REQUEST', { path, detail })
  const missing = route.items.find((item) => !results.some((one) => one.item === item))
  if (missing !== undefined)
    throw wrong('/results', { zh: '有项目未检查', en: `${missing} was not looked at` })
  const unknown = results.findIndex(({ item }) => !route.items.includes(item))
  if (unknown !== -1)
    throw wrong(`/results/${unknown}/item`, { zh: '非本路线项目', en: 'is no item of the route' })
  if (new Set(results.map(({ item }) => item)).size !== results.length) {
    throw wrong('/results', { zh: '项目重复', en: 'names an item twice' })
  }
  const failed = results.some(({ ok }) => !ok)
  if (failed && (hazardDueOn === undefined || hazardDueOn < dayOf(doneAt))) {
    throw wrong('/hazardDueOn', {
      zh: '隐患应确定整改期限',
      en: 'what is not in order needs a day after the round',
    })
  }
}

/** 设施巡查: routes, how often they are walked, and what was seen (R004-A2-10). */
export const patrolRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { patrols, stations } = deps.queries

  app.post(
    '/v1/patrol-routes',
    {
      config: { access: ['admin', 'office'] },
      schema: { body: routeCreate, response: { 201: patrolRoute } },
    },
    async (request, reply) => {
      const { stationId, name, everyDays, items, from } = request.body
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const station = await stations.byId(scope, stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const id = eventIdOf(request, deps)
      const now = epochMs(deps.clock())
      const created = await patrols.createRoute({
        id,
        enterpriseId: station.enterpriseId,
        stationId,
        name,
        everyDays,
        items: [...new Set(items)],
        fromDay: from ?? dayOf(now),
        recordedBy: principal.userId,
        recordedAt: now,
      })
      const row = await patrols.route(scope, id)
      if (row === null || created === 'reference')
        throw problem('ALREADY_EXISTS', { path: '/name' })
      return reply.code(201).send(routeView(row, now))
    },
  )

  app.get(
    '/v1/patrol-routes',
    {
      config: { access: READERS },
      schema: { querystring: pageQuery, response: { 200: pageOf(patrolRoute) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const after = decodeCursor(cursor, uuid)
      const rows = await patrols.routes(scopeOf(principalOf(request)), limit + 1, after)
      return pageFrom(
        rows,
        limit,
        (row) => row.id,
        (row) => routeView(row, deps.clock()),
      )
    },
  )

  app.post(
    '/v1/patrols',
    {
      config: { access: KEEPERS },
      schema: { body: patrolCreate, response: { 201: patrolSchema } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const route = await patrols.route(scope, body.routeId)
      if (route === null) throw problem('UNKNOWN_REFERENCE', { path: '/routeId' })
      const now = epochMs(deps.clock())
      const doneAt = happenedAt(body.doneAt, now, '/doneAt')
      if (doneAt > now) {
        const why = { zh: '时间晚于现在', en: 'it lies in the future' }
        throw problem('INCONSISTENT_REQUEST', { path: '/doneAt', detail: why })
      }
      refuseIncomplete(body, route, doneAt)
      const id = body.id?.toLowerCase() ?? eventIdOf(request, deps)
      const { enterpriseId, stationId, region } = route
      const hazards = body.results
        .filter(({ ok }) => !ok)
        .map(({ item, remark }) => ({
          id: derivedId('hazard', id, item),
          enterpriseId,
          region,
          stationId,
          source: 'patrol',
          major: false,
          what: remark === undefined ? item : `${item}：${remark}`,
          control: null,
          photos: [],
          foundAt: doneAt,
          foundBy: principal.userId,
          dueOn: body.hazardDueOn ?? dayOf(doneAt),
          recordedAt: now,
        }))
      const results = body.results.map(({ item, ok, remark }) =>
        remark === undefined ? { item, ok } : { item, ok, remark },
      )
      const doneBy = principal.userId
      const row = { id, routeId: route.id, enterpriseId, stationId, doneAt, doneBy, results }
      await patrols.create({ ...row, recordedAt: now }, hazards)
      const stored = await patrols.byId(scope, id)
      if (stored === null) throw problem('ALREADY_EXISTS', { path: '/id' })
      return reply.code(201).send(patrolView(stored))
    },
  )

  app.get(
    '/v1/patrols',
    {
      config: { access: READERS },
      schema: { querystring: pageQuery, response: { 200: pageOf(patrolSchema) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const key = decodeCursor(cursor, newestKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await patrols.list(scopeOf(principalOf(request)), limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.doneAt, row.id], patrolView)
    },
  )
}
