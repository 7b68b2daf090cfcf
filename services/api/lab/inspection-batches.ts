import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mayActFor, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { recordAll } from '#api/sales/returned.ts'
import { createInspectionWork } from './inspection-work.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import {
  inspectionBatch,
  inspectionBatchCreate,
  inspectionBatchFull,
  inspectionBatchQuery,
  inspectionReceive,
  inspectionResults,
  inspectionReturn,
  inspectionReturned,
  inspectionReview,
} from '#schemas/api/inspection.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { BatchRow, ItemRow } from '#store/queries/lab/inspection-rows.ts'

const SENDERS = ['admin', 'office', 'station'] as const
const LABS = ['admin', 'lab'] as const
const READERS = ['admin', 'office', 'station', 'lab', 'regulator'] as const
const MOVERS = ['admin', 'office', 'station', 'lab'] as const

const params = z.object({ id: uuid })

const view = (row: BatchRow, names: ReadonlyMap<string, string>) => ({
  ...row,
  enterpriseName: names.get(row.enterpriseId) ?? null,
  labName: names.get(row.labId) ?? null,
  sentAt: timeText(row.sentAt),
})

const itemView = ({ cylinderId: _id, reviewedIn: _r, returnedIn: _b, ...row }: ItemRow) => ({
  ...row,
  inspectedAt: timeTextOrNull(row.inspectedAt),
  reviewedAt: timeTextOrNull(row.reviewedAt),
  receivedAt: timeTextOrNull(row.receivedAt),
  returnedAt: timeTextOrNull(row.returnedAt),
})

/** 送检: cylinders go to a lab in batches, a second person reviews what the lab found, and they come back or are retired. */
export const inspectionBatchRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { inspections, stations } = deps.queries
  const work = createInspectionWork(deps)

  const reachOf = (request: FastifyRequest) => {
    const principal = principalOf(request)
    return { scope: scopeOf(principal), asLab: principal.role === 'lab' }
  }

  const batchOf = async (request: FastifyRequest, id: string): Promise<BatchRow> => {
    const row = await inspections.byId(reachOf(request), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const namesOf = (rows: readonly BatchRow[]) =>
    inspections.enterpriseNames(rows.flatMap(({ enterpriseId, labId }) => [enterpriseId, labId]))

  const full = async (request: FastifyRequest, id: string) => {
    const [row, items] = await Promise.all([batchOf(request, id), inspections.items(id)])
    const [names, sites] = await Promise.all([
      namesOf([row]),
      inspections.sitesOf(row.enterpriseId),
    ])
    return { ...view(row, names), cylinders: items.map(itemView), sites }
  }

  app.post(
    '/v1/inspection-batches',
    {
      config: { access: SENDERS },
      schema: { body: inspectionBatchCreate, response: { 201: inspectionBatchFull } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { labId, note } = request.body
      const enterpriseId = request.body.enterpriseId ?? principal.enterpriseId
      if (enterpriseId === null) throw problem('INVALID_REQUEST', { path: '/enterpriseId' })
      mayActFor(principal, enterpriseId, '/enterpriseId')
      const id = eventIdOf(request, deps)
      const known = await inspections.byId({ scope: { kind: 'all' }, asLab: false }, id)
      const cylinders =
        known === null ? await work.sendable(request, enterpriseId) : await inspections.items(id)
      const codes = cylinders.map(({ code }) => code)
      const events = await work.sent(request, { id, labId }, codes)
      if (known === null) {
        const person = { sentBy: principal.userId, sentAt: deps.clock() }
        const batch = { id, enterpriseId, labId, note: note ?? null, ...person, cylinders, events }
        const created = await inspections.create(batch)
        if (created === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/labId' })
        if (created === 'busy') throw problem('IN_OPEN_BATCH', { path: '/codes' })
      }
      await recordAll(deps, events)
      return reply.code(201).send(await full(request, id))
    },
  )

  app.get(
    '/v1/inspection-batches',
    {
      config: { access: READERS },
      schema: { querystring: inspectionBatchQuery, response: { 200: pageOf(inspectionBatch) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const before = decodeCursor(cursor, cursorId)
      const rows = await inspections.list(reachOf(request), filter, limit + 1, before)
      const names = await namesOf(rows)
      return pageFrom(
        rows,
        limit,
        (row) => row.no,
        (row) => view(row, names),
      )
    },
  )

  app.get(
    '/v1/inspection-batches/:id',
    { config: { access: READERS }, schema: { params, response: { 200: inspectionBatchFull } } },
    async (request) => full(request, request.params.id),
  )

  app.post(
    '/v1/inspection-batches/:id/receive',
    {
      config: { access: LABS },
      schema: { params, body: inspectionReceive, response: { 200: inspectionBatchFull } },
    },
    async (request) => {
      const { codes } = request.body
      const batch = await batchOf(request, request.params.id)
      await work.contained(batch, codes)
      await inspections.receive(batch.id, codes, deps.clock())
      return full(request, batch.id)
    },
  )

  app.post(
    '/v1/inspection-batches/:id/results',
    {
      config: { access: LABS },
      schema: { params, body: inspectionResults, response: { 200: inspectionBatchFull } },
    },
    async (request) => {
      const batch = await batchOf(request, request.params.id)
      const results = await work.judged(batch, request.body.results, principalOf(request))
      const { userId: id, username: name } = principalOf(request)
      const person = { id, name, at: deps.clock() }
      if (!(await inspections.record(batch.id, results, person))) {
        const detail = { zh: '已有结果被复核', en: 'some were reviewed already' }
        throw problem('NOT_IN_BATCH_STATE', { path: '/results', detail })
      }
      return full(request, batch.id)
    },
  )

  app.post(
    '/v1/inspection-batches/:id/review',
    {
      config: { access: LABS },
      schema: { params, body: inspectionReview, response: { 200: inspectionBatchFull } },
    },
    async (request) => {
      const { decision, reason } = request.body
      const batch = await batchOf(request, request.params.id)
      const codes = await work.toReview(request, batch, request.body.codes)
      if (decision === 'reject') {
        if (reason === undefined) {
          const zh = '退回重检须写明原因'
          const detail = { zh, en: 'whoever inspects once more must know why' }
          throw problem('INCONSISTENT_REQUEST', { path: '/reason', detail })
        }
        await inspections.reject(batch.id, codes, reason)
      } else {
        await work.confirm(request, batch, codes)
      }
      return full(request, batch.id)
    },
  )

  app.post(
    '/v1/inspection-batches/:id/return',
    {
      config: { access: MOVERS },
      schema: { params, body: inspectionReturn, response: { 200: inspectionReturned } },
    },
    async (request) => {
      const { siteId } = request.body
      const batch = await batchOf(request, request.params.id)
      const sender = { kind: 'enterprise', enterpriseId: batch.enterpriseId } as const
      // Beyond reach: a lab hands over at the sender's station.
      const station = await deps.queries.beyond(() => stations.byId(sender, siteId))
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/siteId' })
      const found = await work.giveBack(request, batch, request.body)
      const findings = [...found].flatMap(([cylinder, list]) =>
        list.map((one) => ({ ...one, cylinder })),
      )
      return { ...(await full(request, batch.id)), findings }
    },
  )
}
