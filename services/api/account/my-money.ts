import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { depositView, receiptView } from '#api/money/money-view.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { deposit, depositQuery, receiptQuery, receiptSlip } from '#schemas/api/money.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { asMe, CUSTOMER, ownAccount } from './own-account.ts'

const cursorKey = z.tuple([cursorTime, uuid])

const keyOf = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, cursorKey)
  return key === null ? null : { at: key[0], id: key[1] }
}

/** A customer's own receipts and deposits. */
export const myMoneyRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { receipts, deposits } = deps.queries

  app.get(
    '/v1/me/receipts',
    {
      config: { access: CUSTOMER },
      schema: {
        querystring: receiptQuery.omit({ customerId: true }),
        response: { 200: pageOf(receiptSlip) },
      },
    },
    async (request) => {
      const { limit, cursor, orderId } = request.query
      const me = await ownAccount(deps, request)
      const filter = { customerId: me.customerId, orderId }
      const look = () => receipts.list(me.scope, filter, limit + 1, keyOf(cursor))
      const rows = await asMe(deps, me, look)
      return pageFrom(rows, limit, (row) => [row.issuedAt, row.id], receiptView)
    },
  )

  app.get(
    '/v1/me/deposits',
    {
      config: { access: CUSTOMER },
      schema: {
        querystring: depositQuery.omit({ customerId: true }),
        response: { 200: pageOf(deposit) },
      },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const me = await ownAccount(deps, request)
      const filter = { customerId: me.customerId, state }
      const look = () => deposits.list(me.scope, filter, limit + 1, keyOf(cursor))
      const rows = await asMe(deps, me, look)
      return pageFrom(rows, limit, (row) => [row.takenAt, row.id], depositView)
    },
  )
}
