import type { Pool, PoolClient } from 'pg'
import { isOpenOrder, type OrderState } from '#domain/order-state.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { type OrderFilter, type OrderKey, orderPage } from './order-page.ts'
import { tellAppointment } from './tell-appointment.ts'

export type OrderLine = {
  readonly line: number
  readonly model: string
  readonly quantity: number
  readonly labelledNetG: number
  readonly gasFen: number
  readonly deliveryFeeFen: number
  readonly depositFen: number
  readonly publishedFenPerKg: number
  readonly priceId: string
}

/** `assigned` = on the courier's list, `delivered` = a visit told of it. */
export type OrderCylinder = { readonly code: string; readonly state: 'assigned' | 'delivered' }

export type OrderRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly premisesId: string | null
  readonly region: string
  readonly channel: 'delivery' | 'pickup'
  readonly state: OrderState
  readonly contractNo: string | null
  readonly appointmentFrom: number | null
  readonly appointmentTo: number | null
  readonly courierId: string | null
  readonly vehicle: string | null
  readonly totalFen: number
  readonly closedReason: string | null
  readonly createdAt: number
  readonly lines: readonly OrderLine[]
  readonly cylinders: readonly OrderCylinder[]
}

export type NewOrder = Omit<
  OrderRow,
  'state' | 'courierId' | 'vehicle' | 'closedReason' | 'cylinders'
> & { readonly createdBy: string }

const ORDER = `o.id, o.no, o.enterprise_id as "enterpriseId", o.customer_id as "customerId", o.premises_id as "premisesId",
  o.region, o.channel, o.state, o.contract_no as "contractNo", ${ms('o.appointment_from')} as "appointmentFrom",
  ${ms('o.appointment_to')} as "appointmentTo", o.courier_id as "courierId", o.vehicle, o.total_fen as "totalFen",
  o.closed_reason as "closedReason", ${ms('o.created_at')} as "createdAt",
  (select json_agg(json_build_object('line', l.line, 'model', l.model, 'quantity', l.quantity, 'labelledNetG', l.labelled_net_g,
     'gasFen', l.gas_fen, 'deliveryFeeFen', l.delivery_fee_fen, 'depositFen', l.deposit_fen,
     'publishedFenPerKg', l.published_fen_per_kg, 'priceId', l.price_id) order by l.line)
   from order_line l where l.order_id = o.id) as lines,
  (select coalesce(json_agg(json_build_object('code', x.code, 'state', x.state) order by x.code), '[]') from (
     select d.code, 'delivered' as state from delivery_cylinder d where d.order_id = o.id
     union all
     select a.code, 'assigned' from order_cylinder a where a.order_id = o.id and a.released_at is null) x) as cylinders`

/** Orders in scope; regulators see those of premises in their region. */
export const orderInScope = (where: Where, scope: Scope, o: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${o}.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `starts_with(${o}.region, ${where.param(scope.prefix)})`
    case 'none':
      return 'false'
  }
}

const byId = async (client: Queryable, scope: Scope, id: string): Promise<OrderRow | null> => {
  const where = new Where()
  where.and(`o.id = ${where.param(id)}`)
  where.and(orderInScope(where, scope, 'o'))
  const { rows } = await client.query<OrderRow>(
    `select ${ORDER} from sale_order o ${where.sql}`,
    where.values,
  )
  return rows[0] ?? null
}

/** The order, locked until the transaction ends: visits and assignments of one order follow each other. */
export const lockOrder = async (client: PoolClient, id: string): Promise<OrderRow | null> => {
  await client.query('select id from sale_order where id = $1 for update', [id])
  return byId(client, { kind: 'all' }, id)
}

const insertLines = (client: PoolClient, id: string, lines: readonly OrderLine[]) =>
  client.query(
    `insert into order_line (order_id, line, model, quantity, labelled_net_g, gas_fen, delivery_fee_fen, deposit_fen,
       published_fen_per_kg, price_id)
     select $1, * from unnest($2::int2[], $3::text[], $4::int2[], $5::int4[], $6::int4[], $7::int4[], $8::int4[],
       $9::int4[], $10::uuid[])`,
    [
      id,
      lines.map(({ line }) => line),
      lines.map(({ model }) => model),
      lines.map(({ quantity }) => quantity),
      lines.map(({ labelledNetG }) => labelledNetG),
      lines.map(({ gasFen }) => gasFen),
      lines.map(({ deliveryFeeFen }) => deliveryFeeFen),
      lines.map(({ depositFen }) => depositFen),
      lines.map(({ publishedFenPerKg }) => publishedFenPerKg),
      lines.map(({ priceId }) => priceId),
    ],
  )

const instantOrNull = (at: number | null): string | null => (at === null ? null : instantParam(at))

export type Assignment = {
  readonly courierId: string
  readonly vehicle: string | null
  readonly codes: readonly string[]
  readonly appointment: { readonly from: number; readonly to: number } | null
  readonly at: number
}

export type AssignResult =
  | { readonly ok: true; readonly order: OrderRow }
  | { readonly ok: false; readonly why: 'closed'; readonly state: OrderState }
  | { readonly ok: false; readonly why: 'taken'; readonly code: string }

export type CourierRow = { readonly id: string; readonly username: string }

/** Somebody who may be sent, and how many orders they have on their list. */
export type CourierLoad = CourierRow & { readonly role: string; readonly openOrders: number }

/** Whose order it is and who brings it: to be named. null = out of reach. */
export type OrderParties = {
  readonly personId: string | null
  readonly courier: string | null
}

const PARTIES = `(select c.person_id from customer c where c.id = o.customer_id) as "personId",
  (select u.username from app_user u where u.id = o.courier_id) as courier`

type Listing = [scope: Scope, filter: OrderFilter, limit: number, after: OrderKey | null]

const listed = async <Row extends OrderRow>(
  read: Pool,
  columns: string,
  [scope, ...asked]: Listing,
): Promise<readonly Row[]> => {
  const inScope = (where: Where) => orderInScope(where, scope, 'o')
  const { text, values } = orderPage(columns, inScope, ...asked)
  return (await read.query<Row>(text, values)).rows
}

export const orderQueries = (pool: Pool, read: Pool) => ({
  byId: (scope: Scope, id: string): Promise<OrderRow | null> => byId(pool, scope, id),

  /** A repeat with the same id finds its order there. */
  create: (order: NewOrder): Promise<OrderRow> =>
    inTransaction(pool, async (client) => {
      const at = instantParam(order.createdAt)
      const { rowCount } = await client.query(
        `insert into sale_order (id, no, enterprise_id, customer_id, premises_id, region, channel, state, contract_no,
           appointment_from, appointment_to, total_fen, created_by, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'placed', $8, $9, $10, $11, $12, $13, $13) on conflict (id) do nothing`,
        [
          order.id,
          order.no,
          order.enterpriseId,
          order.customerId,
          order.premisesId,
          order.region,
          order.channel,
          order.contractNo,
          instantOrNull(order.appointmentFrom),
          instantOrNull(order.appointmentTo),
          order.totalFen,
          order.createdBy,
          at,
        ],
      )
      if (rowCount === 1) await insertLines(client, order.id, order.lines)
      const row = await byId(client, { kind: 'all' }, order.id)
      if (row === null) throw new Error('an order that was just written is not there')
      return row
    }),

  list: (...asked: Listing) => listed<OrderRow>(read, ORDER, asked),

  /** … with whom each is about, in one question instead of two. */
  listWithParties: (...asked: Listing) =>
    listed<OrderRow & OrderParties>(read, `${ORDER}, ${PARTIES}`, asked),

  /** Puts the order, and these cylinders, on a courier's list; those named before and not now are taken off it. */
  assign: (id: string, assignment: Assignment): Promise<AssignResult> =>
    inTransaction(pool, async (client) => {
      const order = await lockOrder(client, id)
      if (order === null) throw new Error('an order that was found is gone')
      if (!isOpenOrder(order.state)) return { ok: false, why: 'closed', state: order.state }
      const { codes, courierId, vehicle, appointment } = assignment
      const at = instantParam(assignment.at)
      const taken = await client.query<{ code: string }>(
        'select code from order_cylinder where code = any ($2) and released_at is null and order_id <> $1 order by code',
        [id, codes],
      )
      const other = taken.rows[0]
      if (other !== undefined) return { ok: false, why: 'taken', code: other.code }
      await client.query(
        'update order_cylinder set released_at = $2 where order_id = $1 and released_at is null and code <> all ($3)',
        [id, at, codes],
      )
      await client.query(
        `insert into order_cylinder (order_id, code, assigned_at) select $1, code, $2 from unnest($3::text[]) c (code)
         on conflict (order_id, code) do update set released_at = null`,
        [id, at, codes],
      )
      await client.query(
        `update sale_order set courier_id = $2, vehicle = $3, changed_at = $4,
           state = case state when 'placed' then 'assigned' else state end,
           appointment_from = coalesce($5, appointment_from), appointment_to = coalesce($6, appointment_to)
         where id = $1`,
        [
          id,
          courierId,
          vehicle,
          at,
          instantOrNull(appointment?.from ?? null),
          instantOrNull(appointment?.to ?? null),
        ],
      )
      await tellAppointment(client, order, appointment, { failed: null, at: assignment.at })
      const changed = await byId(client, { kind: 'all' }, id)
      if (changed === null) throw new Error('an order that was locked is gone')
      return { ok: true, order: changed }
    }),

  /** @returns the state that forbids it, or null when it is cancelled */
  cancel: (id: string, reason: string, now: number): Promise<OrderState | null> =>
    inTransaction(pool, async (client) => {
      const order = await lockOrder(client, id)
      if (order === null) throw new Error('an order that was found is gone')
      if (order.state !== 'placed' && order.state !== 'assigned') return order.state
      await client.query(
        `update sale_order set state = 'cancelled', closed_reason = $2, changed_at = $3 where id = $1`,
        [id, reason, instantParam(now)],
      )
      await client.query(
        'update order_cylinder set released_at = $2 where order_id = $1 and released_at is null',
        [id, instantParam(now)],
      )
      return null
    }),

  /** @returns the state that forbids it, or null when it is moved */
  moveAppointment: (
    id: string,
    { from, to }: { readonly from: number; readonly to: number },
    now: number,
  ): Promise<OrderState | null> =>
    inTransaction(pool, async (client) => {
      const order = await lockOrder(client, id)
      if (order === null) throw new Error('an order that was found is gone')
      if (!isOpenOrder(order.state)) return order.state
      await client.query(
        'update sale_order set appointment_from = $2, appointment_to = $3, changed_at = $4 where id = $1',
        [id, instantParam(from), instantParam(to), instantParam(now)],
      )
      return null
    }),

  /** A courier who works for the enterprise; the station hands out pick-ups itself. */
  async courier(enterpriseId: string, id: string): Promise<CourierRow | null> {
    const { rows } = await pool.query<CourierRow>(
      `select id, username from app_user where id = $1 and enterprise_id = $2 and disabled_at is null
         and role in ('courier', 'station', 'office')`,
      [id, enterpriseId],
    )
    return rows[0] ?? null
  },

  async couriers(enterpriseId: string): Promise<readonly CourierLoad[]> {
    const { rows } = await pool.query<CourierLoad>(
      `select u.id, u.username, u.role, (select count(*)::int from sale_order o
           where o.courier_id = u.id and o.state in ('assigned', 'partly')) as "openOrders"
       from app_user u where u.enterprise_id = $1 and u.disabled_at is null and u.role in ('courier', 'station', 'office')
       order by u.role = 'courier' desc, u.username limit 500`,
      [enterpriseId],
    )
    return rows
  },

  async username(id: string): Promise<string | null> {
    const { rows } = await pool.query<{ username: string }>(
      'select username from app_user where id = $1',
      [id],
    )
    return rows[0]?.username ?? null
  },
})
