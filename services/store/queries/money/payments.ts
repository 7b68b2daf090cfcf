import type { Pool, PoolClient } from 'pg'
import { chart } from '#domain/money/chart.ts'
import { type Payment, paymentEntry, type PaymentWay, refundEntry } from '#domain/money/posting.ts'
import { inTransaction, instantParam, type Queryable } from '#store/queries/queryable.ts'
import { type Booking, postEntry } from './post-entries.ts'

export type TermsRow = { readonly ways: readonly PaymentWay[]; readonly freeDelivery: boolean }

type Money = {
  /** The same for every repeat of the request. */
  readonly id: string
  readonly customerId: string
  readonly orderId: string | null
  readonly method: Exclude<PaymentWay, 'account'>
  readonly amountFen: number
  /** Whose pocket, when it is cash; null = the till. */
  readonly courierId: string | null
  readonly booking: Booking
}

/** What a customer owes; below 0 = to their credit. */
export const balanceOf = async (client: Queryable, customerId: string): Promise<number> => {
  const { rows } = await client.query<{ fen: number }>(
    `select coalesce(sum(debit_fen - credit_fen), 0)::float8 as fen from journal_line where customer_id = $1 and account = $2`,
    [customerId, chart.receivable.code],
  )
  return rows[0]?.fen ?? 0
}

/** Refunds to one customer follow each other: two at once would both see the same credit. */
const lockAccount = (client: PoolClient, customerId: string) =>
  client.query(`select pg_advisory_xact_lock(hashtextextended('account ' || $1, 0))`, [customerId])

const isBooked = async (client: Queryable, enterpriseId: string, source: string) => {
  const { rowCount } = await client.query(
    'select from journal_entry where enterprise_id = $1 and source = $2',
    [enterpriseId, source],
  )
  return rowCount === 1
}

/** Money that comes and goes outside of a delivery; how an enterprise is paid. */
export const paymentQueries = (pool: Pool) => ({
  /** Books it once, however often it is told. */
  async pay({ id, customerId, orderId, courierId, booking, ...money }: Money): Promise<void> {
    const payment: Payment = money
    await postEntryAlone(
      pool,
      paymentEntry(id, { customerId, orderId }, payment, courierId),
      booking,
    )
  },

  /** @returns null, or what stands to the customer's credit when it is less */
  refund: ({
    id,
    customerId,
    orderId,
    courierId,
    booking,
    ...money
  }: Money): Promise<number | null> =>
    inTransaction(pool, async (client) => {
      await lockAccount(client, customerId)
      const entry = refundEntry(id, { customerId, orderId }, money, courierId)
      if (entry === null || (await isBooked(client, booking.enterpriseId, entry.source)))
        return null
      const credit = -(await balanceOf(client, customerId))
      if (credit < money.amountFen) return Math.max(credit, 0)
      await postEntry(client, entry, booking)
      return null
    }),

  balance: (customerId: string): Promise<number> => balanceOf(pool, customerId),

  /** null = nothing is said: every way, and a fee may be taken. */
  async terms(enterpriseId: string): Promise<TermsRow | null> {
    const { rows } = await pool.query<TermsRow>(
      `select ways, free_delivery as "freeDelivery" from payment_terms where enterprise_id = $1`,
      [enterpriseId],
    )
    return rows[0] ?? null
  },

  async setTerms(
    enterpriseId: string,
    terms: TermsRow,
    { by, at }: { readonly by: string; readonly at: number },
  ): Promise<void> {
    await pool.query(
      `insert into payment_terms (enterprise_id, ways, free_delivery, changed_by, changed_at) values ($1, $2, $3, $4, $5)
       on conflict (enterprise_id) do update set ways = $2, free_delivery = $3, changed_by = $4, changed_at = $5`,
      [enterpriseId, terms.ways, terms.freeDelivery, by, instantParam(at)],
    )
  },
})

const postEntryAlone = (pool: Pool, entry: Parameters<typeof postEntry>[1], booking: Booking) =>
  inTransaction(pool, (client) => postEntry(client, entry, booking))
