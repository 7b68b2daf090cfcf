import { dayOf } from '#domain/calendar.ts'
import { dueAfter, type Term } from '#domain/service/term.ts'
import { epochMs } from '#domain/units.ts'
import { ms, type Queryable } from '#store/queries/queryable.ts'

/** Why personal data of a customer must still be kept; `until` = the last day, null = until it is settled. */
export type PersonHold = {
  readonly reason: string
  readonly until: string | null
  readonly count?: number
}

/** What is known when erasure is asked for: the customer, today, and how long the profile keeps data after the last supply. */
export type HoldQuestion = {
  readonly customerId: string
  readonly today: string
  readonly retentionMonths: number
  /** … and rectifications after they are closed (R001-5.5-¶8). */
  readonly archive?: Term | undefined
}

/**
 * Asks one part of the product whether it still needs the person. Runs inside the erasing transaction, with the customer's row
 * locked; no connection of its own.
 */
export type HoldSource = (
  client: Queryable,
  question: HoldQuestion,
) => Promise<readonly PersonHold[]>

const cylindersAtCustomer: HoldSource = async (client, { customerId }) => {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from cylinder_holder where kind = 'customer' and holder = $1`,
    [customerId],
  )
  const count = rows[0]?.count ?? 0
  return count === 0 ? [] : [{ reason: 'CYLINDERS_AT_CUSTOMER', until: null, count }]
}

const retention: HoldSource = async (client, { customerId, today, retentionMonths }) => {
  const { rows } = await client.query<{ until: string }>(
    `select (last_supplied_on + make_interval(months => $3))::date::text as until from customer
     where id = $1 and (last_supplied_on + make_interval(months => $3))::date >= $2::date`,
    [customerId, today, retentionMonths],
  )
  return rows.map(({ until }) => ({ reason: 'RETENTION', until }))
}

const NO_NOTICES = { days: new Map(), coveredUntil: null } as const

/** Hazards of three years may be asked for: by the authority, or after an accident. */
const rectificationArchive: HoldSource = async (client, { customerId, today, archive }) => {
  if (archive === undefined) return []
  const { rows } = await client.query<{ closedAt: number | null }>(
    `select ${ms('max(closed_at)')} as "closedAt" from rectification where customer_id = $1`,
    [customerId],
  )
  const closedAt = rows[0]?.closedAt ?? null
  if (closedAt === null) return []
  const until = dayOf(dueAfter(epochMs(closedAt), archive, NO_NOTICES).dueAt)
  return until < today ? [] : [{ reason: 'RECTIFICATION_ARCHIVE', until }]
}

const identityCases: HoldSource = async (client, { customerId }) => {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from identity_case where customer_id = $1 and closed_at is null',
    [customerId],
  )
  const count = rows[0]?.count ?? 0
  return count === 0 ? [] : [{ reason: 'IDENTITY_CASE_OPEN', until: null, count }]
}

/** What of sales is not settled: an order under way, money that is owed, a return nobody weighed, a hazard not mended, a contract that binds. */
const OPEN_SALES = `
  select 'ORDER_OPEN' as reason, count(*)::int as count from sale_order
    where customer_id = $1 and state in ('placed', 'assigned', 'partly')
  union all
  select 'CLAIM_OPEN', count(*)::int from residual_claim where customer_id = $1 and state = 'open'
  union all
  select 'RETURN_NOT_WEIGHED', count(*)::int from cylinder_return where customer_id = $1 and weighed_at is null
  union all
  select 'RECTIFICATION_OPEN', count(*)::int from rectification where customer_id = $1 and closed_at is null
  union all
  select 'SUPPLY_SUSPENDED', count(*)::int from supply_suspension where customer_id = $1 and lifted_at is null
  union all
  select 'CONTRACT_IN_FORCE', count(*)::int from supply_contract where customer_id = $1 and ended_on is null
    and coalesce(valid_until, 'infinity') >= $2::date
  union all
  select 'DEPOSIT_HELD', count(*)::int from deposit where customer_id = $1 and state = 'held'
  union all
  select 'ACCOUNT_OPEN', (coalesce(sum(debit_fen - credit_fen), 0) <> 0)::int from journal_line
    where customer_id = $1 and account = '1122'`

const openSales: HoldSource = async (client, { customerId, today }) => {
  const { rows } = await client.query<{ reason: string; count: number }>(OPEN_SALES, [
    customerId,
    today,
  ])
  return rows.filter(({ count }) => count > 0).map((row) => ({ ...row, until: null }))
}

/** Complaints, repairs and emergencies of theirs that are not over. */
const openCases: HoldSource = async (client, { customerId }) => {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from service_case where customer_id = $1 and ended_at is null',
    [customerId],
  )
  const count = rows[0]?.count ?? 0
  return count === 0 ? [] : [{ reason: 'CASE_OPEN', until: null, count }]
}

/** Every part that may hold a person back. */
export const holdSources: readonly HoldSource[] = [
  cylindersAtCustomer,
  openSales,
  openCases,
  retention,
  rectificationArchive,
  identityCases,
]
