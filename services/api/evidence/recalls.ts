import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { serviceOf } from '#domain/cylinder.ts'
import type { z } from 'zod'
import type { Scope } from '#store/queries/scope.ts'
import type { RecallRequest, RecallRow } from '#store/queries/evidence/recalls.ts'
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
    throw problem('INVALID_REQUEST', {
      path,
      detail: { zh: `${path} 超出可记录的时间范围`, en: `${path} is no time we can hold` },
    })
  return ms
}

type Asked = Omit<z.infer<typeof recallQuery>, 'limit' | 'cursor'>

const periodOf = ({ from, to }: Asked): { from: number; to: number } => {
  if (from === undefined || to === undefined) {
    const path = from === undefined ? 'from' : 'to'
    throw problem('INVALID_REQUEST', {
      path,
      detail: {
        zh: '请用 from 和 to 指定时间段，或指定进气批次',
        en: 'from and to say of which time, or a receipt',
      },
    })
  }
  const period = { from: instantOf(from, 'from'), to: instantOf(to, 'to') }
  if (period.to > period.from) return period
  throw problem('INCONSISTENT_REQUEST', {
    path: 'to',
    detail: { zh: '截止须晚于起始', en: 'to must be after from' },
  })
}

/** What was filled while the gas of a receipt was the newest in its tank; the tank may have held older gas too. */
const receiptRecall = async (
  deps: ApiDeps,
  scope: Scope,
  asked: Asked & { readonly receipt: string },
): Promise<RecallRequest> => {
  const { gasLog } = deps.queries
  const receipt = await gasLog.byId(scope, 'gas.received', asked.receipt)
  if (receipt === null) throw problem('UNKNOWN_REFERENCE', { path: 'receipt' })
  const { stationId, tank, ...window } = await gasLog.window(receipt)
  const from = asked.from === undefined ? window.from : instantOf(asked.from, 'from')
  const to = asked.to === undefined ? deps.clock() + 1 : instantOf(asked.to, 'to')
  const { scale, operator } = asked
  return {
    scale,
    operator,
    stationId,
    tank,
    from: Math.max(from, window.from),
    to: Math.min(to, window.to ?? to),
  }
}

const recallOf = (deps: ApiDeps, scope: Scope, asked: Asked): Promise<RecallRequest> => {
  const { scale, operator, tank, stationId, receipt } = asked
  if (receipt !== undefined) return receiptRecall(deps, scope, { ...asked, receipt })
  const period = periodOf(asked)
  if ([scale, operator, tank, stationId].every((one) => one === undefined)) {
    const detail = {
      zh: '请指定秤、人员、储罐、进气批次或站点之一',
      en: 'name a scale, an operator, a tank, a receipt or a stationId',
    }
    throw problem('INCONSISTENT_REQUEST', { path: 'scale', detail })
  }
  return Promise.resolve({ scale, operator, tank, stationId, ...period })
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
      const scope = scopeOf(principalOf(request))
      const recall = await recallOf(deps, scope, asked)
      const after = decodeCursor(cursor, cursorId)
      const rows = await deps.queries.recalls.list(scope, recall, limit + 1, after)
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )
}
