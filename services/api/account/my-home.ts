import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { partView } from '#api/homes/home-parts.ts'
import { proofDesk } from '#api/homes/proof-desk.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { inspectionView, rectificationView } from '#api/sales/safety.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { homePart, proofCreate, repairProof } from '#schemas/api/home.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { inspection, rectification, rectificationQuery } from '#schemas/api/safety.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import { asMe, CUSTOMER, forMe, ownAccount } from './own-account.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])
const dayKey = z.tuple([calendarDate, uuid])

/** What was found at the customer's own home, and what is to be done there. */
export const myHomeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { safety, homeParts } = deps.queries
  const { handIn } = proofDesk(deps)

  app.get(
    '/v1/me/safety-inspections',
    {
      config: { access: CUSTOMER },
      schema: { querystring: pageQuery, response: { 200: pageOf(inspection) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const me = await ownAccount(deps, request)
      const key = decodeCursor(cursor, newestKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const look = () => safety.inspections(me.scope, undefined, limit + 1, after)
      const rows = await asMe(deps, me, look)
      return pageFrom(rows, limit, (row) => [row.recordedAt, row.id], inspectionView)
    },
  )

  app.get(
    '/v1/me/rectifications',
    {
      config: { access: CUSTOMER },
      schema: { querystring: rectificationQuery, response: { 200: pageOf(rectification) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const me = await ownAccount(deps, request)
      const key = decodeCursor(cursor, dayKey)
      const after = key === null ? null : { dueOn: key[0], id: key[1] }
      const look = () => safety.rectifications(me.scope, state === 'open', limit + 1, after)
      const rows = await asMe(deps, me, look)
      return pageFrom(rows, limit, (row) => [row.dueOn, row.id], rectificationView(deps.clock()))
    },
  )

  app.post(
    '/v1/me/rectifications/:id/proofs',
    {
      config: { access: CUSTOMER },
      schema: { params, body: proofCreate, response: { 201: repairProof } },
    },
    async (request, reply) => {
      const me = await ownAccount(deps, request)
      const look = () => safety.rectification(me.scope, request.params.id)
      const row = await asMe(deps, me, look)
      if (row === null || row.customerId !== me.customerId) throw problem('NOT_FOUND')
      const by = { id: eventIdOf(request, deps), userId: me.userId }
      const proof = await forMe(deps, me, () => handIn(row, request.body, by))
      return reply.code(201).send(proof)
    },
  )

  app.get(
    '/v1/me/home-parts',
    {
      config: { access: CUSTOMER },
      schema: { querystring: pageQuery, response: { 200: pageOf(homePart) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const me = await ownAccount(deps, request)
      const key = decodeCursor(cursor, dayKey)
      const after = key === null ? null : { on: key[0], id: key[1] }
      const rows = await asMe(deps, me, () => homeParts.list(me.scope, {}, limit + 1, after))
      const view = partView(dayOf(epochMs(deps.clock())))
      return pageFrom(rows, limit, (row) => [row.useUntil, row.id], view)
    },
  )
}
