import type { Pool } from 'pg'
import type { NewNotification } from '#domain/notifications/notification.ts'
import { enqueueSecret } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'
import type { PersonVault } from '#store/people/person-vault.ts'

export type VisitCode = {
  readonly hash: string
  readonly sentAt: number
  readonly until: number
  readonly attempts: number
  readonly provenAt: number | null
}

export type NewVisitCode = {
  readonly orderId: string
  readonly enterpriseId: string
  readonly code: string
  readonly hash: string
  readonly sentAt: number
  readonly until: number
}

/** The code that a customer may give for a signature: one an order, the last one counts. */
export const visitCodeQueries = (pool: Pool, vault: PersonVault) => ({
  /** Keeps its hash, and tells the customer, or neither. @returns false when nobody can be told any more */
  send: (code: NewVisitCode, told: NewNotification & { to: { kind: 'customer' } }) =>
    inTransaction(pool, async (client): Promise<boolean> => {
      const { orderId, enterpriseId, hash, sentAt, until } = code
      await client.query(
        `insert into visit_code (order_id, enterprise_id, hash, sent_at, until) values ($1, $2, $3, $4, $5)
         on conflict (order_id) do update
         set hash = excluded.hash, sent_at = excluded.sent_at, until = excluded.until, attempts = 0, proven_at = null`,
        [orderId, enterpriseId, hash, instantParam(sentAt), instantParam(until)],
      )
      const sent = await enqueueSecret(client, vault, told, { code: code.code }, sentAt)
      if (!sent) await client.query('delete from visit_code where order_id = $1', [orderId])
      return sent
    }),

  async of(orderId: string): Promise<VisitCode | null> {
    const { rows } = await pool.query<VisitCode>(
      `select hash, ${ms('sent_at')} as "sentAt", ${ms('until')} as until, attempts, ${ms('proven_at')} as "provenAt"
       from visit_code where order_id = $1`,
      [orderId],
    )
    return rows[0] ?? null
  },

  /** Counts a guess before it is looked at, so that guesses side by side count too. @returns false when none is left */
  async guess(orderId: string, most: number): Promise<boolean> {
    const { rowCount } = await pool.query(
      'update visit_code set attempts = attempts + 1 where order_id = $1 and attempts < $2',
      [orderId, most],
    )
    return rowCount === 1
  },

  async prove(orderId: string, at: number): Promise<void> {
    await pool.query(
      'update visit_code set proven_at = coalesce(proven_at, $2) where order_id = $1',
      [orderId, instantParam(at)],
    )
  },
})
