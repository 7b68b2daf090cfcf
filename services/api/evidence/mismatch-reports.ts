import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import {
  mismatchClose,
  mismatchCreate,
  mismatchQuery,
  mismatchReport,
  mismatchTold,
} from '#schemas/api/mismatch-report.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import type { MismatchRow } from '#store/queries/evidence/mismatch-reports.ts'
import { mismatchLimit, tellMismatch } from './tell-mismatch.ts'

const params = z.object({ id: uuid })
const subject = z.object({ code: text(256) })
const cursorKey = z.tuple([cursorTime, uuid])

const view = (row: MismatchRow) => ({
  ...row,
  firstAt: timeText(row.firstAt),
  lastAt: timeText(row.lastAt),
  dueAt: timeText(row.dueAt),
  closedAt: timeTextOrNull(row.closedAt),
})

/** 与瓶身不符: told by anybody, looked into by the owner, seen by the regulator as a sign against the code. */
export const mismatchRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { mismatches } = deps.queries

  app.post(
    '/v1/public/cylinders/:code/mismatch-reports',
    {
      config: { access: 'public', subject: 'code', rateLimit: mismatchLimit },
      schema: { params: subject, body: mismatchCreate, response: { 202: mismatchTold } },
    },
    async (request, reply) => {
      const code = await tellMismatch(deps, request.params.code, request.body)
      if (code === null) throw problem('NOT_FOUND')
      return reply.code(202).send({ code, receivedAt: timeText(deps.clock()) })
    },
  )

  app.get(
    '/v1/mismatch-reports',
    {
      config: { access: OVERSEERS },
      schema: { querystring: mismatchQuery, response: { 200: pageOf(mismatchReport) } },
    },
    async (request) => {
      const { limit, cursor, code, state } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await mismatches.list(scope, { code, state }, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.firstAt, row.id], view)
    },
  )

  app.post(
    '/v1/mismatch-reports/:id/close',
    {
      config: { access: OFFICE },
      schema: { params, body: mismatchClose, response: { 200: mismatchReport } },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const { id } = request.params
      if ((await mismatches.byId(scope, id)) === null) throw problem('NOT_FOUND')
      const closed = { ...request.body, at: deps.clock(), by: principal.userId }
      if (!(await mismatches.close(id, closed))) throw problem('ALREADY_CLOSED')
      const row = await mismatches.byId(scope, id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )
}
