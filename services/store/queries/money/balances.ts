import type { Pool } from 'pg'
import { chart } from '#domain/money/chart.ts'
import { balanceOf } from './payments.ts'

export type AccountSum = {
  readonly code: string
  /** Debit less credit before the first day. */
  readonly openingFen: number
  readonly debitFen: number
  readonly creditFen: number
}

export type StatementLine = {
  readonly entryId: string
  readonly no: string
  readonly kind: string
  readonly bookedOn: string
  readonly orderId: string | null
  readonly debitFen: number
  readonly creditFen: number
}

export type DepositSum = {
  readonly model: string
  readonly count: number
  readonly amountFen: number
}

/** Sums of the ledger: an enterprise's books, a customer's account, couriers' pockets. */
export const balanceQueries = (pool: Pool, read: Pool) => ({
  /** One row an account that was ever booked to, up to the last day. */
  async trial(enterpriseId: string, from: string, to: string): Promise<readonly AccountSum[]> {
    const { rows } = await read.query<AccountSum>(
      `select account as code, coalesce(sum(debit_fen - credit_fen) filter (where booked_on < $2::date), 0)::float8 as "openingFen",
         coalesce(sum(debit_fen) filter (where booked_on >= $2::date), 0)::float8 as "debitFen",
         coalesce(sum(credit_fen) filter (where booked_on >= $2::date), 0)::float8 as "creditFen"
       from journal_line where enterprise_id = $1 and booked_on <= $3::date group by account order by account`,
      [enterpriseId, from, to],
    )
    return rows
  },

  /** What a customer owed before, and moved within, the days. */
  async ofCustomer(
    customerId: string,
    from: string,
    to: string,
  ): Promise<Omit<AccountSum, 'code'>> {
    const { rows } = await pool.query<Omit<AccountSum, 'code'>>(
      `select coalesce(sum(debit_fen - credit_fen) filter (where booked_on < $3::date), 0)::float8 as "openingFen",
         coalesce(sum(debit_fen) filter (where booked_on >= $3::date), 0)::float8 as "debitFen",
         coalesce(sum(credit_fen) filter (where booked_on >= $3::date), 0)::float8 as "creditFen"
       from journal_line where customer_id = $1 and account = $2 and booked_on <= $4::date`,
      [customerId, chart.receivable.code, from, to],
    )
    return rows[0] ?? { openingFen: 0, debitFen: 0, creditFen: 0 }
  },

  /** In the order of days, then of entries. */
  async statement(
    customerId: string,
    { from, to }: { readonly from: string; readonly to: string },
    limit: number,
    after: { readonly bookedOn: string; readonly no: string } | null,
  ): Promise<readonly StatementLine[]> {
    const { rows } = await pool.query<StatementLine>(
      `select l.entry_id as "entryId", l.entry_no::text as no, e.kind, l.booked_on::text as "bookedOn", e.order_id as "orderId",
         l.debit_fen::float8 as "debitFen", l.credit_fen::float8 as "creditFen"
       from journal_line l join journal_entry e on e.id = l.entry_id
       where l.customer_id = $1 and l.account = $2 and l.booked_on between $3::date and $4::date
         and ($5::date is null or (l.booked_on, l.entry_no) > ($5::date, $6::int8))
       order by l.booked_on, l.entry_no limit $7`,
      [
        customerId,
        chart.receivable.code,
        from,
        to,
        after?.bookedOn ?? null,
        after?.no ?? null,
        limit,
      ],
    )
    return rows
  },

  balance: (customerId: string): Promise<number> => balanceOf(pool, customerId),

  async depositsHeld(customerId: string): Promise<readonly DepositSum[]> {
    const { rows } = await pool.query<DepositSum>(
      `select model, count(*)::int as count, sum(amount_fen)::float8 as "amountFen" from deposit
       where customer_id = $1 and state = 'held' group by model order by model`,
      [customerId],
    )
    return rows
  },
})
