import { z } from 'zod'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cylinderView } from '#api/registry/cylinder-view.ts'
import { eventScope } from './event-scope.ts'
import { lifeKnownAt } from './life-known-at.ts'
import { cursorTime, decodeCursor, encodeCursor } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { locksBeside } from './trace-locks.ts'
import { receiptsBehind } from './trace-gas.ts'
import { traceEvents } from './trace-events.ts'
import { cylinderParams as params } from '#schemas/api/cylinder.ts'
import { trace, traceQuery } from '#schemas/api/trace.ts'
import { uuid } from '#schemas/identifiers.ts'
import { parseInstant } from '#schemas/time.ts'

/** Where the shown page ended, in effective order. */
const cursorKey = z.tuple([cursorTime, cursorTime, uuid])

export const traceRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cylinders, trace: life } = deps.queries

  app.get(
    '/v1/cylinders/:code/trace',
    {
      config: { access: STAFF },
      schema: { params, querystring: traceQuery, response: { 200: trace } },
      // Checking 200 events against their schema again would cost more than reading them; the tests check the shape.
      serializerCompiler: () => (data: unknown) => JSON.stringify(data),
    },
    async (request) => {
      const { limit, cursor, asOf: asOfText } = request.query
      const principal = principalOf(request)
      const asOf = asOfText === undefined ? null : parseInstant(asOfText)
      if (asOfText !== undefined && asOf === null) {
        throw problem('INVALID_REQUEST', {
          path: 'asOf',
          detail: { zh: 'asOf 超出可记录的时间范围', en: 'asOf is no time we can hold' },
        })
      }
      const row = await cylinders.byCode(scopeOf(principal), request.params.code)
      if (row === null) throw problem('NOT_FOUND')
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { effectiveAt: key[0], at: key[1], id: key[2] }
      const scope = eventScope(principal, row)
      const asked = { cylinderId: row.id, asOf, after, scope, limit: limit + 1 }
      const [rows, then] = await Promise.all([
        life.events(asked),
        // Beyond reach: a state is the fold of the whole life, also of what is not shown.
        asOf === null ? row : deps.queries.beyond(() => lifeKnownAt(life, row, asOf)),
      ])
      const shown = rows.slice(0, limit)
      const [superseded, receipts, checked, redacted, locks] = await Promise.all([
        life.superseded(shown),
        receiptsBehind(deps.queries.gasLog, shown, asOf),
        life.checkedBefore(asked),
        deps.queries.redactions.ofEvents(shown),
        locksBeside(deps.queries.locks, shown, asOf ?? deps.clock()),
      ])
      const last = shown.at(-1)
      return {
        cylinder: cylinderView(then, asOf ?? deps.clock(), scopeOf(principal)),
        events: traceEvents(shown, superseded, asOf, { receipts, checked, redacted }),
        locks,
        next:
          rows.length > limit && last !== undefined
            ? encodeCursor([last.effectiveAt, last.at, last.id])
            : null,
      }
    },
  )
}
