import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from './instant-of.ts'
import { refuseMissing } from './uploaded.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import { claim, claimPay, claimQuery } from '#schemas/api/residual-claim.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { ClaimRow } from '#store/queries/sales/residual-claims.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const PAYERS = ['admin', 'office', 'station'] as const
const READERS = [...PAYERS, 'regulator'] as const

/** How the ledger names what people call the ways of paying. */
const METHODS = {
  cash: 'cash',
  transfer: 'bank',
  wechat: 'wechat',
  alipay: 'alipay',
  credit: 'account',
} as const

const view =
  (now: number) =>
  ({ source: _source, ...row }: ClaimRow) => ({
    ...row,
    weighedAt: timeText(row.weighedAt),
    dueAt: timeText(row.dueAt),
    overdue: row.state === 'open' && row.dueAt < now,
    closedAt: timeTextOrNull(row.closedAt),
  })

/** Residual above the limit, net content short, gas given back: what is owed, until when, and whether it was paid and signed. */
export const residualClaimRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { residualClaims, safety } = deps.queries

  app.get(
    '/v1/residual-claims',
    {
      config: { access: READERS },
      schema: { querystring: claimQuery, response: { 200: pageOf(claim) } },
    },
    async (request) => {
      const { limit, cursor, state, overdue, customerId } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const now = deps.clock()
      const rows = await residualClaims.list(
        scopeOf(principalOf(request)),
        { state, customerId, dueBefore: overdue === 'true' ? now : null },
        limit + 1,
        key === null ? null : { dueAt: key[0], id: key[1] },
      )
      return pageFrom(rows, limit, (row) => [row.dueAt, row.id], view(now))
    },
  )

  app.get(
    '/v1/residual-claims/:id',
    { config: { access: READERS }, schema: { params, response: { 200: claim } } },
    async (request) => {
      const row = await residualClaims.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(deps.clock())(row)
    },
  )

  app.post(
    '/v1/residual-claims/:id/pay',
    {
      config: { access: PAYERS },
      schema: { params, body: claimPay, response: { 200: claim } },
    },
    async (request) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await residualClaims.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      if (row.state !== 'open') throw problem('CLAIM_CLOSED', { measured: row.state })
      if (row.amountFen === null) throw problem('CLAIM_UNPRICED')
      if (row.customerId === null && body.customerId === undefined) {
        const detail = {
          zh: '最近的用户不明，请指定收款用户',
          en: 'nobody is known as the last customer: name who is paid',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/customerId', detail })
      }
      if (body.customerId !== undefined) {
        const customer = await safety.customer(scope, body.customerId)
        const other = row.customerId !== null && row.customerId !== customer?.customerId
        if (customer === null || other) {
          const detail = { zh: '该赔付属于另一用户', en: 'the claim belongs to another customer' }
          throw problem('UNKNOWN_REFERENCE', { path: '/customerId', detail })
        }
      }
      const paidAt = instantOf(body.paidAt, '/paidAt')
      if (paidAt < row.weighedAt || paidAt > deps.clock() + 120_000) {
        const detail = {
          zh: '支付应在称重之后，且不晚于现在',
          en: 'it is paid after the weighing, and not in the future',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/paidAt', detail })
      }
      await refuseMissing(deps, row.enterpriseId, [['/signature', body.signature, 'signature']])
      const { method, signature } = body
      const paid = await residualClaims.pay(row.id, {
        paidAt,
        by: principal.userId,
        customerId: body.customerId ?? null,
        recordedAt: deps.clock(),
        method: METHODS[method],
        payment: { method, signature, amountFen: row.amountFen },
      })
      if (!paid) throw problem('CLAIM_CLOSED')
      const after = await residualClaims.byId(scope, row.id)
      return view(deps.clock())(after ?? row)
    },
  )
}
