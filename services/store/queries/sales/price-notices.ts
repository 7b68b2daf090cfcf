import type { Pool } from 'pg'
import { ms, Where } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

export type PriceNoticeRow = {
  readonly priceId: string
  readonly enterpriseId: string
  readonly model: string
  readonly beforeFen: number
  readonly afterFen: number
  readonly validFrom: string
  readonly basis: string
  readonly publishedAt: number
}

/** What was published about changes of price. */
export const priceNoticeQueries = (pool: Pool, read: Pool) => ({
  /** The gas price of a size that holds before a day; null = the size has none at all; `gasFen` null = only later ones. */
  async before(
    enterpriseId: string,
    model: string,
    validFrom: string,
  ): Promise<{ readonly gasFen: number | null } | null> {
    const { rows } = await pool.query<{ gasFen: number | null }>(
      `select (select gas_fen from price_list where enterprise_id = $1 and model = $2 and valid_from < $3::date
         order by valid_from desc limit 1) as "gasFen"
       where exists (select from price_list where enterprise_id = $1 and model = $2)`,
      [enterpriseId, model, validFrom],
    )
    return rows[0] ?? null
  },

  /** Where the enterprise sells: the rules of each region hold. */
  async regions(enterpriseId: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ region: string }>(
      'select distinct region from station where enterprise_id = $1 order by region',
      [enterpriseId],
    )
    return rows.map(({ region }) => region)
  },

  /** Newest first; everybody may read them: they are published. */
  list: (
    enterpriseId: string,
    limit: number,
    after: { readonly validFrom: string; readonly id: string } | null,
  ): Promise<readonly PriceNoticeRow[]> =>
    beyondReach(async () => {
      const where = new Where()
      where.and(`enterprise_id = ${where.param(enterpriseId)}`)
      if (after !== null) {
        where.and(
          `(valid_from, price_id) < (${where.param(after.validFrom)}::date, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<PriceNoticeRow>(
        `select price_id as "priceId", enterprise_id as "enterpriseId", model, before_fen as "beforeFen", after_fen as "afterFen",
           valid_from::text as "validFrom", basis, ${ms('published_at')} as "publishedAt"
         from price_notice ${where.sql} order by valid_from desc, price_id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    }),
})
