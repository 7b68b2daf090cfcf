import type { Pool } from 'pg'
import type { NewRejection } from '#domain/store-ports.ts'
import { ms, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type RejectedRow = NewRejection & {
  readonly id: string
  readonly bytes: number
  readonly replayedAt: number | null
  readonly replayCode: string | null
  readonly redactedAt: number | null
}

/** So much of a message is shown in a list: 500 messages of 256 KiB would be an answer of 128 MB. */
export const SHOWN_BYTES = 4096

const REJECTED = `r.id::text as id, ${ms('r.received_at')} as "receivedAt", r.station_id as "stationId",
  r.device_id as "deviceId", r.topic, r.code, r.message, r.path, r.event_id as "eventId",
  octet_length(r.raw) as bytes, ${ms('r.replayed_at')} as "replayedAt", r.replay_code as "replayCode",
  ${ms('r.redacted_at')} as "redactedAt"`

const inScope = (where: Where, scope: Scope): string =>
  scope.kind === 'all'
    ? 'true'
    : `r.station_id in (select s.id from station s where ${stationInScope(where, scope, 's')})`

export const rejectedMessageQueries = (pool: Pool, read: Pool) => ({
  /** Newest first. */
  async list(
    scope: Scope,
    filter: { readonly stationId?: string | undefined; readonly code?: string | undefined },
    limit: number,
    before: string | null,
  ): Promise<readonly RejectedRow[]> {
    const where = new Where()
    where.and(inScope(where, scope))
    if (filter.stationId !== undefined) where.and(`r.station_id = ${where.param(filter.stationId)}`)
    if (filter.code !== undefined) where.and(`r.code = ${where.param(filter.code)}`)
    if (before !== null) where.and(`r.id < ${where.param(before)}`)
    const { rows } = await read.query<RejectedRow>(
      `select ${REJECTED}, substring(r.raw from 1 for ${SHOWN_BYTES}) as raw
       from rejected_message r ${where.sql} order by r.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** One message with all its bytes. */
  async byId(scope: Scope, id: string): Promise<RejectedRow | null> {
    const where = new Where()
    where.and(`r.id = ${where.param(id)}`)
    where.and(inScope(where, scope))
    const { rows } = await pool.query<RejectedRow>(
      `select ${REJECTED}, r.raw from rejected_message r ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },
})
