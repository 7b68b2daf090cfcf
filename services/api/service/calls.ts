import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { keepClaim } from '#api/idempotency.ts'
import { cursorId, cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { ImportErrors } from '#api/registry/import-errors.ts'
import { MAX_FILE_BYTES, sendReport, takeFiles, textOf } from '#api/registry/import-file.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { call, callImportQuery, periodQuery, timeImportReport, wait } from '#schemas/api/call.ts'
import { pageOf } from '#schemas/api/page.ts'
import type { CallRow, NewCall, NewWait, WaitRow } from '#store/queries/service/calls.ts'
import { importTimes, type TimeImport } from './import-times.ts'
import {
  callColumns,
  callOf,
  type Cells,
  type ReadTimeRow,
  timeHeader,
  waitColumns,
  waitOf,
} from './time-rows.ts'

const key = z.tuple([cursorTime, cursorId])
const KEEPERS = ['admin', 'office', 'station'] as const

const callView = (row: CallRow) => ({
  ...row,
  ringAt: timeText(row.ringAt),
  answeredAt: timeTextOrNull(row.answeredAt),
  endedAt: timeTextOrNull(row.endedAt),
})

const waitView = (row: WaitRow) => ({
  ...row,
  takenAt: timeText(row.takenAt),
  servedAt: timeText(row.servedAt),
})

type Period = z.infer<typeof periodQuery>

const periodOf = ({ from, to, enterpriseId, cursor }: Period) => {
  const period = { from: instantOf(from, 'from'), to: instantOf(to, 'to'), enterpriseId }
  if (period.to <= period.from) {
    const detail = { zh: '截止应晚于起始', en: 'to must be after from' }
    throw problem('INCONSISTENT_REQUEST', { path: 'to', detail })
  }
  const after = decodeCursor(cursor, key)
  return { period, after: after === null ? null : { at: after[0], id: after[1] } }
}

/** 通话记录与窗口等候: what the exchange and the queue machine counted; for the KPIs. */
export const callRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { calls, stations } = deps.queries
  await takeFiles(app)

  const imported = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: Omit<TimeImport<T>, 'errors' | 'progressed'>,
  ) => {
    const errors = new ImportErrors()
    try {
      const progressed = () => keepClaim(request, deps)
      const result = await importTimes(await textOf(request), { ...work, errors, progressed })
      return await sendReport(request, reply, result, errors)
    } catch (error) {
      await errors.close()
      throw error
    }
  }

  const schema = {
    querystring: callImportQuery,
    consumes: ['text/csv', 'multipart/form-data'],
    response: { 200: timeImportReport },
  }

  app.post(
    '/v1/calls/import',
    { config: { access: OFFICE }, bodyLimit: MAX_FILE_BYTES, schema },
    async (request, reply) => {
      const { enterpriseId: asked } = request.query
      const enterpriseId = askedEnterprise(principalOf(request), asked, 'enterpriseId')
      return imported<NewCall>(request, reply, {
        header: (names) => timeHeader(names, callColumns, ['line', 'reference', 'ringAt']),
        read: async (cells, line) => callOf(cells, line),
        keyOf: ({ line, reference }) => `${line} ${reference}`,
        write: (rows) => calls.addCalls(enterpriseId, rows, deps.clock()),
      })
    },
  )

  /** A station of the enterprise, looked up once a file. */
  const ownStations = (request: FastifyRequest, enterpriseId: string) => {
    const known = new Map<string, boolean>()
    return async (id: string): Promise<boolean> => {
      const before = known.get(id)
      if (before !== undefined) return before
      const found = await stations.byId(scopeOf(principalOf(request)), id)
      known.set(id, found?.enterpriseId === enterpriseId)
      return found?.enterpriseId === enterpriseId
    }
  }

  app.post(
    '/v1/window-waits/import',
    { config: { access: KEEPERS }, bodyLimit: MAX_FILE_BYTES, schema },
    async (request, reply) => {
      const { stationId, ...principal } = principalOf(request)
      const asked = request.query.enterpriseId
      const enterpriseId = askedEnterprise({ ...principal, stationId }, asked, 'enterpriseId')
      const isOwn = ownStations(request, enterpriseId)
      const read = async (cells: Cells, line: number): Promise<ReadTimeRow<NewWait>> => {
        const found = waitOf(cells, line, stationId)
        if (!found.ok || (await isOwn(found.row.stationId))) return found
        const message = `${found.row.stationId} is no station of yours`
        return {
          ok: false,
          errors: [{ line, field: 'stationId', code: 'UNKNOWN_REFERENCE', message }],
        }
      }
      return imported<NewWait>(request, reply, {
        header: (names) => {
          const needed = stationId === null ? ['stationId'] : []
          return timeHeader(names, waitColumns, [...needed, 'ticket', 'takenAt', 'servedAt'])
        },
        read,
        keyOf: ({ stationId: at, ticket, takenAt }) => `${at} ${takenAt} ${ticket}`,
        write: (rows) => calls.addWaits(enterpriseId, rows, deps.clock()),
      })
    },
  )

  app.get(
    '/v1/calls',
    {
      config: { access: OVERSEERS },
      schema: { querystring: periodQuery, response: { 200: pageOf(call) } },
    },
    async (request) => {
      const { limit } = request.query
      const { period, after } = periodOf(request.query)
      const rows = await calls.calls(scopeOf(principalOf(request)), period, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.ringAt, row.id], callView)
    },
  )

  app.get(
    '/v1/window-waits',
    {
      config: { access: OVERSEERS },
      schema: { querystring: periodQuery, response: { 200: pageOf(wait) } },
    },
    async (request) => {
      const { limit } = request.query
      const { period, after } = periodOf(request.query)
      const rows = await calls.waits(scopeOf(principalOf(request)), period, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.takenAt, row.id], waitView)
    },
  )
}
