import type { Pool } from 'pg'
import type { Finding } from '#domain/finding.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { EventType } from '#domain/event-types.ts'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { closely } from '#store/reach.ts'
import { cylinderInScope, type Scope, stationInScope } from '#store/queries/scope.ts'

export type TraceRow = {
  readonly source: number
  readonly id: string
  readonly type: EventType
  readonly effectiveAt: number
  readonly at: number
  readonly recordedAt: number
  readonly stationId: string | null
  readonly deviceId: string | null
  readonly operator: string | null
  readonly scale: string | null
  readonly body: Record<string, unknown>
  readonly contextId: number
  readonly findings: readonly Finding[] | null
  readonly decidedAt: number
}

export type SupersededRow = {
  readonly source: number
  readonly id: string
  readonly findings: readonly Finding[] | null
  readonly decidedAt: number
  readonly supersededAt: number
}

export type TracePosition = {
  readonly effectiveAt: number
  readonly at: number
  readonly id: string
}

/** An event looked up by its id; `code` null = of no registered cylinder. */
export type FoundEvent = Pick<TraceRow, 'source' | 'id' | 'type' | 'operator' | 'body'> & {
  readonly code: string | null
}

/** Columns of an event; `d` is its device. */
export const EVENT = `l.source, l.event_id as id, l.type, ${ms('l.effective_at')} as "effectiveAt", ${ms('l.at')} as at,
  ${ms('l.recorded_at')} as "recordedAt", l.station_id as "stationId",
  case when l.source = 0 then null else d.device_id end as "deviceId", l.operator, l.scale, l.body,
  l.context_id as "contextId", l.findings, ${ms('l.decided_at')} as "decidedAt"`

export type TraceRequest = {
  readonly cylinderId: string
  /** Events known by then only. */
  readonly asOf: number | null
  readonly after: TracePosition | null
  readonly limit: number
  /** Whose stations' events are shown; the owner asks with everything. */
  readonly scope: Scope
}

export const traceQueries = (read: Pool) => ({
  async events(request: TraceRequest): Promise<readonly TraceRow[]> {
    const where = new Where()
    where.and(`l.cylinder_id = ${where.param(request.cylinderId)}`)
    if (request.asOf !== null)
      where.and(`l.recorded_at <= ${where.param(instantParam(request.asOf))}`)
    const { after, scope } = request
    if (after !== null) {
      const place = [instantParam(after.effectiveAt), instantParam(after.at), after.id]
      const [effectiveAt, at, id] = place.map((value) => where.param(value))
      where.and(
        `(l.effective_at, l.at, l.event_id) > (${effectiveAt}::timestamptz, ${at}::timestamptz, ${id}::uuid)`,
      )
    }
    if (scope.kind !== 'all') {
      const inScope = `exists (select from station s where s.id = l.station_id and ${stationInScope(where, scope, 's')})`
      where.and(scope.kind === 'region' ? `(l.station_id is null or ${inScope})` : inScope)
    }
    const limit = where.param(request.limit)
    // Prepared once a connection and shape: planning took as long as reading.
    const shape = `${request.asOf === null ? 'now' : 'then'}-${after === null ? 'first' : 'next'}`
    const { rows } = await closely(() =>
      read.query<TraceRow>({
        name: `trace-${shape}-${scope.kind}`,
        text: `select ${EVENT} from cylinder_life l left join device_name d on d.key = l.source
        ${where.sql} order by l.effective_at, l.at, l.event_id limit ${limit}`,
        values: where.values,
      }),
    )
    return rows
  },

  /** Who checked before the page begins, where no fill has used the check since; null on the first page. */
  async checkedBefore({
    cylinderId,
    asOf,
    after,
  }: TraceRequest): Promise<{ readonly operator: string | null } | null> {
    if (after === null) return null
    const { rows } = await read.query<{ type: EventType; operator: string | null }>({
      name: 'trace-checked-before',
      text: `select l.type, l.operator from cylinder_life l
        where l.cylinder_id = $1 and l.type in ('prefill.checked', 'fill.completed')
          and l.recorded_at <= coalesce($2::timestamptz, 'infinity')
          and (l.effective_at, l.at, l.event_id) <= ($3::timestamptz, $4::timestamptz, $5::uuid)
        order by l.effective_at desc, l.at desc, l.event_id desc limit 1`,
      values: [
        cylinderId,
        asOf === null ? null : instantParam(asOf),
        instantParam(after.effectiveAt),
        instantParam(after.at),
        after.id,
      ],
    })
    const last = rows[0]
    return last?.type === 'prefill.checked' ? { operator: last.operator } : null
  },

  /** Earlier verdicts of these events, oldest first. Asked with the source: it leads the key. */
  async superseded(
    events: readonly { readonly source: number; readonly id: string }[],
  ): Promise<readonly SupersededRow[]> {
    if (events.length === 0) return []
    const { rows } = await closely(() =>
      read.query<SupersededRow>({
        name: 'trace-superseded',
        text: `select v.source, v.event_id as id, v.findings, ${ms('v.decided_at')} as "decidedAt",
         ${ms('v.superseded_at')} as "supersededAt"
       from unnest($1::int[], $2::uuid[]) as k (source, event_id)
       join superseded_verdict v using (source, event_id) order by v.superseded_at`,
        values: [events.map(({ source }) => source), events.map(({ id }) => id)],
      }),
    )
    return rows
  },

  /**
   * Events with this id within reach: of the enterprise's stations, and what was told of its cylinders at no station. Source by
   * source, because the source leads the key: ids are unique within one alone.
   */
  async byEventId(scope: Scope, id: string): Promise<readonly FoundEvent[]> {
    const where = new Where()
    const event = where.param(id)
    const reach = stationInScope(where, scope, 's')
    // Whoever merely holds a cylinder annuls nothing that its owner told of it.
    const owned =
      scope.kind === 'enterprise'
        ? `c.owner_id = ${where.param(scope.enterpriseId)}`
        : cylinderInScope(where, scope, 'c')
    where.and(`case when l.station_id is null then ${owned}
      else exists (select from station s where s.id = l.station_id and ${reach}) end`)
    const { rows } = await closely(() =>
      read.query<FoundEvent>(
        `select l.source, l.event_id as id, l.type, l.operator, l.body, c.code
       from (select 0 as key union all select d.key from device d join station s on s.id = d.station_id where ${reach}) k
       join cylinder_life l on l.source = k.key and l.event_id = ${event}::uuid
       left join cylinder c on c.id = l.cylinder_id ${where.sql} limit 10`,
        where.values,
      ),
    )
    return rows
  },

  /** Ids of the events that annul this one. */
  async annulments(cylinderId: string, eventId: string): Promise<readonly string[]> {
    const { rows } = await closely(() =>
      read.query<{ id: string }>(
        `select event_id as id from cylinder_life
       where cylinder_id = $1 and type = 'event.annulled' and lower(body->>'eventId') = lower($2)`,
        [cylinderId, eventId],
      ),
    )
    return rows.map(({ id }) => id)
  },

  async contexts(ids: readonly number[]): Promise<ReadonlyMap<number, JudgingContext>> {
    const { rows } = await read.query<{ id: number; body: JudgingContext }>(
      'select id, body from judging_context where id = any($1::int[])',
      [ids],
    )
    return new Map(rows.map((row) => [row.id, row.body]))
  },
})
