import type { Pool, PoolClient } from 'pg'
import { accountOfCode } from '#domain/money/chart.ts'
import { type EntryKind, type Line, reversedLines } from '#domain/money/posting.ts'
import { inTransaction, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { postEntry } from './post-entries.ts'

export type LineRow = {
  readonly code: string
  readonly debitFen: number
  readonly creditFen: number
  readonly userId: string | null
  readonly model: string | null
}

export type EntryRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly kind: EntryKind
  readonly source: string
  readonly customerId: string | null
  readonly orderId: string | null
  readonly bookedOn: string
  readonly happenedAt: number
  readonly recordedAt: number
  readonly totalFen: number
  readonly reverses: string | null
  readonly reversedBy: string | null
  readonly reason: string | null
  readonly lines: readonly LineRow[]
}

export type Reversed =
  | 'reversed'
  | 'repeated'
  | 'reversed-before'
  | 'not-reversible'
  | 'deposit-moved'

const ENTRY = `e.id, e.no::text as no, e.enterprise_id as "enterpriseId", e.kind, e.source, e.customer_id as "customerId",
  e.order_id as "orderId", e.booked_on::text as "bookedOn", ${ms('e.happened_at')} as "happenedAt",
  ${ms('e.recorded_at')} as "recordedAt", e.total_fen::float8 as "totalFen", e.reverses,
  (select r.id from journal_entry r where r.reverses = e.id) as "reversedBy", e.reason,
  (select json_agg(json_build_object('code', l.account, 'debitFen', l.debit_fen, 'creditFen', l.credit_fen,
     'userId', l.user_id, 'model', l.model) order by l.line) from journal_line l where l.entry_id = e.id) as lines`

/** What a person may take back; a signed claim and a cash-up stand, another fact corrects them. */
const REVERSIBLE: readonly EntryKind[] = ['sale', 'payment', 'deposit-released', 'refund']

const lineOf = ({ code, debitFen, creditFen, userId, model }: LineRow): Line => {
  const account = accountOfCode(code)
  if (account === null) throw new Error(`account ${code} is not in the chart`)
  const more = { account, userId: userId ?? undefined, model: model ?? undefined }
  return debitFen > 0
    ? { side: 'debit', fen: debitFen, ...more }
    : { side: 'credit', fen: creditFen, ...more }
}

/** What the entry had made of deposits and receipts goes with it. @returns false when the deposit has moved on since */
const undoDeposits = async (client: PoolClient, { id, kind }: EntryRow, at: Date) => {
  if (kind === 'deposit-released') {
    await client.query(
      `update deposit set state = 'held', released_at = null, release_entry_id = null, return_id = null, proof = null
       where release_entry_id = $1`,
      [id],
    )
  }
  if (kind !== 'sale') return true
  const { rows } = await client.query<{ state: string }>(
    'select state from deposit where entry_id = $1 order by id for update',
    [id],
  )
  if (rows.some(({ state }) => state !== 'held')) return false
  await client.query(`update deposit set state = 'void' where entry_id = $1`, [id])
  await client.query('update receipt set voided_at = $2 where entry_id = $1', [id, at])
  return true
}

export type JournalFilter = {
  readonly customerId?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** 记账凭证, newest first, and their reversal. */
export const journalQueries = (pool: Pool, read: Pool) => ({
  async byId(scope: Scope, id: string): Promise<EntryRow | null> {
    const where = new Where()
    where.and(`e.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 'e'))
    const sql = `select ${ENTRY} from journal_entry e ${where.sql}`
    return (await pool.query<EntryRow>(sql, where.values)).rows[0] ?? null
  },

  /** `oldestFirst` for books that are read out from their beginning. */
  async list(
    scope: Scope,
    filter: JournalFilter,
    limit: number,
    after: string | null,
    oldestFirst = false,
  ): Promise<readonly EntryRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'e'))
    const { customerId, from, to } = filter
    if (customerId !== undefined) where.and(`e.customer_id = ${where.param(customerId)}`)
    if (from !== undefined) where.and(`e.booked_on >= ${where.param(from)}::date`)
    if (to !== undefined) where.and(`e.booked_on <= ${where.param(to)}::date`)
    if (after !== null) where.and(`e.no ${oldestFirst ? '>' : '<'} ${where.param(after)}::int8`)
    const { rows } = await read.query<EntryRow>(
      `select ${ENTRY} from journal_entry e ${where.sql} order by e.no ${oldestFirst ? '' : 'desc'}
       limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** `repeated` = this very request did it before. */
  reverse: (
    entry: EntryRow,
    by: {
      readonly requestId: string
      readonly userId: string
      readonly at: number
      reason: string
    },
  ): Promise<Reversed> =>
    inTransaction(pool, async (client) => {
      if (!REVERSIBLE.includes(entry.kind)) return 'not-reversible'
      await client.query(`select pg_advisory_xact_lock(hashtextextended('entry ' || $1, 0))`, [
        entry.id,
      ])
      const before = await client.query<{ source: string }>(
        'select source from journal_entry where reverses = $1',
        [entry.id],
      )
      const source = `reversal:${by.requestId}`
      const done = before.rows[0]
      if (done !== undefined) return done.source === source ? 'repeated' : 'reversed-before'
      if (!(await undoDeposits(client, entry, new Date(by.at)))) return 'deposit-moved'
      const { customerId, orderId } = entry
      const lines = reversedLines(entry.lines.map(lineOf))
      const { at } = by
      await postEntry(
        client,
        { kind: 'reversal', source, customerId, orderId, lines },
        {
          enterpriseId: entry.enterpriseId,
          happenedAt: at,
          recordedAt: at,
          by: by.userId,
          reverses: entry.id,
          reason: by.reason,
        },
      )
      return 'reversed'
    }),
})
