import type { Pool, PoolClient } from 'pg'
import { chart } from '#domain/money/chart.ts'
import { cashUpEntry } from '#domain/money/posting.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { postEntry } from './post-entries.ts'
import { timeKeyOlder, type TimeKey } from './time-key.ts'

export type CashUpRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly courierId: string
  readonly expectedFen: number
  readonly countedFen: number
  readonly note: string | null
  readonly receivedBy: string
  readonly countedAt: number
}

export type NewCashUp = Omit<CashUpRow, 'expectedFen'>

export type PocketRow = {
  readonly courierId: string
  readonly username: string
  readonly balanceFen: number
}

const CASH_UP = `u.id, u.enterprise_id as "enterpriseId", u.courier_id as "courierId", u.expected_fen::float8 as "expectedFen",
  u.counted_fen::float8 as "countedFen", u.note, u.received_by as "receivedBy", ${ms('u.counted_at')} as "countedAt"`

const byId = async (client: Pick<PoolClient, 'query'>, id: string): Promise<CashUpRow | null> => {
  const { rows } = await client.query<CashUpRow>(
    `select ${CASH_UP} from cash_up u where u.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

const pocketOf = async (
  client: PoolClient,
  { enterpriseId, courierId }: NewCashUp,
): Promise<number> => {
  const { rows } = await client.query<{ fen: number }>(
    `select coalesce(sum(debit_fen - credit_fen), 0)::float8 as fen from journal_line
     where enterprise_id = $1 and user_id = $2 and account = $3`,
    [enterpriseId, courierId, chart.courierCash.code],
  )
  return rows[0]?.fen ?? 0
}

/** 交款: couriers hand in what they took at doors; what was told late is part of the next one. */
export const cashUpQueries = (pool: Pool, read: Pool) => ({
  /** A repeat with the same id finds its row. @returns the sum that was expected, when it differs and nobody says why */
  create: (fresh: NewCashUp): Promise<CashUpRow | { readonly expectedFen: number }> =>
    inTransaction(pool, async (client) => {
      const lock = `select pg_advisory_xact_lock(hashtextextended('pocket ' || $1, 0))`
      await client.query(lock, [fresh.courierId])
      const known = await byId(client, fresh.id)
      if (known !== null) return known
      const expectedFen = await pocketOf(client, fresh)
      if (expectedFen !== fresh.countedFen && fresh.note === null) return { expectedFen }
      const at = fresh.countedAt
      const entryId = await postEntry(
        client,
        cashUpEntry(fresh.id, fresh.courierId, { expectedFen, countedFen: fresh.countedFen }),
        { enterpriseId: fresh.enterpriseId, happenedAt: at, recordedAt: at, by: fresh.receivedBy },
      )
      await client.query(
        `insert into cash_up (id, enterprise_id, courier_id, expected_fen, counted_fen, note, entry_id, received_by, counted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          fresh.id,
          fresh.enterpriseId,
          fresh.courierId,
          expectedFen,
          fresh.countedFen,
          fresh.note,
          entryId,
          fresh.receivedBy,
          instantParam(at),
        ],
      )
      return { ...fresh, expectedFen }
    }),

  /** Newest first. */
  async list(
    scope: Scope,
    courierId: string | undefined,
    limit: number,
    after: TimeKey,
  ): Promise<readonly CashUpRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'u'))
    if (courierId !== undefined) where.and(`u.courier_id = ${where.param(courierId)}`)
    timeKeyOlder(where, 'u.counted_at', 'u.id', after)
    const { rows } = await read.query<CashUpRow>(
      `select ${CASH_UP} from cash_up u ${where.sql} order by u.counted_at desc, u.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Who has cash of the enterprise in their pocket, most first. */
  async pockets(enterpriseId: string, courierId: string | null): Promise<readonly PocketRow[]> {
    const { rows } = await pool.query<PocketRow>(
      `select u.id as "courierId", u.username, p.fen::float8 as "balanceFen"
       from (select user_id, sum(debit_fen - credit_fen) as fen from journal_line
         where enterprise_id = $1 and user_id is not null and account = $2 and ($3::uuid is null or user_id = $3)
         group by user_id) p
       join app_user u on u.id = p.user_id where p.fen <> 0 order by p.fen desc, u.id limit 500`,
      [enterpriseId, chart.courierCash.code, courierId],
    )
    return rows
  },
})
