import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, OVERSEERS, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { withCustomers } from '#api/people/customer-names.ts'
import { kept } from '#api/sales/home-check.ts'
import { happenedOf } from '#api/sales/instant-of.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { keepOnce, ledgerList } from '#api/service/ledger-page.ts'
import { timeText } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { missingContents } from '#domain/service/publicity.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  handover,
  handoverCreate,
  handoverListed,
  handoverMissing,
  handoverQuery,
  manual,
  manualCreate,
  publicityQuery,
} from '#schemas/api/publicity.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { HandoverRow, ManualRow } from '#store/queries/quality/publicity.ts'

const KEEPERS = ['admin', 'office', 'station'] as const

const manualView = (row: ManualRow) => {
  const missing = missingContents(row.contents)
  return {
    ...row,
    contents: [...row.contents],
    missing: missing.map((one) => ({ ...one, clauses: [...one.clauses] })),
    ready: missing.length === 0 && row.reviewedOn !== null,
    recordedAt: timeText(row.recordedAt),
  }
}

const handoverView = ({ signature, ...row }: HandoverRow) => ({
  ...row,
  signed: signature.kind === 'signature',
  handedAt: timeText(row.handedAt),
  recordedAt: timeText(row.recordedAt),
})

/** 燃气安全使用手册: its versions with contents and review, who got one, and who never did. */
export const manualRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { publicity, safety } = deps.queries

  app.post(
    '/v1/safety-manuals',
    { config: { access: OFFICE }, schema: { body: manualCreate, response: { 201: manual } } },
    async (request, reply) => {
      const { enterpriseId: asked, review, contents, ...body } = request.body
      const principal = principalOf(request)
      const enterpriseId = askedEnterprise(principal, asked, '/enterpriseId')
      const today = dayOf(epochMs(deps.clock()))
      if (review !== undefined && review.reviewedOn > today) {
        const detail = { zh: '论证日期晚于今天', en: 'nobody has reviewed it tomorrow' }
        throw problem('INCONSISTENT_REQUEST', { path: '/review/reviewedOn', limit: today, detail })
      }
      await refuseMissing(deps, enterpriseId, [
        ['/document', body.document],
        ...(review === undefined ? [] : [['/review/minutes', review.minutes] as const]),
      ])
      const row = await keepOnce(
        publicity.manuals,
        scopeOf(principal),
        {
          ...body,
          contents: [...new Set(contents)],
          id: eventIdOf(request, deps),
          enterpriseId,
          reviewedOn: review?.reviewedOn ?? null,
          panel: review?.panel ?? null,
          minutes: review?.minutes ?? null,
          recordedBy: principal.userId,
          recordedAt: deps.clock(),
        },
        { taken: '/version' },
      )
      return reply.code(201).send(manualView(row))
    },
  )

  app.get(
    '/v1/safety-manuals',
    {
      config: { access: STAFF },
      schema: { querystring: publicityQuery, response: { 200: pageOf(manual) } },
    },
    (request) => ledgerList(request, publicity.manuals, manualView),
  )

  app.post(
    '/v1/manual-handovers',
    { config: { access: KEEPERS }, schema: { body: handoverCreate, response: { 201: handover } } },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const customer = await safety.customer(scope, body.customerId)
      if (customer === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
      if (customer.erased) throw problem('CUSTOMER_ERASED')
      const given = await publicity.manuals.byId(scope, body.manualId)
      if (given?.enterpriseId !== customer.enterpriseId) {
        throw problem('UNKNOWN_REFERENCE', { path: '/manualId' })
      }
      const handedAt = happenedOf(body.handedAt, '/handedAt', deps.clock())
      if (!manualView(given).ready || given.validFrom > dayOf(handedAt)) {
        const detail = {
          zh: '手册内容不全、未经论证或尚未生效',
          en: 'this version is incomplete, not reviewed, or not in force on that day',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/manualId', clause: 'R002-5.6.2', detail })
      }
      const { signature } = body
      if (signature?.kind === 'signature') {
        await refuseMissing(deps, customer.enterpriseId, [['/signature/object', signature.object]])
      }
      const row = await keepOnce(publicity.handovers, scope, {
        id: eventIdOf(request, deps),
        enterpriseId: customer.enterpriseId,
        region: customer.region,
        customerId: customer.customerId,
        manualId: given.id,
        handedAt,
        way: body.way,
        explained: body.explained,
        signature: kept(signature) as { kind: string },
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(handoverView(row))
    },
  )

  app.get(
    '/v1/manual-handovers',
    {
      config: { access: OVERSEERS },
      schema: { querystring: handoverQuery, response: { 200: pageOf(handoverListed) } },
    },
    async (request) => {
      const page = await ledgerList(request, publicity.handovers, handoverView)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.get(
    '/v1/manual-handovers/missing',
    {
      config: { access: OVERSEERS },
      schema: { querystring: publicityQuery, response: { 200: pageOf(handoverMissing) } },
    },
    async (request) => {
      const { limit, cursor, enterpriseId } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, uuid)
      const rows = await publicity.without(scope, enterpriseId, limit + 1, after)
      const page = pageFrom(
        rows,
        limit,
        ({ customerId }) => customerId,
        (row) => ({ ...row, since: timeText(row.since) }),
      )
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )
}
