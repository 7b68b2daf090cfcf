import type { Pool } from 'pg'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'
import { type HeadMemory, LedgerSetBack, refuseSetBack, treeSize } from './ledger-writer.ts'

/** `trace.example.cn/ledger` → `…~2` → `…~3`. */
const nextName = (origin: string, id: number): string => `${origin.replace(/~\d+$/, '')}~${id}`

export type Restored = {
  readonly origin: string
  readonly size: number
  /** How many leaves were published that are no more. */
  readonly lost: number
}

export type Declaration = {
  readonly reason: string
  readonly now: number
  /** The key is gone, not the history: another log begins all the same, because nobody can continue this one. */
  readonly keyLost: boolean
}

/**
 * Says that the database was set back behind a published checkpoint: from here on another log is written, under another name, that
 * begins with what is left and names what was lost. Whoever holds the old checkpoint sees that it was never continued.
 *
 * @returns null where nothing was set back
 */
export const declareRestored = (
  pool: Pool,
  memory: HeadMemory,
  { reason, now, keyLost }: Declaration,
): Promise<Restored | null> =>
  inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('lpg-trace ledger'))`)
    const { rows } = await client.query<{ id: number; origin: string }>(
      'select id, origin from ledger_log order by id desc limit 1',
    )
    const [log] = rows
    if (log === undefined) return null
    const size = await treeSize(client)
    const published = await memory.read(log.origin)
    const isSetBack = await refuseSetBack(client, published, size).then(
      () => false,
      (error: unknown) => {
        if (error instanceof LedgerSetBack) return true
        throw error
      },
    )
    if (!isSetBack && !keyLost) return null
    const id = log.id + 1
    const origin = nextName(log.origin, id)
    await client.query(
      `insert into ledger_log (id, origin, began_at, began_size, reason, lost_note) values ($1, $2, $3, $4, $5, $6)`,
      [id, origin, instantParam(now), size, reason, isSetBack ? (published?.note ?? null) : null],
    )
    return { origin, size, lost: Math.max(0, (published?.size ?? 0) - size) }
  })
