import type { Pool } from 'pg'
import type { Finding } from '#domain/finding.ts'
import { instantParam, ms } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** What a station's screen shows of its scales. */
const TYPES = [
  'fill.requested',
  'fill.permitted',
  'fill.denied',
  'fill.completed',
  'fill.aborted',
  'postfill.checked',
  'prefill.checked',
  'residual.weighed',
  'scale.checked',
  'operator.signed-in',
  'operator.signed-out',
]

export type StationEvent = {
  readonly batch: string
  readonly id: string
  readonly stationId: string
  readonly type: string
  readonly at: number
  readonly scale: string | null
  readonly operator: string | null
  readonly code: string | null
  readonly model: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
}

export type LiveSlice = {
  readonly id: string
  readonly stationId: string
  readonly scale: string
  readonly permitId: string | null
  readonly from: number
  readonly stepMs: number
  readonly grossG: readonly number[]
}

/** A batch holds at least one event: so far back a screen that has just been opened finds the fills under way. */
const RECENT_BATCHES = 2000

/** Told by batches, whose index is a few pages: looking costs ingest nothing. Beyond reach: one look serves all screens. */
export const stationLiveQueries = (read: Pool) => ({
  /** Where a new screen begins. */
  async position(): Promise<string> {
    const { rows } = await beyondReach(() =>
      read.query<{ from: string }>(
        `select greatest(coalesce(max(id), 0) - ${RECENT_BATCHES}, 0)::text as from from event_batch`,
      ),
    )
    return rows[0]?.from ?? '0'
  },

  /** In the order of their batches. */
  async events(stationIds: readonly string[], after: string): Promise<readonly StationEvent[]> {
    const { rows } = await beyondReach(() =>
      read.query<StationEvent>({
        name: 'station-live-events',
        text: `select l.batch_id::text as batch, l.event_id as id, l.station_id as "stationId", l.type, ${ms('l.at')} as at,
          coalesce(l.scale, l.body->>'scale') as scale, l.operator, c.code, c.model, l.body,
          coalesce(l.findings, '[]'::json) as findings
        from cylinder_life l left join cylinder c on c.id = l.cylinder_id
        where l.batch_id > $2 and l.station_id = any($1) and l.type = any($3)
        order by l.batch_id, l.at limit 2000`,
        values: [stationIds, after, TYPES],
      }),
    )
    return rows
  },

  /** Slices of weight curves that begin after `from`, as the scales' clocks say. */
  async slices(stationIds: readonly string[], from: number): Promise<readonly LiveSlice[]> {
    const { rows } = await beyondReach(() =>
      read.query<LiveSlice>({
        name: 'station-live-slices',
        // The list of scales is made first: into a view with a barrier no join is pushed, and its index begins with the scale.
        text: `select w.slice_id as id, s.station_id as "stationId", w.scale, w.permit_id as "permitId", ${ms('w.from_at')} as from,
          w.step_ms as "stepMs", w.gross_g as "grossG"
        from seen_weight_sample w join scale s on s.id = w.scale
        where w.scale = any(array(select id from scale where station_id = any($1))) and w.from_at > $2
        order by w.from_at limit 2000`,
        values: [stationIds, instantParam(from)],
      }),
    )
    return rows
  },
})
