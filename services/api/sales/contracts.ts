import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem, type Said } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import {
  contract,
  contractCreate,
  contractEnd,
  contractQuery,
  contractTerms,
} from '#schemas/api/contract.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { ContractRow } from '#store/queries/sales/contracts.ts'
import { refuseMissing } from './uploaded.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const SELLERS = ['admin', 'office', 'station', 'courier'] as const
const READERS = [...SELLERS, 'regulator'] as const

const view = (today: string) => (row: ContractRow) => ({
  ...row,
  terms: [...row.terms],
  missingTerms: contractTerms.filter((term) => !row.terms.includes(term)),
  recordedAt: timeText(row.recordedAt),
  inForce:
    row.validFrom <= today &&
    (row.validUntil === null || row.validUntil >= today) &&
    (row.endedOn === null || row.endedOn >= today),
})

/** @throws INCONSISTENT_REQUEST for days out of order, or a term that stands twice */
const refuseOrder = (body: z.infer<typeof contractCreate>, today: string): void => {
  const wrong = (path: string, limit: string, detail: Said) =>
    problem('INCONSISTENT_REQUEST', { path, limit, detail })
  if (body.signedOn > today) {
    throw wrong('/signedOn', today, {
      zh: '合同应在签订后登记',
      en: 'a contract is recorded when it was signed',
    })
  }
  if (body.validUntil !== undefined && body.validUntil < body.validFrom) {
    throw wrong('/validUntil', body.validFrom, {
      zh: '有效期截止早于起始',
      en: 'validUntil lies before validFrom',
    })
  }
  const twice = body.terms.findIndex((term, i) => body.terms.indexOf(term) !== i)
  if (twice >= 0)
    throw wrong(`/terms/${twice}`, '1', { zh: '条款重复出现', en: 'the term stands there twice' })
}

/** 供用气合同 with each user (R000-4.1.3, R004-A2-28): number, period, signed paper, and which terms it has. */
export const contractRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { contracts, safety } = deps.queries
  const today = (): string => dayOf(epochMs(deps.clock()))

  app.post(
    '/v1/contracts',
    { config: { access: SELLERS }, schema: { body: contractCreate, response: { 201: contract } } },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      refuseOrder(body, today())
      const customer = await safety.customer(scopeOf(principal), body.customerId)
      if (customer === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
      if (customer.erased) throw problem('CUSTOMER_ERASED', { path: '/customerId' })
      await refuseMissing(deps, customer.enterpriseId, [['/document', body.document]])
      const row = await contracts.create({
        ...body,
        id: eventIdOf(request, deps),
        enterpriseId: customer.enterpriseId,
        region: customer.region,
        validUntil: body.validUntil ?? null,
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/no' })
      return reply.code(201).send(view(today())(row))
    },
  )

  app.get(
    '/v1/contracts',
    {
      config: { access: READERS },
      schema: { querystring: contractQuery, response: { 200: pageOf(contract) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await contracts.list(scopeOf(principalOf(request)), filter, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.recordedAt, row.id], view(today()))
    },
  )

  app.get(
    '/v1/contracts/:id',
    { config: { access: READERS }, schema: { params, response: { 200: contract } } },
    async (request) => {
      const row = await contracts.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(today())(row)
    },
  )

  app.post(
    '/v1/contracts/:id/end',
    {
      config: { access: OFFICE },
      schema: { params, body: contractEnd, response: { 200: contract } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const { endedOn, reason } = request.body
      const row = await contracts.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      if (endedOn < row.validFrom) {
        const detail = { zh: '终止不能早于开始', en: 'it cannot end before it began' }
        throw problem('INCONSISTENT_REQUEST', { path: '/endedOn', limit: row.validFrom, detail })
      }
      if (!(await contracts.end(row.id, endedOn, reason))) throw problem('ALREADY_CLOSED')
      return view(today())({ ...row, endedOn, endReason: reason })
    },
  )
}
