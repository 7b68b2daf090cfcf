import { OFFICE, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cylinderView } from './cylinder-view.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { personEvent } from '#api/person-event.ts'
import { problem } from '#api/problem.ts'
import { factsOf, objectionTo, tagsOf } from './registration.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import type { Scope } from '#store/queries/scope.ts'
import { cylinder, cylinderCreate, cylinderParams, cylinderQuery } from '#schemas/api/cylinder.ts'
import { pageOf } from '#schemas/api/page.ts'
import { contentState, custody } from '#schemas/cylinder-facts.ts'
import { cylinderCode } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import { text } from '#schemas/text.ts'

const ALL: Scope = { kind: 'all' }

const listQuery = cylinderQuery.extend({
  /** The beginning of a code, a whole tag, or a whole serial number. */
  q: text(128).optional(),
  /** Codes that begin so. */
  code: cylinderCode.optional(),
  content: contentState.optional(),
  custodyKind: custody.shape.kind.optional(),
  custodyId: text(64).optional(),
  /** Periodic inspection due before this day. */
  dueBefore: calendarDate.optional(),
})

export const cylinderRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cylinders } = deps.queries

  const full = async (scope: Scope, code: string) => {
    const row = await cylinders.byCode(scope, code)
    if (row === null) throw problem('NOT_FOUND')
    const tags = await cylinders.tags(row.id)
    return {
      ...cylinderView(row, deps.clock(), scope),
      events: row.events,
      tags: tags.map(({ from, until, ...tag }) => ({
        ...tag,
        from: timeTextOrNull(from),
        until: timeTextOrNull(until),
      })),
    }
  }

  app.post(
    '/v1/cylinders',
    { config: { access: OFFICE }, schema: { body: cylinderCreate, response: { 201: cylinder } } },
    async (request, reply) => {
      const { body } = request
      const objection = objectionTo(body, principalOf(request))
      if (objection !== null) throw problem(objection.code, objection)
      const event = personEvent(deps, request, 'cylinder.registered', factsOf(body))
      const [result] = await deps.recorder.register([{ event, tags: tagsOf(body) }])
      if (result?.ok === false) {
        const { code, path, value } = result
        const zh = `${value} 已被占用（不分大小写；报废气瓶的编号永久作废）`
        const en = `${value} is taken, in whatever case; that of a retired cylinder for ever`
        throw problem(code, { path, detail: { zh, en } })
      }
      return reply.code(201).send(await full(ALL, body.code))
    },
  )

  app.get(
    '/v1/cylinders/:code',
    {
      config: { access: STAFF },
      schema: { params: cylinderParams, response: { 200: cylinder } },
    },
    async (request) => full(scopeOf(principalOf(request)), request.params.code),
  )

  app.get(
    '/v1/cylinders',
    {
      config: { access: STAFF },
      schema: { querystring: listQuery, response: { 200: pageOf(cylinder) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const now = deps.clock()
      const scope = scopeOf(principalOf(request))
      const rows = await cylinders.list(scope, filter, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(
        rows,
        limit,
        (row) => row.id,
        (row) => cylinderView(row, now, scope),
      )
    },
  )
}
