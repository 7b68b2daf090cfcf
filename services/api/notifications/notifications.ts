import { z } from 'zod'
import { OVERSEERS, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { inboxItem, notification, notificationQuery } from '#schemas/api/notification.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { inboxView, notificationView } from './notification-view.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])

const keyOf = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, cursorKey)
  return key === null ? null : { at: key[0], id: key[1] }
}

/** Who was told what (通知记录), and what staff read where they sign in. */
export const notificationRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { notifications } = deps.queries

  app.get(
    '/v1/notifications',
    {
      config: { access: OVERSEERS },
      schema: { querystring: notificationQuery, response: { 200: pageOf(notification) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await notifications.list(scope, filter, limit + 1, keyOf(cursor))
      return pageFrom(rows, limit, (row) => [row.createdAt, row.id], notificationView)
    },
  )

  app.get(
    '/v1/inbox',
    {
      config: { access: STAFF },
      schema: { querystring: pageQuery, response: { 200: pageOf(inboxItem) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { userId } = principalOf(request)
      const rows = await notifications.inbox(userId, limit + 1, keyOf(cursor))
      return pageFrom(rows, limit, (row) => [row.createdAt, row.id], inboxView)
    },
  )

  app.post(
    '/v1/inbox/:id/read',
    { config: { access: STAFF }, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      const { userId } = principalOf(request)
      const read = await notifications.markRead(userId, request.params.id, deps.clock())
      if (!read) throw problem('NOT_FOUND')
      return reply.code(204).send(null)
    },
  )
}
