import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { customerWithin, SERVICE } from './customer-view.ts'
import { holdWords } from './hold-words.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { addressField } from '#domain/identity/address.ts'
import { epochMs } from '#domain/units.ts'
import type { CustomerRow } from '#store/queries/people/customers.ts'
import type { IdentityCaseRow } from '#store/queries/people/identity-cases.ts'
import type { Access, AuditRow } from '#store/queries/people/people.ts'
import type { PersonHold } from '#store/queries/people/person-holds.ts'
import {
  accessReason,
  holdView,
  identityCaseClose,
  identityCaseQuery,
  identityCaseView,
  revealLogEntry,
  revealLogQuery,
  type RevealRequest,
  revealRequest,
  revealView,
} from '#schemas/api/customer.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'

const params = z.object({ id: uuid })

const exportView = z.looseObject({
  customerId: z.string(),
  values: z.record(z.string(), z.string()),
  premises: z.array(z.looseObject({ id: z.string() })),
  verifications: z.array(z.looseObject({ id: z.string() })),
  accesses: z.array(z.looseObject({ id: z.string() })),
})

const erasureView = z.looseObject({ customerId: z.string(), people: z.int() })
const holdsView = z.looseObject({ holds: z.array(holdView) })

const auditView = ({ at, personId: _personId, fields, ...row }: AuditRow) => ({
  ...row,
  fields: [...fields],
  at: timeText(at),
})

const caseView = (row: IdentityCaseRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  closedAt: timeTextOrNull(row.closedAt),
})

const held = (holds: readonly PersonHold[]) => {
  const errors = holds.map((hold) => ({ path: hold.reason, said: holdWords(hold) }))
  return problem('ERASURE_HELD', {
    detail: {
      zh: `仍须保留：${errors.map(({ said }) => said.zh).join('；')}`,
      en: `still needed: ${errors.map(({ said }) => said.en).join('; ')}`,
    },
    errors,
  })
}

/** A name or number as it is: on purpose, with a reason, in the log. And the rights of the person behind it. */
export const personalDataRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { people, customers, customerAgents, premises, identityCases } = deps.queries
  const profileOf = profileAt(deps)
  const now = () => epochMs(deps.clock())

  const accessOf = (
    request: FastifyRequest,
    customer: CustomerRow,
    why: { readonly purpose: string; readonly reason: string },
  ): Access & { customerId: string } => {
    const { userId, role } = principalOf(request)
    const { id, personId, enterpriseId } = customer
    const { purpose, reason } = why
    return { personId, customerId: id, enterpriseId, userId, role, purpose, reason, at: now() }
  }

  /** Addresses lie under one field a premises; those of an agent are none. */
  const fieldsOf = async (request: FastifyRequest, id: string, body: RevealRequest) => {
    if (!body.fields.includes('address')) return body.fields
    const rows = await premises.list(scopeOf(principalOf(request)), id, 500, null)
    const wanted = rows.filter(
      (row) => body.premisesId === undefined || row.id === body.premisesId.toLowerCase(),
    )
    return [
      ...body.fields.filter((field) => field !== 'address'),
      ...wanted.map((row) => addressField(row.id)),
    ]
  }

  app.post(
    '/v1/customers/:id/reveal',
    {
      config: { access: SERVICE, showsPersonalData: true },
      schema: { params, body: revealRequest, response: { 200: revealView } },
    },
    async (request, reply) => {
      const { body } = request
      const customer = await customerWithin(deps, request, request.params.id)
      const access = accessOf(request, customer, body)
      const agent =
        body.agentId === undefined ? null : await customerAgents.byId(customer.id, body.agentId)
      if (body.agentId !== undefined && agent === null) {
        throw problem('UNKNOWN_REFERENCE', { path: '/agentId' })
      }
      const values =
        agent === null
          ? await people.reveal(access, await fieldsOf(request, customer.id, body))
          : await people.reveal({ ...access, personId: agent.personId }, body.fields)
      if (values === null) throw problem('CUSTOMER_ERASED')
      void reply.header('cache-control', 'no-store')
      return { values: { ...values } }
    },
  )

  app.post(
    '/v1/customers/:id/export',
    {
      config: { access: OFFICE, showsPersonalData: true },
      schema: { params, body: accessReason, response: { 200: exportView } },
    },
    async (request, reply) => {
      const customer = await customerWithin(deps, request, request.params.id)
      const values = await people.export(accessOf(request, customer, request.body))
      if (values === null) throw problem('CUSTOMER_ERASED')
      const scope = scopeOf(principalOf(request))
      const [places, verifications, accesses] = await Promise.all([
        premises.list(scope, customer.id, 500, null),
        customers.verifications(customer.id, 500, null),
        people.audit(scope, { customerId: customer.id }, 500, null),
      ])
      void reply.header('cache-control', 'no-store')
      return {
        customerId: customer.id,
        values: { ...values },
        premises: places.map((row) => ({ ...row, createdAt: timeText(row.createdAt) })),
        verifications: verifications.map((row) => ({ ...row })),
        accesses: accesses.map(auditView),
      }
    },
  )

  const questionOf = async (customer: CustomerRow) => {
    const { single } = await profileOf(customer.region, now(), customer.enterpriseId)
    return {
      customerId: customer.id,
      today: dayOf(now()),
      retentionMonths: single.retentionMonths?.value ?? 0,
      archive: single.rectificationArchive?.value,
    }
  }

  app.get(
    '/v1/customers/:id/erasure',
    { config: { access: OFFICE }, schema: { params, response: { 200: holdsView } } },
    async (request) => {
      const customer = await customerWithin(deps, request, request.params.id)
      return { holds: [...(await people.holds(await questionOf(customer)))] }
    },
  )

  app.post(
    '/v1/customers/:id/erasure',
    {
      config: { access: OFFICE },
      schema: { params, body: accessReason, response: { 200: erasureView } },
    },
    async (request) => {
      const customer = await customerWithin(deps, request, request.params.id)
      const access = accessOf(request, customer, request.body)
      const erasure = await people.erase(access, await questionOf(customer))
      if (erasure.outcome === 'held') throw held(erasure.holds)
      if (erasure.outcome === 'erased-before') throw problem('CUSTOMER_ERASED')
      return { customerId: customer.id, people: erasure.people }
    },
  )

  app.get(
    '/v1/reveals',
    {
      config: { access: OVERSEERS },
      schema: { querystring: revealLogQuery, response: { 200: pageOf(revealLogEntry) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const before = decodeCursor(cursor, cursorId)
      const rows = await people.audit(scope, filter, limit + 1, before)
      return pageFrom(rows, limit, (row) => row.id, auditView)
    },
  )

  app.get(
    '/v1/identity-cases',
    {
      config: { access: OVERSEERS },
      schema: { querystring: identityCaseQuery, response: { 200: pageOf(identityCaseView) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, cursorId)
      const rows = await identityCases.list(scope, state === 'open', limit + 1, after)
      return pageFrom(rows, limit, (row) => row.id, caseView)
    },
  )

  app.post(
    '/v1/identity-cases/:id/close',
    {
      config: { access: OVERSEERS },
      schema: {
        params: z.object({ id: cursorId }),
        body: identityCaseClose,
        response: { 200: identityCaseView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { conclusion } = request.body
      const by = { conclusion, userId: principal.userId, at: now() }
      const row = await identityCases.close(scopeOf(principal), request.params.id, by)
      if (row === null) throw problem('NOT_FOUND')
      if (row === 'closed') throw problem('CASE_CLOSED')
      return caseView(row)
    },
  )
}
