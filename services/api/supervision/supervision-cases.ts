import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { isOverdue } from '#domain/supervision/supervision-case.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  supervisionCase,
  supervisionCreate,
  supervisionDetail,
  supervisionQuery,
  supervisionStep,
} from '#schemas/api/supervision-case.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { SupervisionRow } from '#store/queries/supervision/supervision-cases.ts'
import { supervisionDesk } from './case-desk.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])

const READERS = ['admin', 'office', 'station', 'regulator'] as const

const caseView = ({ state, subjectKind, subjectId, ...row }: SupervisionRow, now: number) => ({
  ...row,
  subject: { kind: subjectKind, id: subjectId },
  clauses: [...row.clauses],
  overdue: state.measures.some((one) => isOverdue(one, epochMs(now))),
  openedAt: timeText(row.openedAt),
  changedAt: timeText(row.changedAt),
  closedAt: timeTextOrNull(state.closedAt),
  measures: state.measures.map((one) => ({
    ...one,
    targets: [...one.targets],
    overdue: isOverdue(one, epochMs(now)),
    orderedAt: timeText(one.orderedAt),
    startsAt: timeTextOrNull(one.startsAt),
    dueAt: timeTextOrNull(one.dueAt),
    answeredAt: timeTextOrNull(one.answeredAt),
    settledAt: timeTextOrNull(one.settledAt),
  })),
})

/** 监管案件: opened by regulators, answered by companies; steps are only added. */
export const supervisionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { supervision } = deps.queries
  const desk = supervisionDesk(deps)

  const detail = async (row: SupervisionRow) => ({
    ...caseView(row, deps.clock()),
    steps: (await supervision.steps(row.id)).map(({ at, objects, ...step }) => ({
      ...step,
      objects: [...objects],
      at: timeText(at),
    })),
  })

  app.post(
    '/v1/supervision-cases',
    {
      config: { access: ['regulator'] },
      schema: { body: supervisionCreate, response: { 201: supervisionDetail } },
    },
    async (request, reply) =>
      reply.code(201).send(await detail(await desk.open(request, request.body))),
  )

  app.get(
    '/v1/supervision-cases',
    {
      config: { access: READERS },
      schema: { querystring: supervisionQuery, response: { 200: pageOf(supervisionCase) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await supervision.list(scope, filter, limit + 1, before)
      return pageFrom(
        rows,
        limit,
        (row) => [row.openedAt, row.id],
        (row) => caseView(row, deps.clock()),
      )
    },
  )

  app.get(
    '/v1/supervision-cases/:id',
    { config: { access: READERS }, schema: { params, response: { 200: supervisionDetail } } },
    async (request) => detail(await desk.within(request, request.params.id)),
  )

  app.post(
    '/v1/supervision-cases/:id/steps',
    {
      config: { access: ['office', 'station', 'regulator'] },
      schema: { params, body: supervisionStep, response: { 200: supervisionDetail } },
    },
    async (request) => detail(await desk.act(request, request.params.id, request.body)),
  )
}
