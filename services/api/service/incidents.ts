import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { listedObjects } from '#api/sales/visit-desk.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { present, timeTextOrNull } from '#api/time-text.ts'
import {
  decideIncident,
  type Incident,
  missingMeasures,
  openIncident,
} from '#domain/service/incident.ts'
import { epochMs } from '#domain/units.ts'
import {
  incident as incidentSchema,
  incidentCreate,
  incidentQuery,
  incidentStep,
  safetyPrompts,
} from '#schemas/api/incident.ts'
import { pageOf } from '#schemas/api/page.ts'
import { serviceCaseDetail } from '#schemas/api/service-case.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { CaseRow } from '#store/queries/service/case-rows.ts'
import { caseDesk, happenedAt } from './case-desk.ts'
import { casePage } from './case-page.ts'
import { partyOf } from './case-party.ts'
import { revealRoute } from './case-reveal.ts'
import { CASE_READERS, CASE_WRITERS, DESK, useOwnCustomer } from './case-scope.ts'
import { caseView, entriesFor, maskedPeople } from './case-view.ts'
import { workersRoute } from './case-workers.ts'
import { incidentCommand } from './incident-command.ts'
import { leakPrompts } from './safety-prompts.ts'

const params = z.object({ id: uuid })

type Row = CaseRow<Incident>

const prompts = () => leakPrompts.map((one) => ({ ...one, clauses: [...one.clauses] }))

const incidentView = (row: Row, now: number) => {
  const { state } = row
  return {
    ...caseView(row, now),
    promptsReadAt: timeTextOrNull(state.promptsReadAt),
    dispatchedAt: timeTextOrNull(state.dispatchedAt),
    arrivedAt: timeTextOrNull(state.arrivedAt),
    endOfWorkAt: timeTextOrNull(state.endedAt),
    insurerToldAt: timeTextOrNull(state.insurerToldAt),
    assessedFen: state.assessedFen ?? null,
    lelPercent: state.lelPercent,
    publicDanger: state.publicDanger,
    measures: [...state.measures],
    missingMeasures: [...missingMeasures(state)],
  }
}

/** 应急抢修: the call with what is read out, the crew on its way, arrival, measures, end and review. */
export const incidentRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cases } = deps.queries
  useOwnCustomer(app, deps)
  const desk = caseDesk<Incident>(deps, 'incident', ['reviewed'])

  const detail = async (row: Row, principal: ReturnType<typeof principalOf>) => {
    const [people, entries] = await Promise.all([
      maskedPeople(deps, principal, [row]),
      cases.entries(row, principal.role === 'customer' ? 'shown' : 'all'),
    ])
    return {
      ...incidentView(row, deps.clock()),
      person: people.get(row.personId) ?? null,
      entries: entriesFor(principal.role, entries),
    }
  }

  app.get(
    '/v1/incidents/prompts',
    { config: { access: 'public' }, schema: { response: { 200: safetyPrompts } } },
    () => ({ prompts: prompts() }),
  )

  app.post(
    '/v1/incidents',
    {
      config: { access: CASE_WRITERS },
      schema: { body: incidentCreate, response: { 201: serviceCaseDetail } },
    },
    async (request, reply) => {
      const { body } = request
      const openedAt = happenedAt(body.receivedAt, deps.clock(), '/receivedAt')
      const party = await partyOf(deps, request, body)
      const { kind, cylinderCodes, promptsRead } = body
      const opened = await desk.open(request, party, {
        id: body.id,
        channel: body.channel,
        text: body.text,
        openedAt,
        facts: present({ cylinderCodes, promptsRead }),
        stateOf: (context) => {
          const state = openIncident(kind, openedAt, context)
          return promptsRead === undefined ? state : { ...state, promptsReadAt: openedAt }
        },
      })
      return reply
        .code(201)
        .send({ ...(await detail(opened, principalOf(request))), prompts: prompts() })
    },
  )

  app.get(
    '/v1/incidents',
    {
      config: { access: CASE_READERS },
      schema: { querystring: incidentQuery, response: { 200: pageOf(incidentSchema) } },
    },
    (request) => casePage(deps, request, 'incident', request.query, incidentView),
  )

  app.get(
    '/v1/incidents/:id',
    { config: { access: CASE_READERS }, schema: { params, response: { 200: serviceCaseDetail } } },
    async (request) => detail(await desk.within(request, request.params.id), principalOf(request)),
  )

  app.post(
    '/v1/incidents/:id/steps',
    {
      config: { access: DESK },
      schema: { params, body: incidentStep, response: { 200: serviceCaseDetail } },
    },
    async (request) => {
      const {
        body: step,
        params: { id },
      } = request
      const { enterpriseId } = await desk.within(request, id)
      if (step.type === 'dispatch') {
        for (const [i, userId] of step.crew.entries()) {
          await desk.worker(request, id, userId, `/crew/${i}`)
        }
      }
      if (step.type === 'tell-insurer') {
        const policy = await deps.queries.plans.policy(scopeOf(principalOf(request)), step.policyId)
        if (policy?.enterpriseId !== enterpriseId) {
          throw problem('UNKNOWN_REFERENCE', { path: '/policyId' })
        }
      }
      const pictures =
        step.type === 'tell-insurer' || step.type === 'assess-loss' ? (step.photos ?? []) : null
      if (pictures !== null)
        await refuseMissing(deps, enterpriseId, listedObjects('/photos', pictures))
      const command = incidentCommand(step, epochMs(deps.clock()))
      const row = await desk.act(request, {
        id,
        note: 'note' in step ? step.note : undefined,
        shown: step.type === 'note' && step.shown,
        facts: pictures === null ? {} : { photos: pictures },
        decide: (state, context) => decideIncident(state, command, context),
      })
      return detail(row, principalOf(request))
    },
  )

  workersRoute(deps, app, { url: '/v1/incidents/:id/workers', within: desk.within })

  revealRoute(deps, app, { url: '/v1/incidents/:id/reveal', area: 'incident', mayNot: () => false })
}
