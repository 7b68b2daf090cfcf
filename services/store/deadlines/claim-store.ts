import type { Pool, PoolClient } from 'pg'
import { cylinderModels } from '#domain/cylinder-model.ts'
import type { Finding } from '#domain/finding.ts'
import type { Registry } from '#domain/registry.ts'
import { dayOf } from '#domain/calendar.ts'
import { yuanText } from '#domain/money/yuan-text.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { decodeRegistry } from '#store/batch/life-codec.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam, type Queryable } from '#store/queries/queryable.ts'

/** A weighing that somebody may have to be paid for, with the sale before it as far as it is known. */
export type Weighed = {
  readonly source: number
  readonly eventId: string
  readonly cylinderId: string
  readonly code: string
  readonly weighedAt: EpochMs
  readonly findings: readonly Finding[] | null
  readonly grossG: number
  readonly eventTareG: number | null
  readonly registry: Registry
  readonly reason: string
  readonly profile: string
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string | null
  readonly orderId: string | null
  readonly gasFen: number | null
  readonly labelledNetG: number | null
  readonly publishedFenPerKg: number | null
}

export type NewClaim = {
  readonly id: string
  readonly weighed: Weighed
  readonly kind: 'residual' | 'shortage' | 'refund'
  readonly measuredG: number
  readonly limitG: number
  readonly excessG: number
  readonly amountFen: number | null
  readonly clause: string
  readonly dueAt: number
  readonly provisional: boolean
}

/** Every notation of a size with the name that prices carry; our own constants, no input. */
const NAMES = cylinderModels
  .flatMap(({ name, massCode, volumeCode, codes2023 }) =>
    [...new Set([name, massCode, volumeCode, ...codes2023])].flatMap((text) =>
      text === null ? [] : [`('${text}', '${name}')`],
    ),
  )
  .join(', ')

type Row = Omit<Weighed, 'registry'> & { readonly registry: string }

/** Devices may write anything there. */
const uuidIn = (key: 'orderId' | 'customerRef'): string =>
  `case when x.body->>'${key}' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (x.body->>'${key}')::uuid end`

/**
 * What belongs to a weighing `l`. The sale is that of the last delivery before it; a price that the sale does not give comes from
 * the seller's price list of the day.
 */
const WEIGHED = `
  l.source, l.event_id::text as "eventId", l.cylinder_id::text as "cylinderId", c.code, l.effective_at as "weighedAt",
  l.findings, (l.body->>'grossG')::int as "grossG", (l.body->>'tareG')::int as "eventTareG", g.registry::text as registry,
  j.body->>'profile' as profile, coalesce(o.enterprise_id, s.enterprise_id, c.owner_id) as "enterpriseId",
  coalesce(o.region, s.region, '000000') as region, u.id as "customerId", o.id as "orderId",
  coalesce(n.gas_fen, p.gas_fen) as "gasFen", coalesce(n.labelled_net_g, p.labelled_net_g) as "labelledNetG",
  greatest(n.published_fen_per_kg, p.published_fen_per_kg) as "publishedFenPerKg"`

const FROM_LIFE = `
  join cylinder c on c.id = l.cylinder_id
  join cylinder_registry g on g.cylinder_id = c.id
  join judging_context j on j.id = l.context_id
  left join station s on s.id = l.station_id
  left join lateral (
    select ${uuidIn('orderId')} as order_id, ${uuidIn('customerRef')} as customer
    from cylinder_life x where x.cylinder_id = l.cylinder_id and x.type = 'delivery.completed'
      and x.effective_at <= l.effective_at order by x.effective_at desc, x.at desc limit 1) d on true
  left join lateral (
    select ${uuidIn('customerRef')} as customer from cylinder_life x where x.cylinder_id = l.cylinder_id
      and x.type = 'cylinder.returned' and x.effective_at <= l.effective_at
    order by x.effective_at desc, x.at desc limit 1) b on true
  left join customer u on u.id = coalesce(d.customer, b.customer)
  left join sale_order o on o.id = d.order_id
  left join delivery_cylinder h on h.order_id = o.id and h.code = c.code
  left join order_line n on n.order_id = o.id and n.line = h.line
  left join lateral (
    select * from price_list q where q.enterprise_id = coalesce(o.enterprise_id, s.enterprise_id, c.owner_id)
      and q.model = (select m.name from (values ${NAMES}) m (text, name) where m.text = c.model) and q.valid_from <= (l.effective_at at time zone 'Asia/Shanghai')::date
    order by q.valid_from desc limit 1) p on true`

/** One return, one compensation: between the weighing `l` and that of another claim the cylinder was neither filled nor delivered. */
const CLAIMED_BEFORE = `
  exists (select from residual_claim e where e.cylinder_id = l.cylinder_id and e.state <> 'void'
    and (e.source, e.event_id) <> (l.source, l.event_id)
    and not exists (select from cylinder_life x where x.cylinder_id = l.cylinder_id
      and x.type in ('fill.completed', 'delivery.completed')
      and x.effective_at > least(e.weighed_at, l.effective_at) and x.effective_at <= greatest(e.weighed_at, l.effective_at)))`

/** Most open ones are what they were: only the others are looked up with their sale. Prepared: planned anew, each pass cost 20 ms. */
const UNCLAIMED = `
  with l as materialized (
    select l.*, w.id as work_id, k.id is not null and not l.decided_at > k.opened_at as waits_for_price
    from work_item w join cylinder_life l on l.source = w.source and l.event_id = w.event_id
    left join residual_claim k on k.source = w.source and k.event_id = w.event_id
    where w.kind = 'residual-claim' and w.closed_at is null
      and (k.id is null and not ${CLAIMED_BEFORE}
        or k.state = 'open' and (l.decided_at > k.opened_at or k.amount_fen is null)))
  select ${WEIGHED}, 'used-up' as reason
  from l ${FROM_LIFE}
  where not l.waits_for_price or p.id is not null
  order by l.work_id limit $1`

const WEIGHED_RETURNS = `
  select r.id as "returnId", ${WEIGHED}, coalesce(l.body->>'returnReason', r.reason) as reason
  from cylinder_return r join cylinder rc on rc.code = r.code
  cross join lateral (
    select y.* from cylinder_life y where y.cylinder_id = rc.id and y.effective_at >= r.happened_at
      and y.type = 'residual.weighed' order by y.effective_at, y.at limit 1) l
  ${FROM_LIFE}
  where r.weighed_at is null
  order by r.due_at, r.id limit $1`

const INSERT = `
  insert into residual_claim (id, enterprise_id, region, kind, source, event_id, cylinder_id, code, customer_id, order_id,
    weighed_at, measured_g, limit_g, excess_g, gas_fen, labelled_net_g, published_fen_per_kg, amount_fen, clause, profile, due_at,
    provisional, opened_at, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 'open')
  on conflict (source, event_id) do update set kind = excluded.kind, measured_g = excluded.measured_g,
    limit_g = excluded.limit_g, excess_g = excluded.excess_g, gas_fen = excluded.gas_fen,
    labelled_net_g = excluded.labelled_net_g, published_fen_per_kg = excluded.published_fen_per_kg,
    amount_fen = excluded.amount_fen, customer_id = excluded.customer_id, order_id = excluded.order_id,
    opened_at = excluded.opened_at
  where residual_claim.state = 'open'`

const SYNC_DUE = `
  update residual_claim k set due_at = w.due_at, provisional = w.provisional from work_item w
  where k.state = 'open' and w.kind = 'residual-claim' and w.source = k.source and w.event_id = k.event_id
    and w.due_at is not null and (w.due_at, w.provisional) is distinct from (k.due_at, k.provisional)`

/** Weighed again: the first claim stands for that return. */
const CLOSE_AGAIN = `
  update work_item w set closed_at = $1, close_reason = 'ONE_RETURN' from cylinder_life l
  where w.kind = 'residual-claim' and w.closed_at is null and l.source = w.source and l.event_id = w.event_id
    and not exists (select from residual_claim k where k.source = w.source and k.event_id = w.event_id and k.state <> 'void')
    and ${CLAIMED_BEFORE}`

/**
 * A weighing that was annulled, or judged otherwise by a late event, is owed no more; what was paid stays paid. Another weighing
 * of that return has its turn.
 */
const VOID = `
  with gone as (
    update residual_claim k set state = 'void', closed_at = $1, closed_by = 'system' from cylinder_life l
    where k.state = 'open' and k.kind <> 'refund' and l.source = k.source and l.event_id = k.event_id
      and (l.findings is null or l.findings::text !~ '"(RESIDUAL_OVER_LIMIT|NET_CONTENT_SHORT)"')
    returning k.source, k.event_id, k.cylinder_id),
  again as (
    update work_item w set closed_at = null, close_reason = null from gone
    where w.kind = 'residual-claim' and w.cylinder_id = gone.cylinder_id and w.close_reason = 'ONE_RETURN')
  update work_item w set closed_at = $1, close_reason = 'VERDICT_CHANGED' from gone
  where w.kind = 'residual-claim' and w.source = gone.source and w.event_id = gone.event_id and w.closed_at is null`

const decoded = (row: Row): Weighed => ({ ...row, registry: decodeRegistry(row.registry) })

/** Once a weighing: a claim that changes is not told again, what is paid is. */
const tellDue = async (client: Queryable, claim: NewClaim, now: EpochMs): Promise<void> => {
  const { weighed, amountFen, dueAt } = claim
  if (weighed.customerId === null || amountFen === null || amountFen === 0) return
  await enqueueNotifications(
    client,
    [
      {
        enterpriseId: weighed.enterpriseId,
        key: `claim-due:${weighed.source}:${weighed.eventId}`,
        channel: 'sms',
        to: { kind: 'customer', ref: weighed.customerId },
        template: 'claim-due',
        params: {
          code: weighed.code,
          amount: yuanText(amountFen),
          // A deadline ends with its day: the last millisecond is still that day.
          dueOn: dayOf(epochMs(dueAt - 1)),
        },
      },
    ],
    now,
  )
}

const insert = async (client: Queryable, claim: NewClaim, now: EpochMs): Promise<void> => {
  const { weighed } = claim
  await tellDue(client, claim, now)
  await client.query(INSERT, [
    claim.id,
    weighed.enterpriseId,
    weighed.region,
    claim.kind,
    weighed.source,
    weighed.eventId,
    weighed.cylinderId,
    weighed.code,
    weighed.customerId,
    weighed.orderId,
    instantParam(weighed.weighedAt),
    claim.measuredG,
    claim.limitG,
    claim.excessG,
    weighed.gasFen,
    weighed.labelledNetG,
    weighed.publishedFenPerKg,
    claim.amountFen,
    claim.clause,
    weighed.profile,
    instantParam(claim.dueAt),
    claim.provisional,
    instantParam(now),
  ])
}

type Build = (weighed: Weighed) => NewClaim | null

/** What the job of claims reads and writes. */
export class ClaimStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Makes claims of open work; one that a late event or a new price changed is computed anew. @returns how many were looked at */
  openClaims(build: Build, now: EpochMs, limit: number): Promise<number> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<Row>({
        name: 'unclaimed',
        text: UNCLAIMED,
        values: [limit],
      })
      const claimed = new Set<string>()
      for (const row of rows.toSorted((a, b) => a.weighedAt - b.weighedAt)) {
        // A second weighing of the same cylinder is looked at again when the first one's claim stands.
        if (claimed.has(row.cylinderId)) continue
        const claim = build(decoded(row))
        if (claim === null) continue
        claimed.add(row.cylinderId)
        await insert(client, claim, now)
      }
      return rows.length
    })
  }

  /** Returns that stood on a scale since; gas that came back on purpose is refunded. @returns how many */
  closeReturns(build: Build, now: EpochMs, limit: number): Promise<number> {
    return inTransaction(this.#pool, async (client: PoolClient) => {
      const { rows } = await client.query<Row & { returnId: string }>({
        name: 'weighed-returns',
        text: WEIGHED_RETURNS,
        values: [limit],
      })
      await client.query(
        `update cylinder_return r set weighed_at = w.at from unnest($1::uuid[], $2::timestamptz[]) w (id, at)
         where r.id = w.id and r.weighed_at is null`,
        [
          rows.map(({ returnId }) => returnId),
          rows.map(({ weighedAt }) => instantParam(weighedAt)),
        ],
      )
      for (const row of rows) {
        const claim = build(decoded(row))
        if (claim !== null) await insert(client, claim, now)
      }
      return rows.length
    })
  }

  /** Deadlines follow the calendar; claims whose verdict is gone are void. */
  async settle(now: EpochMs): Promise<void> {
    await this.#pool.query(SYNC_DUE)
    await this.#pool.query(VOID, [instantParam(now)])
    await this.#pool.query(CLOSE_AGAIN, [instantParam(now)])
  }
}
