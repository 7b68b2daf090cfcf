import { z } from 'zod'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { checkUscc } from '#domain/identity/uscc.ts'
import type { EnterpriseRow } from '#store/queries/registry/enterprises.ts'
import { enterpriseCreate } from '#schemas/api/enterprise.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { reference } from '#schemas/identifiers.ts'

const enterpriseView = z.looseObject({
  id: z.string(),
  name: z.string(),
  uscc: z.string().nullable(),
  createdAt: z.string(),
})

/** GB 32100, in upper case. @throws INVALID_IDENTITY */
const usccOf = (text: string | undefined): string | null => {
  if (text === undefined) return null
  const checked = checkUscc(text)
  if (checked.ok) return checked.value
  const detail =
    checked.refusal === 'FORMAT'
      ? {
          zh: '统一社会信用代码为 18 位数字和字母，不含 I、O、S、V、Z',
          en: 'a USCC has 18 digits and letters, without I, O, S, V and Z',
        }
      : {
          zh: '统一社会信用代码校验位不符',
          en: 'the check digit of the USCC does not fit',
        }
  throw problem('INVALID_IDENTITY', { path: '/uscc', detail })
}

const view = (row: EnterpriseRow) => ({ ...row, createdAt: timeText(row.createdAt) })

export const enterpriseRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { enterprises } = deps.queries

  app.post(
    '/v1/enterprises',
    {
      config: { access: ['admin'] },
      schema: { body: enterpriseCreate, response: { 201: enterpriseView } },
    },
    async (request, reply) => {
      const { id, name, uscc } = request.body
      const row = await enterprises.create(id, name, usccOf(uscc))
      if (row === null) throw problem('ALREADY_EXISTS', { path: '/id' })
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/enterprises',
    {
      config: { access: STAFF },
      schema: { querystring: pageQuery, response: { 200: pageOf(enterpriseView) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await enterprises.list(scope, limit + 1, decodeCursor(cursor, reference))
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )

  app.get(
    '/v1/enterprises/:id',
    {
      config: { access: STAFF },
      schema: { params: z.object({ id: reference }), response: { 200: enterpriseView } },
    },
    async (request) => {
      const row = await enterprises.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )
}
