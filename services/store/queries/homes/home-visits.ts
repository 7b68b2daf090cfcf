import type { Pool } from 'pg'
import { momentText } from '#domain/notifications/moment-text.ts'
import { epochMs } from '#domain/units.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'

export type VisitWish = {
  readonly planId: string
  readonly from: number
  readonly to: number
  readonly at: number
}

export type HomeVisit = {
  readonly planId: string
  readonly from: number
  readonly to: number
  /** Why an earlier time is not kept: told with an apology. */
  readonly reason: string | undefined
  readonly at: number
}

type Told = { readonly enterpriseId: string; readonly customerId: string }

/** When somebody comes for a planned inspection: agreed, and told to the customer in the same transaction. */
export const homeVisitQueries = (pool: Pool) => ({
  /** @returns false when the inspection is done */
  agree: (visit: HomeVisit): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<Told>(
        `update home_plan set visit_from = $2, visit_to = $3, visit_agreed_at = $4,
           wish_from = null, wish_to = null, wished_at = null where id = $1 and done_on is null
         returning enterprise_id as "enterpriseId", customer_id as "customerId"`,
        [visit.planId, instantParam(visit.from), instantParam(visit.to), instantParam(visit.at)],
      )
      const row = rows[0]
      if (row === undefined) return false
      const from = momentText(epochMs(visit.from))
      const to = momentText(epochMs(visit.to))
      const told = {
        enterpriseId: row.enterpriseId,
        key: `inspection-visit:${visit.planId}:${visit.from}`,
        channel: 'sms',
        to: { kind: 'customer', ref: row.customerId },
        // Whoever reads it after the visit learns nothing.
        expiresAt: visit.to,
      } as const
      const message =
        visit.reason === undefined
          ? ({ ...told, template: 'inspection-visit', params: { from, to } } as const)
          : ({
              ...told,
              template: 'inspection-moved',
              params: { from, to, reason: visit.reason },
            } as const)
      await enqueueNotifications(client, [message], visit.at)
      return true
    }),

  /** The customer asks for another time; what was agreed holds until somebody agrees anew. @returns false when the inspection is done */
  async wish({ planId, from, to, at }: VisitWish): Promise<boolean> {
    const { rowCount } = await pool.query(
      'update home_plan set wish_from = $2, wish_to = $3, wished_at = $4 where id = $1 and done_on is null',
      [planId, instantParam(from), instantParam(to), instantParam(at)],
    )
    return rowCount === 1
  },
})
