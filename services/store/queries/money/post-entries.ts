import { dayOf } from '#domain/calendar.ts'
import { chart } from '#domain/money/chart.ts'
import type { Entry } from '#domain/money/posting.ts'
import { epochMs } from '#domain/units.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'

/** For whom, when and by whom something is booked. */
export type Booking = {
  readonly enterpriseId: string
  /** When the fact happened: its day in Asia/Shanghai is the day of the entry. */
  readonly happenedAt: number
  readonly recordedAt: number
  readonly by: string
  /** Why, and what shows it: an uploaded signature. For reversals and refunds. */
  readonly reverses?: string
  readonly reason?: string
  readonly proof?: unknown
}

const POST = `
  with opened as (
    insert into ledger_account (enterprise_id, code) select $1, c from (select distinct unnest($13::text[]) c order by 1) a
    on conflict do nothing),
  entry as (
    insert into journal_entry (enterprise_id, kind, source, customer_id, order_id, booked_on, happened_at, recorded_at,
      recorded_by, lines, total_fen, reverses, reason, proof)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, cardinality($13::text[]), $10, $11, $12, $18)
    on conflict (enterprise_id, source) do nothing returning id, no),
  written as (
    insert into journal_line (entry_id, line, entry_no, enterprise_id, account, customer_id, user_id, model, booked_on,
      debit_fen, credit_fen)
    select entry.id, l.ord, entry.no, $1, l.account, $4, l.user_id, l.model, $6, l.debit, l.credit
    from entry, unnest($13::text[], $14::uuid[], $15::text[], $16::int8[], $17::int8[])
      with ordinality l (account, user_id, model, debit, credit, ord))
  select id from entry`

/**
 * Books an entry in the transaction of its fact. The database refuses at commit what does not balance.
 * @returns its id; null = nothing to book, or this fact is booked already
 */
export const postEntry = async (
  client: Queryable,
  entry: Entry | null,
  booking: Booking,
): Promise<string | null> => {
  if (entry === null) return null
  const { lines } = entry
  const total = lines.reduce((sum, { side, fen }) => (side === 'debit' ? sum + fen : sum), 0)
  const { rows } = await client.query<{ id: string }>(POST, [
    booking.enterpriseId,
    entry.kind,
    entry.source,
    entry.customerId,
    entry.orderId,
    dayOf(epochMs(booking.happenedAt)),
    instantParam(booking.happenedAt),
    instantParam(booking.recordedAt),
    booking.by,
    total,
    booking.reverses ?? null,
    booking.reason ?? null,
    lines.map(({ account }) => chart[account].code),
    lines.map(({ userId }) => userId ?? null),
    lines.map(({ model }) => model ?? null),
    lines.map(({ side, fen }) => (side === 'debit' ? fen : 0)),
    lines.map(({ side, fen }) => (side === 'credit' ? fen : 0)),
    booking.proof === undefined ? null : JSON.stringify(booking.proof),
  ])
  return rows[0]?.id ?? null
}
