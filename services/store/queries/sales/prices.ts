import type { Pool } from 'pg'
import type { Day } from '#domain/units.ts'
import { instantParam, type Queryable, violated, Where } from '#store/queries/queryable.ts'

export type PriceRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly model: string
  readonly labelledNetG: number
  readonly gasFen: number
  readonly deliveryFeeFen: number
  readonly depositFen: number
  readonly publishedFenPerKg: number
  readonly validFrom: string
}

export type NewPrice = PriceRow & {
  readonly recordedBy: string
  readonly recordedAt: number
  /** null = the size had no price before. */
  readonly change: { readonly beforeFen: number; readonly basis: string } | null
}

const PRICE = `p.id, p.enterprise_id as "enterpriseId", p.model, p.labelled_net_g as "labelledNetG", p.gas_fen as "gasFen",
  p.delivery_fee_fen as "deliveryFeeFen", p.deposit_fen as "depositFen",
  p.published_fen_per_kg as "publishedFenPerKg", p.valid_from::text as "validFrom"`

/** The prices of an enterprise in force on a day, one a size. */
export const pricesOn = async (
  client: Queryable,
  enterpriseId: string,
  on: Day,
): Promise<readonly PriceRow[]> => {
  const { rows } = await client.query<PriceRow>(
    `select distinct on (p.model) ${PRICE} from price_list p
     where p.enterprise_id = $1 and p.valid_from <= $2::date order by p.model, p.valid_from desc`,
    [enterpriseId, on],
  )
  return rows
}

export const priceQueries = (pool: Pool) => ({
  /** `unique` = a price of this size from this day is there already; `reference` = no such enterprise. */
  async create(price: NewPrice): Promise<'created' | 'unique' | 'reference'> {
    try {
      await pool.query(
        `with price as (insert into price_list (id, enterprise_id, model, labelled_net_g, gas_fen, delivery_fee_fen, deposit_fen,
           published_fen_per_kg, valid_from, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning *)
         insert into price_notice (price_id, enterprise_id, model, before_fen, after_fen, valid_from, basis, published_at)
         select id, enterprise_id, model, $12::int4, gas_fen, valid_from, $13, recorded_at from price where $13::text is not null`,
        [
          price.id,
          price.enterpriseId,
          price.model,
          price.labelledNetG,
          price.gasFen,
          price.deliveryFeeFen,
          price.depositFen,
          price.publishedFenPerKg,
          price.validFrom,
          price.recordedBy,
          instantParam(price.recordedAt),
          price.change?.beforeFen ?? null,
          price.change?.basis ?? null,
        ],
      )
      return 'created'
    } catch (error) {
      return violated(error)
    }
  },

  pricesOn: (enterpriseId: string, on: Day) => pricesOn(pool, enterpriseId, on),

  /** All versions, newest first; of one enterprise or of all. */
  async list(
    enterpriseId: string | null,
    limit: number,
    after: { readonly validFrom: string; readonly id: string } | null,
  ): Promise<readonly PriceRow[]> {
    const where = new Where()
    if (enterpriseId !== null) where.and(`p.enterprise_id = ${where.param(enterpriseId)}`)
    if (after !== null) {
      where.and(
        `(p.valid_from, p.id) < (${where.param(after.validFrom)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await pool.query<PriceRow>(
      `select ${PRICE} from price_list p ${where.sql} order by p.valid_from desc, p.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
