import type { Queryable } from './queryable.ts'

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
    `select count(*)::int as count from cylinder where custody_kind = 'customer' and custody_id = $1`,
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

const identityCases: HoldSource = async (client, { customerId }) => {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from identity_case where customer_id = $1 and closed_at is null',
    [customerId],
  )
  const count = rows[0]?.count ?? 0
  return count === 0 ? [] : [{ reason: 'IDENTITY_CASE_OPEN', until: null, count }]
}

/** Every part that may hold a person back; open orders and claims join here. */
export const holdSources: readonly HoldSource[] = [cylindersAtCustomer, retention, identityCases]
