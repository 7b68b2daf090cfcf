import { z } from 'zod'
import { actOnCylinder, cylinderWithin } from '#api/act-on-cylinder.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { stepId } from '#api/derived-id.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { personEvent } from '#api/person-event.ts'
import { problem } from '#api/problem.ts'
import { keepOnce, ledgerList } from '#api/service/ledger-page.ts'
import { timeText } from '#api/time-text.ts'
import { valueAt } from '#domain/registry.ts'
import { judgeSpotCheck } from '#rules/judge-spot-check.ts'
import {
  customerWeighing,
  refusalCreate,
  refusalsQuery,
  serviceRefusal,
  weighingCreate,
  weighingQuery,
} from '#schemas/api/counter.ts'
import { pageOf } from '#schemas/api/page.ts'
import { stationId } from '#schemas/identifiers.ts'
import type { RefusalRow, WeighingRow } from '#store/queries/sales/counter.ts'
import type { Scope } from '#store/queries/scope.ts'
import { happenedOf } from './instant-of.ts'
import { profileAt } from './profile-at.ts'

const params = z.object({ id: stationId })
/** Of what a spot check looks at, the counter does not. */
const NOT_LOOKED_AT = { labelledNetG: null, sealed: null, labelled: null }
const COUNTER = ['admin', 'office', 'station'] as const

const weighingView = (row: WeighingRow) => ({
  ...row,
  findings: row.findings.map((one) => ({ ...one })),
  weighedAt: timeText(row.weighedAt),
  recordedAt: timeText(row.recordedAt),
})

const refusalView = (row: RefusalRow) => ({
  ...row,
  refusedAt: timeText(row.refusedAt),
  recordedAt: timeText(row.recordedAt),
})

/** At the counter: cylinders weighed and leak-checked for a customer (R001-6.2-11), and who was turned away (R002-4.2.5). */
export const counterRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { counter, safety, stations } = deps.queries
  const profileOf = profileAt(deps)

  /** @throws UNKNOWN_REFERENCE when the customer is not one of that enterprise */
  const refuseForeign = async (
    scope: Scope,
    customerId: string | undefined,
    enterpriseId: string,
  ): Promise<void> => {
    if (customerId === undefined) return
    const customer = await safety.customer(scope, customerId)
    if (customer?.enterpriseId === enterpriseId) return
    throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
  }

  app.post(
    '/v1/sites/:id/customer-weighings',
    {
      config: { access: COUNTER },
      schema: { params, body: weighingCreate, response: { 201: customerWeighing } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const site = await stations.byId(scope, request.params.id)
      if (site === null) throw problem('NOT_FOUND')
      const cylinder = await cylinderWithin(deps, request, body.code)
      await refuseForeign(scope, body.customerId, site.enterpriseId)
      const weighedAt = happenedOf(body.weighedAt, '/weighedAt', deps.clock())
      const id = eventIdOf(request, deps)
      const { grossG, leakFree, code } = body
      // A fact of its life as any check of a full cylinder: a leaking one is held back from then on.
      const seen = personEvent(deps, request, 'postfill.checked', { checkWeighG: grossG, leakFree })
      const event = { ...seen, id: stepId(id, 'weighed'), at: weighedAt, stationId: site.id }
      await actOnCylinder(deps, code, event)
      const tareG = valueAt(cylinder.registry.tare, weighedAt) ?? null
      const profile = await profileOf(site.region, weighedAt, site.enterpriseId)
      const weighed = { grossG, tareG, leakFree, ...NOT_LOOKED_AT }
      const found = judgeSpotCheck(cylinder.registry.facts, weighed, profile)
      const row = await keepOnce(counter.weighings, scope, {
        id,
        enterpriseId: site.enterpriseId,
        siteId: site.id,
        code,
        weighedAt,
        grossG,
        tareG,
        netG: tareG === null ? null : grossG - tareG,
        leakFree,
        mayBeSold: found.length === 0,
        findings: found,
        customerId: body.customerId ?? null,
        carried: body.carried ?? false,
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(weighingView(row))
    },
  )

  app.get(
    '/v1/customer-weighings',
    {
      config: { access: [...COUNTER, 'regulator'] },
      schema: { querystring: weighingQuery, response: { 200: pageOf(customerWeighing) } },
    },
    (request) => ledgerList(request, counter.weighings, weighingView),
  )

  app.post(
    '/v1/service-refusals',
    {
      config: { access: COUNTER },
      schema: { body: refusalCreate, response: { 201: serviceRefusal } },
    },
    async (request, reply) => {
      const { enterpriseId: asked, region, refusedAt, cause, reason, customerId } = request.body
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const enterpriseId = askedEnterprise(principal, asked, '/enterpriseId')
      await refuseForeign(scope, customerId, enterpriseId)
      const row = await keepOnce(counter.refusals, scope, {
        id: eventIdOf(request, deps),
        enterpriseId,
        region,
        customerId: customerId ?? null,
        kind: 'application' as const,
        rule: cause,
        clause: null,
        reason,
        refusedAt: happenedOf(refusedAt, '/refusedAt', deps.clock()),
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(refusalView(row))
    },
  )

  app.get(
    '/v1/service-refusals',
    {
      config: { access: OVERSEERS },
      schema: { querystring: refusalsQuery, response: { 200: pageOf(serviceRefusal) } },
    },
    (request) => ledgerList(request, counter.refusals, refusalView),
  )
}
