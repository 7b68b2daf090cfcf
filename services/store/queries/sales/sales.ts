import type { Pool } from 'pg'
import type { Cylinder } from '#domain/cylinder.ts'
import type { Registry } from '#domain/registry.ts'
import type { Day } from '#domain/units.ts'
import { decodeRegistry, decodeState } from '#store/batch/life-codec.ts'
import { instantParam } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

export type SaleCylinder = {
  readonly code: string
  readonly registry: Registry
  readonly state: Cylinder
}

/** Who buys and for where, as the rules ask; without premises the buyer alone. */
export type SaleParties = {
  readonly buyer: {
    readonly kind: 'resident' | 'unit'
    readonly identityState: 'unverified' | 'verified' | 'refused' | 'mismatch'
    readonly reverifyOn: Day | null
    readonly identified: boolean
    readonly erased: boolean
    readonly authorisedUntil: Day | null
  }
  readonly premises: {
    readonly class: 'unit' | 'urban' | 'rural'
    readonly inPipeArea: boolean
    readonly place: 'indoors' | 'outdoors' | 'gas-store'
    readonly roomUse: string
    readonly ventilation: string
    readonly closed: boolean
  } | null
  /** Models that stand at the customer's now. */
  readonly onSite: readonly string[]
  /** Cylinders ordered for the premises since the day began. */
  readonly soldToday: number
}

const PARTIES = `
  select json_build_object('kind', c.kind, 'identityState', c.identity_state, 'reverifyOn', c.reverify_on,
      'identified', c.identity_mac is not null, 'erased', c.erased_at is not null, 'authorisedUntil',
      (select max(a.authorised_until) from customer_agent a where a.customer_id = c.id and a.role = 'agent' and a.revoked_at is null
         and a.authorised_from <= $3::date)) as buyer,
    case when m.id is null then null else json_build_object('class', m.class, 'inPipeArea', m.in_pipe_area, 'place', m.place,
      'roomUse', m.room_use, 'ventilation', m.ventilation, 'closed', m.closed_at is not null) end as premises,
    (select coalesce(json_agg(y.model), '[]') from cylinder_holder h join cylinder y on y.id = h.cylinder_id
       where h.kind = 'customer' and h.holder = c.id::text and y.model is not null
         and ($2::uuid is null or coalesce((select o.premises_id from delivery_cylinder d join sale_order o on o.id = d.order_id
           where d.code = y.code order by d.happened_at desc limit 1), $2) = $2)) as "onSite",
    (select coalesce(sum(l.quantity), 0)::int from sale_order o join order_line l on l.order_id = o.id
       where o.customer_id = c.id and o.premises_id is not distinct from $2 and o.created_at >= $4
         and o.state not in ('cancelled', 'refused')) as "soldToday"
  from customer c left join premises m on m.id = $2 and m.customer_id = c.id
  where c.id = $1`

/**
 * What a sale is decided by. From the primary, and beyond reach: a cylinder of another company is refused by its name, and counts
 * among those that stand at the customer's. The caller has looked whether the customer is in reach.
 */
export const saleQueries = (pool: Pool) => ({
  /** Registered cylinders among the codes. */
  async cylinders(codes: readonly string[]): Promise<ReadonlyMap<string, SaleCylinder>> {
    const { rows } = await beyondReach(() =>
      pool.query<{ code: string; registry: string; state: string }>(
        `select c.code, r.registry::text as registry, c.state::text as state
       from cylinder c join cylinder_registry r on r.cylinder_id = c.id where c.code = any ($1)`,
        [codes],
      ),
    )
    return new Map(
      rows.map(({ code, registry, state }) => [
        code,
        { code, registry: decodeRegistry(registry), state: decodeState(state) },
      ]),
    )
  },

  /** The event that put it into the vehicle where it still is, if it was for this order; else null. */
  async handedOver(code: string, orderId: string, vehicle: string): Promise<string | null> {
    const { rows } = await beyondReach(() =>
      pool.query<{ id: string }>(
        `select l.event_id::text as id from cylinder c join cylinder_life l on l.cylinder_id = c.id
         where c.code = $1 and c.custody_kind = 'vehicle' and c.custody_id = $3 and l.type in ('stock.out', 'custody.handed-over')
           and l.body->>'orderId' = $2 and l.effective_at >= to_timestamp((c.state->'custody'->>'since')::numeric / 1000)
         order by l.effective_at desc limit 1`,
        [code, orderId, vehicle],
      ),
    )
    return rows[0]?.id ?? null
  },

  /** Was it filled by then? */
  async filledBefore(code: string, at: number): Promise<boolean> {
    const { rows } = await beyondReach(() =>
      pool.query(
        `select from cylinder_life l join cylinder c on c.id = l.cylinder_id where c.code = $1 and l.type = 'fill.completed'
           and l.effective_at <= $2 limit 1`,
        [code, instantParam(at)],
      ),
    )
    return rows.length > 0
  },

  /** Open premises of a customer, two at most: is it the only one? */
  async homesOf(customerId: string): Promise<readonly string[]> {
    const { rows } = await beyondReach(() =>
      pool.query<{ id: string }>(
        'select id from premises where customer_id = $1 and closed_at is null order by id limit 2',
        [customerId],
      ),
    )
    return rows.map(({ id }) => id)
  },

  /** Null = no such customer. `today` and its first instant, in Asia/Shanghai. */
  async parties(
    customerId: string,
    premisesId: string | null,
    today: Day,
    since: number,
  ): Promise<SaleParties | null> {
    const { rows } = await beyondReach(() =>
      pool.query<SaleParties>(PARTIES, [customerId, premisesId, today, instantParam(since)]),
    )
    return rows[0] ?? null
  },
})
