import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type RedactionRow = {
  readonly id: string
  readonly eventId: string | null
  readonly rejectedMessageId: string | null
  readonly fields: readonly string[]
  readonly reason: string
  readonly redactedBy: string
  readonly redactedAt: number
  readonly sha256: string
  readonly bytes: number
}

export type NewRedaction = {
  readonly id: string
  readonly reason: string
  readonly by: string
  readonly at: number
}

export type EventPlace = {
  readonly source: number
  readonly stationId: string | null
  readonly deviceId: string | null
  readonly type: string
  readonly enterpriseId: string | null
}

const REDACTION = `r.id, r.event_id as "eventId", r.rejection_id::text as "rejectedMessageId", r.fields, r.reason,
  r.redacted_by as "redactedBy", ${ms('r.redacted_at')} as "redactedAt", encode(r.sha256, 'hex') as sha256, r.bytes`

/** Emptied bytes; the functions of the migration empty them and keep the record in one go. */
export const redactionQueries = (pool: Pool) => ({
  /** Events with this id at stations in scope, or told of a cylinder in scope at none. */
  async events(scope: Scope, eventId: string): Promise<readonly EventPlace[]> {
    const where = new Where()
    const id = where.param(eventId)
    where.and(
      scope.kind === 'all'
        ? 'true'
        : `exists (select from enterprise e where e.id = coalesce(s.enterprise_id, c.owner_id)
            and ${enterpriseInScope(where, scope, 'e')})`,
    )
    const { rows } = await pool.query<EventPlace>(
      `select l.source, l.station_id as "stationId", d.device_id as "deviceId", l.type,
         (select e.id from enterprise e where e.id = coalesce(s.enterprise_id, c.owner_id)) as "enterpriseId"
       from (select 0 as key, null as device_id union all select key, device_id from device where key <> 0) d
       join cylinder_life l on l.source = d.key and l.event_id = ${id}::uuid
       left join station s on s.id = l.station_id left join cylinder c on c.id = l.cylinder_id ${where.sql} limit 10`,
      where.values,
    )
    return rows
  },

  /** @returns false when it was emptied before, null when there is no such event */
  async event(
    { source, enterpriseId }: EventPlace,
    eventId: string,
    fields: readonly string[],
    { id, reason, by, at }: NewRedaction,
  ): Promise<boolean | null> {
    const { rows } = await pool.query<{ done: boolean | null }>(
      'select redact_event($1, $2, $3, $4, $5, $6, $7, $8) as done',
      [id, source, eventId, fields, enterpriseId, reason, by, instantParam(at)],
    )
    return rows[0]?.done ?? null
  },

  async rejection(
    rejectionId: string,
    stationId: string,
    { id, reason, by, at }: NewRedaction,
  ): Promise<boolean | null> {
    const { rows } = await pool.query<{ done: boolean | null }>(
      `select redact_rejection($1, $2, (select s.enterprise_id from station s where s.id = $3), $4, $5, $6) as done`,
      [id, rejectionId, stationId, reason, by, instantParam(at)],
    )
    return rows[0]?.done ?? null
  },

  /** By the event or the rejection that it emptied. */
  async of(what: { eventId?: string; rejectionId?: string }): Promise<RedactionRow | null> {
    const { rows } = await pool.query<RedactionRow>(
      `select ${REDACTION} from redaction r where r.event_id = $1 or r.rejection_id = $2 order by r.redacted_at desc limit 1`,
      [what.eventId ?? null, what.rejectionId ?? null],
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly RedactionRow[]> {
    const where = new Where()
    if (scope.kind !== 'all') {
      where.and(
        `exists (select from enterprise e where e.id = r.enterprise_id and ${enterpriseInScope(where, scope, 'e')})`,
      )
    }
    if (before !== null) {
      const [at, id] = [where.param(instantParam(before.at)), where.param(before.id)]
      where.and(`(r.redacted_at, r.id) < (${at}::timestamptz, ${id}::uuid)`)
    }
    const { rows } = await pool.query<RedactionRow>(
      `select ${REDACTION} from redaction r ${where.sql} order by r.redacted_at desc, r.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** When the bytes of these events were emptied, by `source/id`. */
  async ofEvents(
    events: readonly { readonly source: number; readonly id: string }[],
  ): Promise<ReadonlyMap<string, number>> {
    if (events.length === 0) return new Map()
    const { rows } = await pool.query<{ source: number; id: string; at: number }>({
      name: 'trace-redacted',
      text: `select r.source, r.event_id as id, ${ms('r.redacted_at')} as at
        from unnest($1::int[], $2::uuid[]) as k (source, event_id) join redaction r using (source, event_id)`,
      values: [events.map(({ source }) => source), events.map(({ id }) => id)],
    })
    return new Map(rows.map(({ source, id, at }) => [`${source}/${id}`, at]))
  },
})
