import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { present, timeTextOrNull } from '#api/time-text.ts'
import { type Complaint, isBarred, openComplaint } from '#domain/service/complaint.ts'
import { decideComplaint } from '#domain/service/decide-complaint.ts'
import { epochMs } from '#domain/units.ts'
import {
  complaint as complaintSchema,
  complaintCreate,
  complaintQuery,
  complaintStep,
} from '#schemas/api/complaint.ts'
import { pageOf } from '#schemas/api/page.ts'
import { serviceCaseDetail } from '#schemas/api/service-case.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { CaseRow } from '#store/queries/service/case-rows.ts'
import { caseDesk, happenedAt } from './case-desk.ts'
import { casePage } from './case-page.ts'
import { partyOf, refuseStrangeOrder } from './case-party.ts'
import { revealRoute } from './case-reveal.ts'
import { CASE_READERS, CASE_WRITERS, scopeOfRequest, useOwnCustomer } from './case-scope.ts'
import { caseView, entriesFor, maskedPeople } from './case-view.ts'
import { workersRoute } from './case-workers.ts'
import { BY_CUSTOMER, complaintCommand, isShown } from './complaint-command.ts'

const params = z.object({ id: uuid })

type Row = CaseRow<Complaint>
type Create = z.infer<typeof complaintCreate>

/** After these nothing is left to do. */
const COMPLAINT_ENDED = ['closed', 'withdrawn'] as const

const complaintView = (row: Row, now: number) => {
  const { state } = row
  return {
    ...caseView(row, now),
    answeredAt: timeTextOrNull(state.answeredAt),
    resolvedAt: timeTextOrNull(state.resolvedAt),
    feedbackAt: timeTextOrNull(state.feedbackAt),
    promisedOn: state.promisedOn,
    dissatisfied: state.dissatisfied,
  }
}

/** Names are for who handles it; never for who is complained about (R000-8.0.4.3). */
const readsNotes = (row: Row, person: { role: string; userId: string; username: string }) => {
  if (isBarred(row.state, person)) return 'none' as const
  if (person.role === 'customer') return 'shown' as const
  if (person.role === 'regulator') return row.facts['confidential'] === true ? 'none' : 'shown'
  return person.role === 'courier' && row.handlerId !== person.userId ? 'none' : 'all'
}

const factsOf = (body: Create): Readonly<Record<string, unknown>> => {
  const { topic, forwarded, repeatOf, orderId, cylinderCodes, confidential } = body
  const by =
    forwarded === undefined ? undefined : { by: forwarded.by, reference: forwarded.reference }
  return present({ topic, forwarded: by, repeatOf, orderId, cylinderCodes, confidential })
}

/** 投诉、留言、信函、首问: what customers tell, and what becomes of it. */
export const complaintRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cases } = deps.queries
  useOwnCustomer(app, deps)
  const desk = caseDesk<Complaint>(deps, 'complaint', COMPLAINT_ENDED)

  const detail = async (row: Row, principal: ReturnType<typeof principalOf>) => {
    const notes = readsNotes(row, principal)
    const people = await maskedPeople(deps, principal, notes === 'none' ? [] : [row])
    const entries = await cases.entries(row, notes)
    return {
      ...complaintView(row, deps.clock()),
      against: { ...row.state.against },
      recused: [...row.state.recused],
      person: people.get(row.personId) ?? null,
      entries: entriesFor(principal.role, entries),
    }
  }

  app.post(
    '/v1/complaints',
    {
      config: { access: [...CASE_WRITERS, 'regulator'] },
      schema: { body: complaintCreate, response: { 201: serviceCaseDetail } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const { forwarded, kind, special, repeatOf } = body
      if (forwarded !== undefined && kind !== 'complaint') {
        const detailText = {
          zh: '仅投诉可由部门转办',
          en: 'only a complaint is forwarded with a deadline',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/forwarded', detail: detailText })
      }
      if (repeatOf !== undefined) {
        const earlier = await cases.byId(scopeOfRequest(request), 'complaint', repeatOf)
        if (earlier === null) throw problem('UNKNOWN_REFERENCE', { path: '/repeatOf' })
      }
      const openedAt = happenedAt(body.receivedAt, deps.clock(), '/receivedAt')
      const authorityDueAt =
        forwarded === undefined ? null : instantOf(forwarded.dueAt, '/forwarded/dueAt')
      const against = {
        userId: body.against?.userId?.toLowerCase() ?? null,
        operator: body.against?.operator ?? null,
      }
      const party = await partyOf(deps, request, body)
      await refuseStrangeOrder(deps, request, body.orderId, party)
      const row = await desk.open(request, party, {
        id: body.id,
        channel: body.channel,
        text: body.text,
        openedAt,
        facts: factsOf(body),
        stateOf: (context) =>
          openComplaint(
            { kind, openedAt, against, special: special === true, authorityDueAt },
            context,
          ),
      })
      return reply.code(201).send(await detail(row, principal))
    },
  )

  app.get(
    '/v1/complaints',
    {
      config: { access: CASE_READERS },
      schema: { querystring: complaintQuery, response: { 200: pageOf(complaintSchema) } },
    },
    (request) => casePage(deps, request, 'complaint', request.query, complaintView),
  )

  app.get(
    '/v1/complaints/:id',
    {
      config: { access: CASE_READERS },
      schema: { params, response: { 200: serviceCaseDetail } },
    },
    async (request) => detail(await desk.within(request, request.params.id), principalOf(request)),
  )

  app.post(
    '/v1/complaints/:id/steps',
    {
      config: { access: CASE_WRITERS },
      schema: { params, body: complaintStep, response: { 200: serviceCaseDetail } },
    },
    async (request) => {
      const {
        body: step,
        params: { id },
      } = request
      const principal = principalOf(request)
      if (principal.role === 'customer' && !BY_CUSTOMER.includes(step.type)) {
        throw problem('FORBIDDEN', { path: '/type' })
      }
      const to = step.type === 'assign' ? await desk.worker(request, id, step.userId) : null
      const staffId = step.type === 'feedback' ? step.staffId : undefined
      if (staffId !== undefined) await desk.worker(request, id, staffId, '/staffId')
      const now = epochMs(deps.clock())
      const row = await desk.act(request, {
        id,
        note: step.note,
        shown: principal.role === 'customer' || isShown(step),
        decide: (state, context) =>
          decideComplaint(
            state,
            complaintCommand(step, { now, to, by: principal.userId }),
            context,
          ),
      })
      return detail(row, principal)
    },
  )

  workersRoute(deps, app, { url: '/v1/complaints/:id/workers', within: desk.within })

  revealRoute(deps, app, {
    url: '/v1/complaints/:id/reveal',
    area: 'complaint',
    mayNot: (row, person) => isBarred((row as Row).state, person),
  })
}
