import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { staffPut } from '#schemas/api/staff.ts'
import { operator, reference } from '#schemas/identifiers.ts'

const staffView = z.looseObject({
  enterpriseId: z.string(),
  operator: z.string(),
  certifiedUntil: z.string().nullable(),
})

/** Operators by the number they scan at a scale, with the last day of their certificate. No names: those are personal data. */
export const staffRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { staff } = deps.queries

  app.post(
    '/v1/staff',
    { config: { access: OFFICE }, schema: { body: staffPut, response: { 201: staffView } } },
    async (request, reply) => {
      const { body } = request
      mayActFor(principalOf(request), body.enterpriseId, '/enterpriseId')
      const row = await staff.put({ ...body, certifiedUntil: body.certifiedUntil ?? null })
      if (row === null) throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      deps.siteChanged()
      return reply.code(201).send(row)
    },
  )

  app.get(
    '/v1/staff',
    {
      config: { access: STAFF },
      schema: { querystring: pageQuery, response: { 200: pageOf(staffView) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const after = decodeCursor(cursor, z.tuple([reference, operator]))
      const rows = await staff.list(scopeOf(principalOf(request)), limit + 1, after)
      return pageFrom(
        rows,
        limit,
        (row) => [row.enterpriseId, row.operator],
        (row) => row,
      )
    },
  )
}
