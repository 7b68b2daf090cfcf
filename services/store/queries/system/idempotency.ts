import type { Pool } from 'pg'
import { instantParam } from '#store/queries/queryable.ts'

export type ClaimedKey =
  | { readonly state: 'mine' }
  | { readonly state: 'running' }
  | { readonly state: 'other-request' }
  | { readonly state: 'done'; readonly status: number; readonly body: Buffer }

/** A key that nobody renewed for so long belongs to a process that died: whoever asks next runs. */
const ABANDONED_MS = 15_000

export const idempotencyQueries = (pool: Pool) => ({
  /** One statement decides who runs: of concurrent repeats exactly one gets `mine`. */
  async claim(userId: string, key: string, sha256: Buffer, now: number): Promise<ClaimedKey> {
    const claimed = await pool.query(
      `insert into idempotency_key (user_id, key, request_sha256, created_at) values ($1, $2, $3, $4)
       on conflict (user_id, key) do update set created_at = excluded.created_at
       where idempotency_key.status is null and idempotency_key.created_at < $5
         and idempotency_key.request_sha256 = excluded.request_sha256
       returning key`,
      [userId, key, sha256, instantParam(now), instantParam(now - ABANDONED_MS)],
    )
    if ((claimed.rowCount ?? 0) > 0) return { state: 'mine' }
    const { rows } = await pool.query<{
      same: boolean
      status: number | null
      body: Buffer | null
    }>(
      'select request_sha256 = $3 as same, status, body from idempotency_key where user_id = $1 and key = $2',
      [userId, key, sha256],
    )
    const row = rows[0]
    if (row === undefined) return { state: 'running' }
    if (!row.same) return { state: 'other-request' }
    if (row.status === null || row.body === null) return { state: 'running' }
    return { state: 'done', status: row.status, body: row.body }
  },

  async finish(userId: string, key: string, status: number, body: Buffer): Promise<void> {
    await pool.query(
      'update idempotency_key set status = $3, body = $4 where user_id = $1 and key = $2',
      [userId, key, status, body],
    )
  },

  async touch(userId: string, key: string, now: number): Promise<void> {
    await pool.query(
      'update idempotency_key set created_at = $3 where user_id = $1 and key = $2 and status is null',
      [userId, key, instantParam(now)],
    )
  },

  /** After a failure of ours the same request may be tried again. */
  async forget(userId: string, key: string): Promise<void> {
    await pool.query(
      'delete from idempotency_key where user_id = $1 and key = $2 and status is null',
      [userId, key],
    )
  },

  /** For a job: keys live a day. */
  async purge(before: number): Promise<number> {
    const { rowCount } = await pool.query('delete from idempotency_key where created_at < $1', [
      instantParam(before),
    ])
    return rowCount ?? 0
  },
})
