import { z } from 'zod'
import { ANYBODY } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorInt, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import type { Clause } from '#rules/clauses/clause.ts'
import { clauseById, clauses } from '#rules/clauses/clause-by-id.ts'
import { clause as clauseView, clauseId, clauseQuery } from '#schemas/api/clause.ts'
import { pageOf } from '#schemas/api/page.ts'

const view = (clause: Clause) => ({
  ...clause,
  document: { ...clause.document },
  force: clause.document.force,
  zhRead: clause.zhRead ?? null,
  damage: clause.damage ?? null,
  tags: [...clause.tags],
  readings: [...clause.readings],
  contradictions: [...clause.contradictions],
})

/** The text behind the clause ids that findings, refusals and profiles carry. */
export const clauseRoutes = (_deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/clauses',
    {
      config: { access: ANYBODY },
      schema: { querystring: clauseQuery, response: { 200: pageOf(clauseView) } },
    },
    async (request) => {
      const { limit, cursor, ids } = request.query
      const asked =
        ids === undefined
          ? clauses
          : [...new Set(ids.split(','))].flatMap((id) => clauseById(id.trim()) ?? [])
      const from = decodeCursor(cursor, cursorInt) ?? 0
      const rows = asked.map((clause, at) => ({ clause, next: at + 1 }))
      return pageFrom(
        rows.slice(from, from + limit + 1),
        limit,
        (row) => row.next,
        (row) => view(row.clause),
      )
    },
  )

  app.get(
    '/v1/clauses/:id',
    {
      config: { access: ANYBODY },
      schema: { params: z.object({ id: clauseId }), response: { 200: clauseView } },
    },
    async (request) => {
      const clause = clauseById(request.params.id)
      if (clause === undefined) throw problem('NOT_FOUND')
      return view(clause)
    },
  )
}
