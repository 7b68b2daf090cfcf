import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { dueDatesToday } from '#rules/due-dates.ts'
import { dueCylinder, dueKinds, dueQuery } from '#schemas/api/due.ts'
import { pageOf } from '#schemas/api/page.ts'
import { calendarDate } from '#schemas/time.ts'
import type { DueRow } from '#store/queries/system/deadlines.ts'

/** Ahead of time: what is due within a month can still be planned. */
const AHEAD_DAYS = 30
/** Registries that changed a moment ago; the rest of an import is worked out by the job. */
const AT_ONCE = 200

const cursorKey = z.tuple([calendarDate, cursorId, z.int().min(0).max(dueKinds.length)])

/** Lists of what falls due: inspection, end of life, idle for a cycle. */
export const dueRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { deadlines } = deps.queries

  app.get(
    '/v1/cylinders/due',
    {
      config: { access: ['admin', 'office', 'station', 'lab', 'regulator'] },
      schema: { querystring: dueQuery, response: { 200: pageOf(dueCylinder) } },
    },
    async (request) => {
      const { limit, cursor, kind } = request.query
      const now = deps.clock()
      const today = dayOf(epochMs(now))
      const by = request.query.by ?? addDays(today, AHEAD_DAYS)
      const { activations } = await deps.queries.ruleProfiles.load()
      const workOut = dueDatesToday(deps.profiles, activations, epochMs(now))
      await deadlines.workOut(AT_ONCE, workOut, now)
      const view = (row: DueRow) => ({
        code: row.code,
        kind: row.kind,
        dueOn: row.dueOn,
        overdue: row.dueOn < today,
        ownerId: row.ownerId,
        model: row.model,
        service: row.service,
        custody: { kind: row.custodyKind, id: row.custodyId },
      })
      const asked = { by, kinds: kind === undefined ? dueKinds : [kind] }
      const after = decodeCursor(cursor, cursorKey)
      const rows = await deadlines.due(scopeOf(principalOf(request)), asked, limit + 1, after)
      const place = (row: DueRow) => [row.dueOn, row.cylinderId, dueKinds.indexOf(row.kind)]
      return pageFrom(rows, limit, place, view)
    },
  )
}
