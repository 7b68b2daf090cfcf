import type { Pool } from 'pg'
import type { Place } from '#store/people/person-cipher.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { orderInScope } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'

export type RatingRow = {
  readonly orderId: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly region: string
  readonly courierId: string | null
  readonly score: number
  /** null = none was written, or the person is erased. */
  readonly comment: string | null
  readonly deliveredAt: number
  readonly ratedAt: number
}

type Stored = Omit<RatingRow, 'comment'> & { readonly sealed: Buffer | null; personId: string }

const commentPlace = (orderId: string): Place => ['order_rating', orderId, 'comment']

const RATING = `r.order_id as "orderId", r.enterprise_id as "enterpriseId", r.customer_id as "customerId", r.region,
  r.courier_id as "courierId", r.score, r.comment as sealed, ${ms('r.delivered_at')} as "deliveredAt",
  ${ms('r.rated_at')} as "ratedAt", c.person_id as "personId"`

export const ratingQueries = (pool: Pool, read: Pool, vault: PersonVault) => {
  const opened = async ({ sealed, personId, ...row }: Stored): Promise<RatingRow> => ({
    ...row,
    comment:
      sealed === null
        ? null
        : await vault.openFor(pool, personId, commentPlace(row.orderId), sealed),
  })

  return {
    /** @returns false when the order was rated before */
    create: (rating: RatingRow): Promise<boolean> =>
      inTransaction(pool, async (client) => {
        const { orderId, comment } = rating
        const { rows } = await client.query<{ personId: string }>(
          'select person_id as "personId" from customer where id = $1',
          [rating.customerId],
        )
        const personId = rows[0]?.personId
        const sealed =
          comment === null || personId === undefined
            ? null
            : await vault.sealFor(client, personId, commentPlace(orderId), comment)
        const { rowCount } = await client.query(
          `insert into order_rating (order_id, enterprise_id, customer_id, region, courier_id, score, comment, delivered_at, rated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (order_id) do nothing`,
          [
            orderId,
            rating.enterpriseId,
            rating.customerId,
            rating.region,
            rating.courierId,
            rating.score,
            sealed,
            instantParam(rating.deliveredAt),
            instantParam(rating.ratedAt),
          ],
        )
        return rowCount === 1
      }),

    async byOrder(orderId: string): Promise<RatingRow | null> {
      const { rows } = await pool.query<Stored>(
        `select ${RATING} from order_rating r join customer c on c.id = r.customer_id where r.order_id = $1`,
        [orderId],
      )
      return rows[0] === undefined ? null : opened(rows[0])
    },

    /** Newest first. */
    async list(
      scope: Scope,
      mostScore: number,
      limit: number,
      after: { readonly at: number; readonly id: string } | null,
    ): Promise<readonly RatingRow[]> {
      const where = new Where()
      where.and(orderInScope(where, scope, 'r'))
      if (mostScore < 5) where.and(`r.score <= ${where.param(mostScore)}`)
      if (after !== null) {
        where.and(
          `(r.rated_at, r.order_id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<Stored>(
        `select ${RATING} from order_rating r join customer c on c.id = r.customer_id ${where.sql}
         order by r.rated_at desc, r.order_id desc limit ${where.param(limit)}`,
        where.values,
      )
      return Promise.all(rows.map(opened))
    },
  }
}
