import type { Pool, PoolClient } from 'pg'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { type CheckedHome, insertHome } from '#store/queries/homes/insert-home.ts'
import { noteSupplied } from '#store/queries/people/customers.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'
import { beyondReach, beyondReachIn } from '#store/reach.ts'
import { postVisit, type VisitMoney } from '#store/queries/money/post-visit.ts'
import { lockCylinders, settleDeposits } from '#store/queries/money/settle-deposits.ts'
import { isOpenOrder, type OrderState } from '#domain/order-state.ts'
import { type EventOfCylinder, keepUntold } from '#store/queries/system/untold-events.ts'
import { insertReturns, type NewReturns } from './insert-returns.ts'
import { tellAppointment } from './tell-appointment.ts'
import { lockOrder, type OrderRow } from './orders.ts'

export type VisitCylinder = {
  readonly code: string
  readonly line: number | null
  readonly eventId: string
}

export type NewVisit = {
  readonly id: string
  readonly orderId: string
  readonly happenedAt: number
  readonly recordedAt: number
  readonly outcome: string
  readonly courierId: string
  readonly requestSha256: Buffer
  readonly body: unknown
  readonly delivered: readonly VisitCylinder[]
  readonly returned: NewReturns | null
  readonly home: CheckedHome | null
  /** null = nothing was sold. */
  readonly money: VisitMoney | null
  /** What a visit without a delivery makes of the order; `null` leaves it. */
  readonly failed: {
    readonly state: OrderState
    readonly reason: string
    readonly appointment: { readonly from: number; readonly to: number } | null
  } | null
}

export type BegunVisit =
  | {
      readonly state: 'begun'
      readonly before: OrderState
      readonly order: OrderRow
      readonly unordered: readonly string[]
    }
  | {
      readonly state: 'repeated'
      readonly recordedAt: number
      readonly answer: unknown
      /** What nobody ordered of that size, or not so many. */
      readonly unordered: readonly string[]
    }
  | { readonly state: 'other-content' }
  | { readonly state: 'delivered-before'; readonly code: string }

const insertDelivered = (client: PoolClient, visit: NewVisit, customerId: string) =>
  client.query(
    `insert into delivery_cylinder (delivery_id, order_id, customer_id, happened_at, code, line, event_id)
     select $1, $2, $3, $4, * from unnest($5::text[], $6::int2[], $7::uuid[])`,
    [
      visit.id,
      visit.orderId,
      customerId,
      instantParam(visit.happenedAt),
      visit.delivered.map(({ code }) => code),
      visit.delivered.map(({ line }) => line),
      visit.delivered.map(({ eventId }) => eventId),
    ],
  )

const DONE = `(select sum(quantity) from order_line where order_id = $1)
  <= (select count(*) from delivery_cylinder where order_id = $1 and line is not null)`

/** Which line each cylinder fills: one of its size where so many are not there yet. Within the lock of the order. */
const allotted = async (
  client: PoolClient,
  { id, lines }: OrderRow,
  delivered: readonly VisitCylinder[],
): Promise<readonly VisitCylinder[]> => {
  const { rows } = await client.query<{ line: number; filled: number }>(
    `select line, count(*)::int as filled from delivery_cylinder where order_id = $1 and line is not null group by line`,
    [id],
  )
  const filled = new Map(rows.map((row) => [row.line, row.filled]))
  return delivered.map((one) => {
    const size = lines.find(({ line }) => line === one.line)?.model
    const free = lines.find(
      ({ line, model, quantity }) => model === size && (filled.get(line) ?? 0) < quantity,
    )
    if (free !== undefined) filled.set(free.line, (filled.get(free.line) ?? 0) + 1)
    return { ...one, line: free?.line ?? null }
  })
}

/** A delivery counts whatever the order was: it happened. */
const closeDelivered = async (client: PoolClient, visit: NewVisit): Promise<void> => {
  const at = instantParam(visit.recordedAt)
  // Whatever list it was on, of whichever company: it is gone.
  await beyondReachIn(client, () =>
    client.query(
      'update order_cylinder set released_at = $1 where released_at is null and code = any ($2)',
      [at, visit.delivered.map(({ code }) => code)],
    ),
  )
  await client.query(
    `update sale_order set changed_at = $2, state = case when ${DONE} then 'delivered' else 'partly' end,
       courier_id = coalesce(courier_id, $3)
     where id = $1`,
    [visit.orderId, at, visit.courierId],
  )
  await client.query(
    `update order_cylinder set released_at = $2 where order_id = $1 and released_at is null
       and exists (select from sale_order where id = $1 and state = 'delivered')`,
    [visit.orderId, at],
  )
}

const closeFailed = async (
  client: PoolClient,
  order: OrderRow,
  visit: NewVisit,
  { state, reason, appointment }: NonNullable<NewVisit['failed']>,
): Promise<void> => {
  const at = instantParam(visit.recordedAt)
  await client.query(
    `update sale_order set state = $2, closed_reason = $3, changed_at = $4,
       appointment_from = coalesce($5, appointment_from), appointment_to = coalesce($6, appointment_to)
     where id = $1 and state in ('placed', 'assigned', 'partly')`,
    [
      visit.orderId,
      state,
      reason,
      at,
      appointment === null ? null : instantParam(appointment.from),
      appointment === null ? null : instantParam(appointment.to),
    ],
  )
  if (isOpenOrder(order.state)) {
    await tellAppointment(client, order, appointment, { failed: reason, at: visit.recordedAt })
  }
  if (state === 'refused') {
    await client.query(
      'update order_cylinder set released_at = $2 where order_id = $1 and released_at is null',
      [visit.orderId, at],
    )
  }
}

const known = async (client: PoolClient, visit: NewVisit): Promise<BegunVisit | null> => {
  const { rows } = await client.query<{
    same: boolean
    recordedAt: number
    answer: unknown
    unordered: readonly string[]
  }>(
    `select request_sha256 = $2 and order_id = $3 as same, ${ms('recorded_at')} as "recordedAt", answer,
       array(select code from delivery_cylinder where delivery_id = $1 and line is null) as unordered
     from delivery where id = $1`,
    [visit.id, visit.requestSha256, visit.orderId],
  )
  const row = rows[0]
  if (row === undefined) return null
  if (!row.same) return { state: 'other-content' }
  const { recordedAt, answer, unordered } = row
  return { state: 'repeated', recordedAt, answer, unordered }
}

export const visitQueries = (pool: Pool) => ({
  /**
   * Writes down a visit, and which events are to follow: what a crash leaves open is finished by a job, or by a repeat. `answer`
   * null = not answered yet.
   */
  begin: (told: NewVisit, events: readonly EventOfCylinder[]): Promise<BegunVisit> =>
    inTransaction(pool, async (client) => {
      const order = await lockOrder(client, told.orderId)
      if (order === null) throw new Error('an order that was found is gone')
      const before = await known(client, told)
      if (before !== null) return before
      const visit = { ...told, delivered: await allotted(client, order, told.delivered) }
      const codes = visit.delivered.map(({ code }) => code)
      const moved = [...codes, ...(visit.returned?.returns ?? []).map(({ code }) => code)]
      await lockCylinders(client, moved)
      const twice = order.cylinders.find(
        ({ code, state }) => state === 'delivered' && codes.includes(code),
      )
      if (twice !== undefined) return { state: 'delivered-before', code: twice.code }
      await client.query(
        `insert into delivery (id, order_id, enterprise_id, happened_at, recorded_at, outcome, courier_id, request_sha256, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          visit.id,
          visit.orderId,
          order.enterpriseId,
          instantParam(visit.happenedAt),
          instantParam(visit.recordedAt),
          visit.outcome,
          visit.courierId,
          visit.requestSha256,
          JSON.stringify(visit.body),
        ],
      )
      if (visit.delivered.length > 0) {
        await insertDelivered(client, visit, order.customerId)
        await noteSupplied(client, order.customerId, dayOf(epochMs(visit.happenedAt)))
      }
      if (visit.returned !== null) await insertReturns(client, visit.returned)
      if (visit.home !== null) await insertHome(client, visit.home)
      if (visit.failed !== null) await closeFailed(client, order, visit, visit.failed)
      else if (visit.delivered.length > 0) await closeDelivered(client, visit)
      await postVisit(client, order, visit)
      await keepUntold(client, order.enterpriseId, visit.recordedAt, events)
      await settleDeposits(client, moved, { recordedAt: visit.recordedAt, by: visit.courierId })
      const unordered = visit.delivered.flatMap(({ code, line }) => (line === null ? [code] : []))
      return { state: 'begun', before: order.state, order, unordered }
    }),

  /** Keeps the answer that every repeat gets; the first one stays. */
  async finish(id: string, answer: unknown): Promise<unknown> {
    const { rows } = await pool.query<{ answer: unknown }>(
      'update delivery set answer = coalesce(answer, $2) where id = $1 returning answer',
      [id, JSON.stringify(answer)],
    )
    return rows[0]?.answer
  },

  /** The manual that the customer was handed last. */
  async lastManual(customerId: string): Promise<string | null> {
    const { rows } = await pool.query<{ version: string | null }>(
      `select d.body->>'manualVersion' as version from delivery_cylinder c join delivery d on d.id = c.delivery_id
       where c.customer_id = $1 and d.body->>'manualVersion' is not null order by c.happened_at desc limit 1`,
      [customerId],
    )
    return rows[0]?.version ?? null
  },

  /** Visits of an order in the order in which they happened. */
  async ofOrder(orderId: string) {
    const { rows } = await pool.query<{
      id: string
      happenedAt: number
      outcome: string
      body: Record<string, unknown>
    }>(
      `select id, ${ms('happened_at')} as "happenedAt", outcome, body from delivery where order_id = $1
       order by happened_at, id limit 100`,
      [orderId],
    )
    return rows
  },

  /** Codes that stand at the customer now, whosever they are: hence beyond reach. */
  async atCustomer(customerId: string): Promise<readonly string[]> {
    const { rows } = await beyondReach(() =>
      pool.query<{ code: string }>(
        `select c.code from cylinder_holder h join cylinder c on c.id = h.cylinder_id
       where h.kind = 'customer' and h.holder = $1 and c.code is not null order by c.code limit 200`,
        [customerId],
      ),
    )
    return rows.map(({ code }) => code)
  },
})
