import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { withCustomers } from '#api/people/customer-names.ts'
import { problem } from '#api/problem.ts'
import { happenedOf, instantOf } from '#api/sales/instant-of.ts'
import { rectificationView } from '#api/sales/safety.ts'
import { timeText } from '#api/time-text.ts'
import {
  hazardListed,
  hazardReport,
  proofListed,
  refusalListed,
  proofCreate,
  proofDecision,
  rectifyRefusal,
  refusal as refusalSchema,
  linkageCreate,
  refusalQuery,
  repairProof,
} from '#schemas/api/home.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { rectification as rectificationSchema } from '#schemas/api/safety.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { RefusalRow } from '#store/queries/homes/hazard-work.ts'
import type { RectificationRow } from '#store/queries/sales/safety.ts'
import { proofDesk, proofView } from './proof-desk.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const INSPECTORS = ['admin', 'office', 'station', 'courier'] as const
const READERS = [...INSPECTORS, 'regulator'] as const

const refusalView = (row: RefusalRow) => ({
  ...row,
  note: row.note === null ? null : { ...row.note },
  linkage: row.linkage.map((one) => ({
    toldAt: timeText(one.toldAt),
    with: one.with,
    result: one.result,
  })),
  happenedAt: timeText(row.happenedAt),
  recordedAt: timeText(row.recordedAt),
})

const afterOf = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, cursorKey)
  return key === null ? null : { at: key[0], id: key[1] }
}

/** Between a notice and its re-check: refusals, the report of a major hazard (R003-5.11.10), the user's own proof (R001-6.1-5). */
export const hazardRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { safety, hazardWork } = deps.queries
  const { handIn } = proofDesk(deps)

  const within = async (
    request: FastifyRequest<{ Params: { id: string } }>,
  ): Promise<RectificationRow> => {
    const row = await safety.rectification(scopeOf(principalOf(request)), request.params.id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  app.post(
    '/v1/rectifications/:id/refusal',
    {
      config: { access: INSPECTORS },
      schema: { params, body: rectifyRefusal, response: { 200: rectificationSchema } },
    },
    async (request) => {
      const row = await within(request)
      if (row.closedAt !== null) throw problem('ALREADY_CLOSED')
      const at = instantOf(request.body.happenedAt, '/happenedAt')
      if (at < row.issuedAt) {
        const detail = {
          zh: '隐患发现之前不会有拒改',
          en: 'nobody refuses to mend what is not found yet',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/happenedAt', detail })
      }
      const by = principalOf(request).userId
      await hazardWork.refuse(row, { id: eventIdOf(request, deps), at, now: deps.clock(), by })
      return rectificationView(deps.clock())(row)
    },
  )

  app.post(
    '/v1/rectifications/:id/report',
    {
      config: { access: OFFICE },
      schema: { params, body: hazardReport, response: { 200: rectificationSchema } },
    },
    async (request) => {
      const row = await within(request)
      if (row.grade !== 'major') {
        const detail = {
          zh: '只有重大隐患才上报主管部门',
          en: 'only a major hazard is reported to the authority',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/reportedAt', measured: row.grade, detail })
      }
      const { authority, number, reportedAt } = request.body
      const at = instantOf(reportedAt, '/reportedAt')
      if (at < row.issuedAt || at > deps.clock()) {
        const detail = {
          zh: '上报时间应在入户之后、当前之前',
          en: 'it was reported between the visit and now',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/reportedAt', detail })
      }
      const by = principalOf(request).userId
      const told = { at, to: authority, no: number ?? null, by }
      if (!(await hazardWork.report(row.id, told))) throw problem('ALREADY_CLOSED')
      return rectificationView(deps.clock())(await within(request))
    },
  )

  app.get(
    '/v1/rectifications/unreported',
    {
      config: { access: READERS },
      schema: { querystring: pageQuery, response: { 200: pageOf(hazardListed) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await hazardWork.unreported(scope, limit + 1, afterOf(cursor))
      const view = rectificationView(deps.clock())
      const page = pageFrom(rows, limit, (row) => [row.reportDueAt, row.id], view)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.get(
    '/v1/home-refusals',
    {
      config: { access: READERS },
      schema: { querystring: refusalQuery, response: { 200: pageOf(refusalListed) } },
    },
    async (request) => {
      const { limit, cursor, premisesId } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await hazardWork.refusals(scope, premisesId, limit + 1, afterOf(cursor))
      const page = pageFrom(rows, limit, (row) => [row.recordedAt, row.id], refusalView)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.post(
    '/v1/home-refusals/:id/linkage',
    {
      config: { access: INSPECTORS },
      schema: { params, body: linkageCreate, response: { 200: refusalSchema } },
    },
    async (request) => {
      const { id } = request.params
      const scope = scopeOf(principalOf(request))
      const { toldAt, ...told } = request.body
      const at = happenedOf(toldAt, '/toldAt', deps.clock())
      const row = await hazardWork.refusalById(scope, id)
      if (row === null) throw problem('NOT_FOUND')
      if (at < row.happenedAt) {
        const detail = { zh: '联动应在到访之后', en: 'the community is told after the visit' }
        throw problem('INCONSISTENT_REQUEST', { path: '/toldAt', clause: 'R003-5.11.9', detail })
      }
      const linked = { ...told, id: eventIdOf(request, deps), toldAt: at }
      if (!(await hazardWork.link(scope, id, linked))) {
        const detail = { zh: '非到访不遇', en: 'somebody was met: nothing to link with' }
        throw problem('INCONSISTENT_REQUEST', { path: '/with', measured: row.kind, detail })
      }
      return refusalView((await hazardWork.refusalById(scope, id)) ?? row)
    },
  )

  app.post(
    '/v1/rectifications/:id/proofs',
    {
      config: { access: INSPECTORS },
      schema: { params, body: proofCreate, response: { 201: repairProof } },
    },
    async (request, reply) => {
      const by = { id: eventIdOf(request, deps), userId: principalOf(request).userId }
      return reply.code(201).send(await handIn(await within(request), request.body, by))
    },
  )

  app.get(
    '/v1/repair-proofs',
    {
      config: { access: READERS },
      schema: { querystring: pageQuery, response: { 200: pageOf(proofListed) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await hazardWork.openProofs(scope, limit + 1, afterOf(cursor))
      const page = pageFrom(rows, limit, (row) => [row.handedInAt, row.id], proofView)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.post(
    '/v1/repair-proofs/:id/decision',
    {
      config: { access: OFFICE },
      schema: { params, body: proofDecision, response: { 200: repairProof } },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await hazardWork.proof(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const { accepted, reason } = request.body
      if (!accepted && reason === undefined) {
        const detail = {
          zh: '请写明原因，以便用户补交材料',
          en: 'say why, so that the customer can hand in what is missing',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/reason', detail })
      }
      const told = { accepted, reason: reason ?? null, at: deps.clock(), by: principal.userId }
      if (!(await hazardWork.decide(row.id, told))) throw problem('ALREADY_CLOSED')
      return proofView((await hazardWork.proof(scope, row.id)) ?? row)
    },
  )
}
