import type { Pool } from 'pg'
import { paymentEntry } from '#domain/money/posting.ts'
import type { PayChannel } from '#domain/money/pay-channel.ts'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'
import { ledgerOf } from '#store/queries/service/ledger.ts'
import { beyondReach } from '#store/reach.ts'
import { postEntry } from './post-entries.ts'

export type OnlinePaymentRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly amountFen: number
  readonly method: PayChannel['method']
  readonly state: 'open' | 'paid'
  readonly payUrl: string | null
  readonly providerId: string | null
  readonly openedBy: string
  readonly openedAt: number
  readonly paidAt: number | null
}

type Paid = {
  readonly id: string
  readonly amountFen: number
  readonly providerId: string
  readonly paidAt: number
  readonly now: number
}

/** 在线支付: opened by a customer, booked when the provider says that it was paid. */
export const onlinePaymentQueries = (pool: Pool, read: Pool) => {
  const ledger = ledgerOf<OnlinePaymentRow>(pool, read, {
    table: 'online_payment',
    columns: {
      id: 'plain',
      enterpriseId: 'plain',
      customerId: 'plain',
      amountFen: 'plain',
      method: 'plain',
      state: 'plain',
      payUrl: 'plain',
      providerId: 'plain',
      openedBy: 'plain',
      openedAt: 'instant',
      paidAt: 'instant',
    },
    order: 'openedAt',
  })

  return {
    ...ledger,

    /**
     * Beyond reach: whoever brings the notice is nobody of ours, and has signed it. Books it once, with the payment in one transaction.
     * `amount` = another sum than was opened; null = no such payment.
     */
    settle: (paid: Paid): Promise<'paid' | 'repeated' | 'amount' | null> =>
      beyondReach(() =>
        inTransaction(pool, async (client) => {
          const { rows } = await client.query<OnlinePaymentRow>(
            `select id, enterprise_id as "enterpriseId", customer_id as "customerId", amount_fen as "amountFen", method, state,
               opened_by as "openedBy" from online_payment where id = $1 for update`,
            [paid.id],
          )
          const row = rows[0]
          if (row === undefined) return null
          if (Number(row.amountFen) !== paid.amountFen) return 'amount'
          if (row.state === 'paid') return 'repeated'
          await client.query(
            `update online_payment set state = 'paid', paid_at = $2, provider_id = $3, pay_url = null where id = $1`,
            [paid.id, instantParam(paid.paidAt), paid.providerId],
          )
          const { customerId, method, enterpriseId, openedBy } = row
          const money = { method, amountFen: paid.amountFen }
          await postEntry(
            client,
            paymentEntry(paid.id, { customerId, orderId: null }, money, null),
            { enterpriseId, happenedAt: paid.paidAt, recordedAt: paid.now, by: openedBy },
          )
          return 'paid'
        }),
      ),
  }
}
