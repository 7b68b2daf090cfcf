import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import {
  deposit,
  depositQuery,
  depositRelease,
  invoice,
  receiptQuery,
  receiptSlip,
} from '#schemas/api/money.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { depositView, receiptView } from './money-view.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const

const keyOf = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, cursorKey)
  return key === null ? null : { at: key[0], id: key[1] }
}

/** Receipts (票据) with the number of their e-invoice, and deposits (押金). */
export const receiptRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { receipts, deposits } = deps.queries

  app.get(
    '/v1/receipts',
    {
      config: { access: READERS },
      schema: { querystring: receiptQuery, response: { 200: pageOf(receiptSlip) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await receipts.list(scope, filter, limit + 1, keyOf(cursor))
      return pageFrom(rows, limit, (row) => [row.issuedAt, row.id], receiptView)
    },
  )

  app.post(
    '/v1/receipts/:id/invoice',
    {
      config: { access: OFFICE },
      schema: { params, body: invoice, response: { 200: receiptSlip } },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await receipts.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const noted = await receipts.invoice(row.id, { ...request.body, by: principal.userId })
      if (noted === 'taken') throw problem('ALREADY_EXISTS', { path: '/invoiceNo' })
      if (noted === 'set') {
        throw problem('INVOICE_NOTED', { measured: row.invoiceNo ?? 'the receipt is void' })
      }
      return receiptView((await receipts.byId(scope, row.id)) ?? row)
    },
  )

  app.get(
    '/v1/deposits',
    {
      config: { access: READERS },
      schema: { querystring: depositQuery, response: { 200: pageOf(deposit) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await deposits.list(scope, filter, limit + 1, keyOf(cursor))
      return pageFrom(rows, limit, (row) => [row.takenAt, row.id], depositView)
    },
  )

  app.post(
    '/v1/deposits/:id/release',
    {
      config: { access: OFFICE },
      schema: { params, body: depositRelease, response: { 200: deposit } },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await deposits.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const { reason, signature } = request.body
      await refuseMissing(deps, row.enterpriseId, [['/signature', signature, 'signature']])
      const at = deps.clock()
      const by = principal.userId
      const released = await deposits.release(row.id, { at, by, reason, proof: { signature } })
      if (!released) throw problem('ALREADY_CLOSED', { measured: row.state })
      return depositView((await deposits.byId(scope, row.id)) ?? row)
    },
  )
}
