import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { pricesOn, type PriceRow } from '#store/queries/sales/prices.ts'
import { type WarningRow, warningsInForce } from './supply-warnings.ts'
import { beyondReach } from '#store/reach.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'
import type { Day } from '#domain/units.ts'

export type PublicProfileRow = {
  readonly enterpriseId: string
  readonly validFrom: string
  readonly body: Readonly<Record<string, unknown>>
  readonly late: boolean
  readonly lateReason: string | null
  readonly clause: string | null
}

export type PublicNoticeRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly stationId: string | null
  readonly stationName: string | null
  readonly effectiveOn: string
  readonly content: Readonly<Record<string, unknown>>
  readonly earliestOn: string
  readonly provisional: boolean
  readonly late: boolean
  readonly lateReason: string | null
  readonly clause: string
  readonly publishedAt: number
  readonly withdrawnAt: number | null
}

export type PublishedStation = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly licenceNo: string | null
  readonly licenceUntil: string | null
}

export type PublishedText = { readonly topic: string; readonly lang: string; readonly body: string }

/** All that anybody may know of an enterprise. */
export type Published = {
  readonly id: string
  readonly name: string
  readonly stations: readonly PublishedStation[]
  readonly prices: readonly PriceRow[]
  readonly profile: PublicProfileRow | null
  readonly nextProfile: PublicProfileRow | null
  readonly notices: readonly PublicNoticeRow[]
  readonly texts: readonly PublishedText[]
  readonly warnings: readonly WarningRow[]
}

type Saved = { readonly by: string; readonly at: number }

const PROFILE = `p.enterprise_id as "enterpriseId", p.valid_from::text as "validFrom", p.body, p.late, p.late_reason as "lateReason",
  p.clause`

const NOTICE = `n.id, n.enterprise_id as "enterpriseId", n.kind, n.station_id as "stationId", s.name as "stationName",
  n.effective_on::text as "effectiveOn", n.content, n.earliest_on::text as "earliestOn", n.provisional, n.late,
  n.late_reason as "lateReason", n.clause, ${ms('n.published_at')} as "publishedAt", ${ms('n.withdrawn_at')} as "withdrawnAt"`

/** Reviewed, the newest of each language; a translation only of the Chinese text that is shown. */
const TEXTS = `
  with newest as (
    select distinct on (t.topic, t.lang) t.topic, t.lang, t.version, t.source_version, t.body from public_text t
    where t.enterprise_id = $1 and t.state = 'reviewed' order by t.topic, t.lang, t.version desc)
  select n.topic, n.lang, n.body from newest n
  where n.lang = 'zh' or exists (select from newest z where z.topic = n.topic and z.lang = 'zh' and z.version = n.source_version)
  order by n.topic, n.lang`

export const publicInfoQueries = (pool: Pool, read: Pool) => ({
  /** Beyond reach: for anybody, and nothing but what its enterprise publishes. null = no such enterprise. */
  published: (enterpriseId: string, today: Day, now: number): Promise<Published | null> =>
    beyondReach(async () => {
      const found = await read.query<{ id: string; name: string }>(
        'select id, name from enterprise where id = $1',
        [enterpriseId],
      )
      const enterprise = found.rows[0]
      if (enterprise === undefined) return null
      const [stations, prices, profiles, notices, texts, warnings] = await Promise.all([
        read.query<PublishedStation>(
          `select id, name, region, licence_no as "licenceNo", licence_until::text as "licenceUntil" from station
           where enterprise_id = $1 order by id limit 500`,
          [enterpriseId],
        ),
        pricesOn(read, enterpriseId, today),
        read.query<PublicProfileRow>(
          `select ${PROFILE} from public_profile p where p.enterprise_id = $1 and p.valid_from >= coalesce(
             (select max(valid_from) from public_profile where enterprise_id = $1 and valid_from <= $2::date), '-infinity')
           order by p.valid_from limit 2`,
          [enterpriseId, today],
        ),
        read.query<PublicNoticeRow>(
          `select ${NOTICE} from public_notice n left join station s on s.id = n.station_id
           where n.enterprise_id = $1 and n.withdrawn_at is null and n.effective_on >= $2::date - 30
           order by n.effective_on, n.id limit 50`,
          [enterpriseId, today],
        ),
        read.query<PublishedText>(TEXTS, [enterpriseId]),
        warningsInForce(read, enterpriseId, now),
      ])
      const current = profiles.rows.find(({ validFrom }) => validFrom <= today) ?? null
      return {
        ...enterprise,
        stations: stations.rows,
        prices,
        profile: current,
        nextProfile: profiles.rows.find(({ validFrom }) => validFrom > today) ?? null,
        notices: notices.rows,
        texts: texts.rows,
        warnings,
      }
    }),

  /** The version in force on a day; null = nothing was published by then. */
  async profileOn(enterpriseId: string, on: string): Promise<PublicProfileRow | null> {
    const { rows } = await pool.query<PublicProfileRow>(
      `select ${PROFILE} from public_profile p where p.enterprise_id = $1 and p.valid_from <= $2::date
       order by p.valid_from desc limit 1`,
      [enterpriseId, on],
    )
    return rows[0] ?? null
  },

  /** @returns false when a version from that day stands */
  async addProfile(row: PublicProfileRow, { by, at }: Saved): Promise<boolean> {
    const { rowCount } = await pool.query(
      `insert into public_profile (enterprise_id, valid_from, body, late, late_reason, clause, recorded_by, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        row.enterpriseId,
        row.validFrom,
        JSON.stringify(row.body),
        row.late,
        row.lateReason,
        row.clause,
        by,
        instantParam(at),
      ],
    )
    return rowCount === 1
  },

  /** A repeat with the same id changes nothing. */
  async addNotice(
    row: Omit<PublicNoticeRow, 'publishedAt' | 'withdrawnAt' | 'stationName'>,
    { by, at }: Saved,
  ): Promise<void> {
    await pool.query(
      `insert into public_notice (id, enterprise_id, kind, station_id, effective_on, content, earliest_on, provisional, late,
         late_reason, clause, published_at, published_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (id) do nothing`,
      [
        row.id,
        row.enterpriseId,
        row.kind,
        row.stationId,
        row.effectiveOn,
        JSON.stringify(row.content),
        row.earliestOn,
        row.provisional,
        row.late,
        row.lateReason,
        row.clause,
        instantParam(at),
        by,
      ],
    )
  },

  /** By the day on which they take effect, the latest first; a regulator sees who was late. */
  async notices(
    scope: Scope,
    limit: number,
    after: { readonly on: string; readonly id: string } | null,
  ): Promise<readonly PublicNoticeRow[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (after !== null) {
      where.and(
        `(n.effective_on, n.id) < (${where.param(after.on)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<PublicNoticeRow>(
      `select ${NOTICE} from public_notice n join enterprise e on e.id = n.enterprise_id left join station s on s.id = n.station_id
       ${where.sql} order by n.effective_on desc, n.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async notice(scope: Scope, id: string): Promise<PublicNoticeRow | null> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    where.and(`n.id = ${where.param(id)}`)
    const { rows } = await pool.query<PublicNoticeRow>(
      `select ${NOTICE} from public_notice n join enterprise e on e.id = n.enterprise_id left join station s on s.id = n.station_id
       ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** @returns false when it was withdrawn before */
  async withdraw(id: string, { by, at }: Saved): Promise<boolean> {
    const { rowCount } = await pool.query(
      'update public_notice set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and withdrawn_at is null',
      [id, instantParam(at), by],
    )
    return rowCount === 1
  },
})
