import type { Pool } from 'pg'
import { inTransaction, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { type HeldDeposit, releaseDeposit } from './settle-deposits.ts'
import { timeKeyOlder, type TimeKey } from './time-key.ts'

export type DepositState = 'held' | 'released' | 'void'

export type DepositRow = HeldDeposit & {
  readonly takenAt: number
  readonly state: DepositState
  readonly releasedAt: number | null
  readonly returnId: string | null
}

const DEPOSIT = `d.id, d.enterprise_id as "enterpriseId", d.customer_id as "customerId", d.order_id as "orderId", d.code, d.model,
  d.amount_fen as "amountFen", ${ms('d.taken_at')} as "takenAt", d.state, ${ms('d.released_at')} as "releasedAt",
  d.return_id as "returnId"`

/** 押金: what was taken for each cylinder, and when it became the customer's own again. */
export const depositQueries = (pool: Pool, read: Pool) => {
  const one = async (scope: Scope, id: string): Promise<DepositRow | null> => {
    const where = new Where()
    where.and(`d.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 'd'))
    const sql = `select ${DEPOSIT} from deposit d ${where.sql}`
    return (await pool.query<DepositRow>(sql, where.values)).rows[0] ?? null
  }
  return {
    byId: one,

    /** Newest first. */
    async list(
      scope: Scope,
      filter: { readonly customerId?: string | undefined; readonly state: DepositState | 'all' },
      limit: number,
      after: TimeKey,
    ): Promise<readonly DepositRow[]> {
      const where = new Where()
      where.and(heldInScope(where, scope, 'd'))
      if (filter.state !== 'all') where.and(`d.state = ${where.param(filter.state)}`)
      if (filter.customerId !== undefined) {
        where.and(`d.customer_id = ${where.param(filter.customerId)}`)
      }
      timeKeyOlder(where, 'd.taken_at', 'd.id', after)
      const { rows } = await read.query<DepositRow>(
        `select ${DEPOSIT} from deposit d ${where.sql} order by d.taken_at desc, d.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },

    /** Without a return of that cylinder. @returns false when it is not held any more */
    release: (
      id: string,
      release: { readonly at: number; readonly by: string; reason: string; proof: unknown },
    ): Promise<boolean> =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<DepositRow>(
          `select ${DEPOSIT} from deposit d where d.id = $1 and d.state = 'held' for update`,
          [id],
        )
        const held = rows[0]
        if (held === undefined) return false
        const { at, ...more } = release
        await releaseDeposit(client, held, {
          ...more,
          happenedAt: at,
          recordedAt: at,
          returnId: null,
        })
        return true
      }),
  }
}
