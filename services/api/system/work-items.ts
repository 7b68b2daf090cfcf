import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import type { WorkRow } from '#store/queries/system/work-items.ts'
import { pageOf } from '#schemas/api/page.ts'
import { workCount, workItem, workItemQuery } from '#schemas/api/work-item.ts'

const cursorKey = z.tuple([cursorTime, cursorId])

const view = ({ dueKey: _dueKey, ...row }: WorkRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  dueAt: timeTextOrNull(row.dueAt),
  closedAt: timeTextOrNull(row.closedAt),
})

const counts = z.looseObject({ items: z.array(workCount) })
const READERS = ['admin', 'office', 'station', 'regulator'] as const

/** Claims, recalls and whatever else a finding opened, the most urgent first. */
export const workItemRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/work-items',
    {
      config: { access: READERS },
      schema: { querystring: workItemQuery, response: { 200: pageOf(workItem) } },
    },
    async (request) => {
      const { limit, cursor, kind, state } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const rows = await deps.queries.workItems.list(
        scopeOf(principalOf(request)),
        { kind, open: state === 'open' },
        limit + 1,
        key === null ? null : { dueKey: key[0], id: key[1] },
      )
      return pageFrom(rows, limit, (row) => [row.dueKey, row.id], view)
    },
  )

  app.get(
    '/v1/work-items/summary',
    { config: { access: READERS }, schema: { response: { 200: counts } } },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const rows = await deps.queries.workItems.counts(scope, deps.clock())
      return { items: rows.map((row) => ({ ...row })) }
    },
  )
}
