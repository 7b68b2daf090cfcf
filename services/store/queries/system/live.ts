import type { Pool } from 'pg'
import type { Finding } from '#domain/finding.ts'
import { instantParam, ms } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** Whom a piece of news concerns. */
type Concerns = {
  readonly enterpriseId: string | null
  readonly ownerId: string | null
  readonly region: string | null
}

export type FindingNews = Concerns & {
  readonly source: number
  readonly id: string
  readonly type: string
  readonly at: number
  readonly recordedAt: number
  readonly stationId: string | null
  readonly code: string | null
  readonly findings: readonly Finding[]
}

export type WorkNews = Concerns & {
  readonly id: string
  readonly kind: string
  readonly code: string | null
  readonly openedAt: number
  readonly dueAt: number | null
}

export type RejectedNews = Concerns & {
  readonly id: string
  readonly receivedAt: number
  readonly topic: string
  readonly rejection: string
  readonly message: string
}

export type LivePosition = { readonly work: string; readonly rejected: string }

const LIMIT = 500

/**
 * What is new since a position, by the indexes that exist anyway: watching costs ingest nothing. Beyond reach: one look serves all who
 * watch, and the feed tells each what concerns them.
 */
export const liveQueries = (read: Pool) => ({
  async position(): Promise<LivePosition> {
    const { rows } = await beyondReach(() =>
      read.query<LivePosition>(
        `select coalesce((select max(id) from work_item), 0)::text as work,
         coalesce((select max(id) from rejected_message), 0)::text as rejected`,
      ),
    )
    return rows[0] ?? { work: '0', rejected: '0' }
  },

  /** Findings recorded after `since` on events that took effect after `effectiveFrom`. */
  async findings(since: number, effectiveFrom: number): Promise<readonly FindingNews[]> {
    const { rows } = await beyondReach(() =>
      read.query<FindingNews>({
        name: 'live-findings',
        text: `select l.source, l.event_id as id, l.type, ${ms('l.at')} as at, ${ms('l.recorded_at')} as "recordedAt",
          l.station_id as "stationId", c.code, l.findings, s.enterprise_id as "enterpriseId", s.region,
          c.owner_id as "ownerId"
        from cylinder_life l
        left join cylinder c on c.id = l.cylinder_id
        left join station s on s.id = l.station_id
        where l.findings is not null and l.effective_at > $2 and l.recorded_at > $1
        order by l.recorded_at limit 5000`,
        values: [instantParam(since), instantParam(effectiveFrom)],
      }),
    )
    return rows
  },

  async work(after: string): Promise<readonly WorkNews[]> {
    const { rows } = await beyondReach(() =>
      read.query<WorkNews>({
        name: 'live-work',
        text: `select w.id::text as id, w.kind, c.code, ${ms('w.opened_at')} as "openedAt", ${ms('w.due_at')} as "dueAt",
          s.enterprise_id as "enterpriseId", s.region, c.owner_id as "ownerId"
        from work_item w
        join cylinder c on c.id = w.cylinder_id
        left join cylinder_life l on l.source = w.source and l.event_id = w.event_id
        left join station s on s.id = l.station_id
        where w.id > $1 order by w.id limit ${LIMIT}`,
        values: [after],
      }),
    )
    return rows
  },

  async rejected(after: string): Promise<readonly RejectedNews[]> {
    const { rows } = await beyondReach(() =>
      read.query<RejectedNews>({
        name: 'live-rejected',
        text: `select r.id::text as id, ${ms('r.received_at')} as "receivedAt", r.topic, r.code as rejection, r.message,
          s.enterprise_id as "enterpriseId", s.region, null as "ownerId"
        from rejected_message r left join station s on s.id = r.station_id
        where r.id > $1 order by r.id limit ${LIMIT}`,
        values: [after],
      }),
    )
    return rows
  },
})
