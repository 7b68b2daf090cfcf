import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { serviceOf } from '#domain/cylinder.ts'
import type { RecallRow } from '#store/queries/evidence/recalls.ts'
import { pageOf } from '#schemas/api/page.ts'
import { recalledCylinder, recallQuery } from '#schemas/api/recall.ts'
import { parseInstant } from '#schemas/time.ts'

const view = ({ code, ownerId, fills, filledAt, state }: RecallRow) => {
  const service = serviceOf(state)
  return {
    code,
    ownerId,
    fills,
    lastFilledAt: timeText(filledAt),
    content: { ...state.content },
    custody: {
      kind: state.custody.kind,
      id: state.custody.id ?? null,
      since: state.custody.since === 0 ? null : timeText(state.custody.since),
    },
    service: { state: service.state, reasons: [...service.reasons] },
  }
}

const instantOf = (text: string, path: string): number => {
  const ms = parseInstant(text)
  if (ms === null)
    throw problem('INVALID_REQUEST', { path, detail: `${path} is no time we can hold` })
  return ms
}

export const recallRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/recalls',
    {
      config: { access: OVERSEERS },
      schema: { querystring: recallQuery, response: { 200: pageOf(recalledCylinder) } },
    },
    async (request) => {
      const { limit, cursor, ...asked } = request.query
      const { scale, operator, tank, stationId } = asked
      const from = instantOf(asked.from, 'from')
      const to = instantOf(asked.to, 'to')
      if (to <= from)
        throw problem('INCONSISTENT_REQUEST', { path: 'to', detail: 'to must be after from' })
      if ([scale, operator, tank, stationId].every((one) => one === undefined)) {
        const detail = 'name a scale, an operator, a tank or a stationId'
        throw problem('INCONSISTENT_REQUEST', { path: 'scale', detail })
      }
      const rows = await deps.queries.recalls.list(
        scopeOf(principalOf(request)),
        { scale, operator, tank, stationId, from, to },
        limit + 1,
        decodeCursor(cursor, cursorId),
      )
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )
}
