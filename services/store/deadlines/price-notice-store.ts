import type { Pool } from 'pg'
import { yuanText } from '#domain/money/yuan-text.ts'
import type { NewNotification } from '#domain/notifications/notification.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'

type Untold = {
  readonly priceId: string
  readonly enterpriseId: string
  readonly model: string
  readonly beforeFen: number
  readonly afterFen: number
  readonly validFrom: string
  readonly basis: string
  readonly toldThrough: string | null
}

const NEXT = `
  select price_id as "priceId", enterprise_id as "enterpriseId", model, before_fen as "beforeFen", after_fen as "afterFen",
    valid_from::text as "validFrom", basis, told_through as "toldThrough"
  from price_notice where told_at is null order by published_at limit 1 for update skip locked`

/** Who bought that size within some thirteen months, from one customer on. */
const CUSTOMERS = `
  select c.id from customer c
  where c.enterprise_id = $1 and c.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') and c.erased_at is null
    and c.last_supplied_on > ($4::timestamptz - interval '400 days')::date
    and exists (select from sale_order o join order_line l on l.order_id = o.id where o.customer_id = c.id and l.model = $3)
  order by c.id limit $5`

/** Tells customers of changed prices, some at a time: a city is not told in one transaction. */
export class PriceNoticeStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** In the app, which costs nobody a message. @returns false when everybody was told of everything */
  tellSome(now: number, limit: number): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      const notice = (await client.query<Untold>(NEXT)).rows[0]
      if (notice === undefined) return false
      const { rows } = await client.query<{ id: string }>(CUSTOMERS, [
        notice.enterpriseId,
        notice.toldThrough,
        notice.model,
        instantParam(now),
        limit,
      ])
      const told = rows.map(({ id }) => toldOf(notice, id))
      await enqueueNotifications(client, told, now)
      const done = rows.length < limit
      await client.query(
        `update price_notice set told_through = coalesce($2, told_through), told_at = $3 where price_id = $1`,
        [notice.priceId, rows.at(-1)?.id ?? null, done ? instantParam(now) : null],
      )
      return true
    })
  }
}

const toldOf = (notice: Untold, customerId: string): NewNotification => ({
  enterpriseId: notice.enterpriseId,
  key: `price-change:${notice.priceId}:${customerId}`,
  channel: 'in-app',
  to: { kind: 'customer', ref: customerId },
  template: 'price-change',
  params: {
    model: notice.model,
    before: yuanText(notice.beforeFen),
    after: yuanText(notice.afterFen),
    validFrom: notice.validFrom,
    basis: notice.basis,
  },
})
