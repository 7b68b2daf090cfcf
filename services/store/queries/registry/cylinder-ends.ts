import type { Pool } from 'pg'
import { instantParam } from '#store/queries/queryable.ts'
import { closely } from '#store/reach.ts'

export type Destruction = {
  readonly cylinderId: string
  readonly eventId: string
  readonly method: string
  readonly evidence: string
  readonly certificateNo: string | null
  readonly photoSha256: readonly string[]
  readonly witness: string | null
  readonly by: string
  readonly at: number
}

export type Purchase = {
  readonly cylinderId: string
  readonly eventId: string
  readonly enterpriseId: string
  readonly contractNo: string
  readonly sellerRef: string | null
  readonly priceFen: number | null
  readonly by: string
  readonly at: number
}

/** Papers beside the events: what was destroyed on which record, what was bought under which contract. Repeats change nothing. */
export const cylinderEndQueries = (pool: Pool) => ({
  /** Closely: a lab destroys what is another company's. */
  async destroyed(row: Destruction): Promise<void> {
    await closely(() =>
      pool.query(
        `insert into destruction (cylinder_id, event_id, method, evidence, certificate_no, photo_sha256, witness, destroyed_by, destroyed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (cylinder_id) do nothing`,
        [
          row.cylinderId,
          row.eventId,
          row.method,
          row.evidence,
          row.certificateNo,
          row.photoSha256,
          row.witness,
          row.by,
          instantParam(row.at),
        ],
      ),
    )
  },

  async bought(row: Purchase): Promise<void> {
    await pool.query(
      `insert into cylinder_purchase (cylinder_id, event_id, enterprise_id, contract_no, seller_ref, price_fen, bought_by, bought_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        row.cylinderId,
        row.eventId,
        row.enterpriseId,
        row.contractNo,
        row.sellerRef,
        row.priceFen,
        row.by,
        instantParam(row.at),
      ],
    )
  },
})
