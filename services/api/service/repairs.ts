import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { present, timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { decideRepair } from '#domain/service/decide-repair.ts'
import { openRepair, type Repair } from '#domain/service/repair.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  repair as repairSchema,
  repairCertificate,
  repairCreate,
  repairQuery,
  repairStep,
} from '#schemas/api/repair.ts'
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
import { certificateView } from './repair-certificate.ts'
import {
  appointmentOf,
  isRepairStepShown,
  REPAIR_BY_CUSTOMER,
  repairCommand,
  repairFacts,
  repairObjects,
} from './repair-command.ts'

const params = z.object({ id: uuid })

type Row = CaseRow<Repair>

/** After these nothing is left to do. */
const REPAIR_ENDED = ['refused', 'cancelled', 'closed'] as const

const repairView = (row: Row, now: number) => {
  const { place, appointment, arrivedAt, doneAt, quotedFen, warranty, free, feedbackAt } = row.state
  return {
    ...caseView(row, now),
    place,
    appointment:
      appointment === null
        ? null
        : { from: timeText(appointment.from), to: timeText(appointment.to) },
    arrivedAt: timeTextOrNull(arrivedAt),
    doneAt: timeTextOrNull(doneAt),
    feedbackAt: timeTextOrNull(feedbackAt),
    quotedFen,
    warranty: warranty === null ? null : { ...warranty },
    free,
  }
}

/** 报修、安装、改装. */
export const repairRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cases, staffPapers } = deps.queries
  useOwnCustomer(app, deps)
  const desk = caseDesk<Repair>(deps, 'repair', REPAIR_ENDED)

  const detail = async (row: Row, principal: ReturnType<typeof principalOf>) => {
    const inside = principal.role !== 'customer' && principal.role !== 'regulator'
    const [people, entries] = await Promise.all([
      maskedPeople(deps, principal, [row]),
      cases.entries(row, inside ? 'all' : 'shown'),
    ])
    return {
      ...repairView(row, deps.clock()),
      person: people.get(row.personId) ?? null,
      entries: entriesFor(principal.role, entries),
    }
  }

  /** Rework within the warranty of an earlier job is free (R003-9.2.8). @throws UNKNOWN_REFERENCE */
  const isFree = async (request: FastifyRequest, reworkOf: string | undefined) => {
    if (reworkOf === undefined) return false
    const earlier = await cases.byId<Repair>(scopeOfRequest(request), 'repair', reworkOf)
    if (earlier === null || earlier.state.doneAt === null) {
      throw problem('UNKNOWN_REFERENCE', { path: '/reworkOf' })
    }
    const { warranty } = earlier.state
    return warranty !== null && dayOf(epochMs(deps.clock())) <= warranty.until
  }

  /** Only people whose certificate for this work is known to be over are refused (R003-9.2.2). @throws UNCERTIFIED */
  const fitter = async (request: FastifyRequest, id: string, userId: string) => {
    const { enterpriseId, ...person } = await desk.worker(request, id, userId)
    const until = await staffPapers.certifiedUntil(enterpriseId, person.username, 'repair')
    if (until !== null && until < dayOf(epochMs(deps.clock()))) {
      const detailText = {
        zh: '维修证书已过期',
        en: `the certificate for repairs ended on ${until}`,
      }
      throw problem('UNCERTIFIED', {
        path: '/userId',
        limit: until,
        clause: 'R003-9.2.2',
        detail: detailText,
      })
    }
    return person
  }

  app.post(
    '/v1/repairs',
    {
      config: { access: CASE_WRITERS },
      schema: { body: repairCreate, response: { 201: serviceCaseDetail } },
    },
    async (request, reply) => {
      const { body } = request
      const { kind, topic, place, reworkOf, orderId } = body
      const appointment =
        body.appointment === undefined ? null : appointmentOf(body.appointment, '/appointment')
      if (appointment !== null && (place === 'workshop' || appointment.to <= deps.clock())) {
        const why =
          place === 'workshop'
            ? { zh: '送修件无需预约上门', en: 'what was brought in has no appointment' }
            : { zh: '预约时间已过', en: 'the appointment is over already' }
        throw problem('INCONSISTENT_REQUEST', { path: '/appointment', detail: why })
      }
      const openedAt = happenedAt(body.receivedAt, deps.clock(), '/receivedAt')
      const free = await isFree(request, reworkOf)
      const party = await partyOf(deps, request, body)
      await refuseStrangeOrder(deps, request, orderId, party)
      const row = await desk.open(request, party, {
        id: body.id,
        channel: body.channel,
        text: body.text,
        openedAt,
        facts: present({ topic, reworkOf, orderId }),
        stateOf: (context) => openRepair({ kind, openedAt, place, appointment, free }, context),
      })
      return reply.code(201).send(await detail(row, principalOf(request)))
    },
  )

  app.get(
    '/v1/repairs',
    {
      config: { access: CASE_READERS },
      schema: { querystring: repairQuery, response: { 200: pageOf(repairSchema) } },
    },
    (request) => casePage(deps, request, 'repair', request.query, repairView),
  )

  app.get(
    '/v1/repairs/:id',
    { config: { access: CASE_READERS }, schema: { params, response: { 200: serviceCaseDetail } } },
    async (request) => detail(await desk.within(request, request.params.id), principalOf(request)),
  )

  app.get(
    '/v1/repairs/:id/certificate',
    { config: { access: CASE_READERS }, schema: { params, response: { 200: repairCertificate } } },
    async (request) => {
      const row = await desk.within(request, request.params.id)
      const view = await certificateView(deps, row)
      if (view === null) throw problem('NOT_FOUND')
      return view
    },
  )

  app.post(
    '/v1/repairs/:id/steps',
    {
      config: { access: CASE_WRITERS },
      schema: { params, body: repairStep, response: { 200: serviceCaseDetail } },
    },
    async (request) => {
      const {
        body: step,
        params: { id },
      } = request
      const principal = principalOf(request)
      const byCustomer = principal.role === 'customer'
      if (byCustomer && !REPAIR_BY_CUSTOMER.includes(step.type)) {
        throw problem('FORBIDDEN', { path: '/type' })
      }
      if (byCustomer && step.type === 'schedule' && step.wish !== 'user') {
        throw problem('FORBIDDEN', { path: '/wish' })
      }
      const { enterpriseId, no } = await desk.within(request, id)
      const to = step.type === 'assign' ? await fitter(request, id, step.userId) : null
      if (step.type === 'complete' && step.certificate !== undefined) {
        await desk.worker(request, id, step.certificate.inspectorId, '/certificate/inspectorId')
      }
      await refuseMissing(deps, enterpriseId, repairObjects(step))
      const known = { now: epochMs(deps.clock()), to, by: principal.userId, no }
      const command = repairCommand(step, known)
      const row = await desk.act(request, {
        id,
        note: step.note,
        shown: byCustomer || isRepairStepShown(step),
        facts: repairFacts(step),
        decide: (state, context) => decideRepair(state, command, context),
      })
      return detail(row, principal)
    },
  )

  workersRoute(deps, app, { url: '/v1/repairs/:id/workers', within: desk.within })

  revealRoute(deps, app, { url: '/v1/repairs/:id/reveal', area: 'repair', mayNot: () => false })
}
