import type { Pool } from 'pg'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'

type Due = {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly dueOn: string
}

/** Begun, not over, nobody has been there, and nobody was told. */
const DUE = `
  select h.id, h.enterprise_id as "enterpriseId", h.customer_id as "customerId", h.due_on::text as "dueOn"
  from home_plan h join premises m on m.id = h.premises_id and m.closed_at is null
  where h.done_on is null and h.due_told_at is null and h.from_on <= $1::date and h.due_on between $1::date and $2::date
  order by h.due_on, h.id limit $3 for update of h skip locked`

/** Tells customers that the inspection of their home is due (R000-5.2.2), some at a time. */
export class HomeDueStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** `until` = the last day that is told of today. @returns false when everybody was told */
  tellSome(
    { today, until, now }: { readonly today: string; readonly until: string; readonly now: number },
    limit: number,
  ): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<Due>(DUE, [today, until, limit])
      await enqueueNotifications(
        client,
        rows.map(({ id, enterpriseId, customerId, dueOn }) => ({
          enterpriseId,
          key: `inspection-due:${id}`,
          channel: 'in-app',
          to: { kind: 'customer', ref: customerId },
          template: 'inspection-due',
          params: { dueOn },
        })),
        now,
      )
      await client.query('update home_plan set due_told_at = $2 where id = any($1::uuid[])', [
        rows.map(({ id }) => id),
        instantParam(now),
      ])
      return rows.length === limit
    })
  }
}
