import type { Pool } from 'pg'
import type { ApiEvent } from '#domain/recorder.ts'
import { epochMs } from '#domain/units.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'

export type EventOfCylinder = { readonly code: string; readonly event: ApiEvent }

/** Writes down, in the transaction of the row that they belong to, which events are still to be recorded. */
export const keepUntold = async (
  client: Queryable,
  enterpriseId: string,
  recordedAt: number,
  events: readonly EventOfCylinder[],
): Promise<void> => {
  if (events.length === 0) return
  await client.query(
    `insert into untold_event (event_id, enterprise_id, kept_at, code, event)
     select e.id, $1, $2, e.code, e.event from unnest($3::uuid[], $4::text[], $5::json[]) e (id, code, event)
     on conflict do nothing`,
    [
      enterpriseId,
      instantParam(recordedAt),
      events.map(({ event }) => event.id),
      events.map(({ code }) => code),
      events.map(({ event }) => JSON.stringify(event)),
    ],
  )
}

export const untoldEventQueries = (pool: Pool) => ({
  /** The events stand in the lives. */
  async told(eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return
    await pool.query('delete from untold_event where event_id = any ($1::uuid[])', [eventIds])
  },

  /** What whoever wrote the rows has not recorded since; the oldest first. */
  async keptBefore(before: number, limit: number): Promise<readonly EventOfCylinder[]> {
    const { rows } = await pool.query<EventOfCylinder>(
      'select code, event from untold_event where kept_at < $1 order by kept_at, event_id limit $2',
      [instantParam(before), limit],
    )
    return rows.map(({ code, event }) => ({ code, event: { ...event, at: epochMs(event.at) } }))
  },
})

export type UntoldEventQueries = ReturnType<typeof untoldEventQueries>
