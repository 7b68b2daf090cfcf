import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { type EventOfCylinder, keepUntold } from '#store/queries/system/untold-events.ts'
import { ofEnterprise } from './vehicles.ts'

type Zone = 'full' | 'empty'

export type CountRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly siteId: string
  readonly zone: Zone | null
  readonly state: 'open' | 'closed'
  readonly openedAt: number
  readonly closedAt: number | null
  readonly expected: number | null
  readonly scanned: number
  readonly missing: number
  readonly unexpected: number
  readonly wrongCondition: number
  readonly unregistered: number
  readonly unresolved: number
}

export type NewCount = Pick<CountRow, 'id' | 'enterpriseId' | 'siteId' | 'zone' | 'openedAt'> & {
  readonly openedBy: string
}

export type CountScan = {
  readonly code: string
  readonly condition: Zone | null
  readonly at: number
}

export type DifferenceRow = {
  readonly code: string
  readonly kind: 'missing' | 'unexpected' | 'wrong-condition' | 'unregistered'
  readonly believed: {
    readonly kind: string
    readonly id: string | null
    readonly content: string
    readonly zone: string | null
    readonly since: number | null
  } | null
  readonly seen: Zone | null
  readonly resolution: string | null
  readonly reason: string | null
  readonly eventId: string | null
  readonly resolvedAt: number | null
}

export type Resolution = {
  readonly resolution: string
  readonly reason: string
  readonly by: string
  readonly at: number
}

const differencesOf = (kind: string): string =>
  `(select count(*)::int from stock_difference d where d.count_id = k.id and d.kind = '${kind}')`

const COUNT = `k.id, k.no::text as no, k.enterprise_id as "enterpriseId", k.site_id as "siteId", k.zone, k.state,
  ${ms('k.opened_at')} as "openedAt", ${ms('k.closed_at')} as "closedAt", k.expected,
  coalesce(k.scanned, (select count(*)::int from stock_count_scan s where s.count_id = k.id)) as scanned,
  ${differencesOf('missing')} as missing, ${differencesOf('unexpected')} as unexpected,
  ${differencesOf('wrong-condition')} as "wrongCondition", ${differencesOf('unregistered')} as unregistered,
  (select count(*)::int from stock_difference d where d.count_id = k.id and d.resolved_at is null) as unresolved`

const DIFFERENCE = `d.code, d.kind, d.believed, d.seen, d.resolution, d.reason, d.event_id as "eventId", ${ms('d.resolved_at')} as "resolvedAt"`

const SINCE = `coalesce((c.state->'custody'->>'since')::float8, 0)`
const HERE = `(c.custody_kind = 'station' and c.custody_id = k.site_id)`

/** A customer is not named, nor where a cylinder of somebody else went. */
const BELIEVED = `json_build_object('kind', c.custody_kind, 'content', c.content, 'zone', p.zone, 'since', ${SINCE},
  'id', case when c.custody_kind in ('station', 'vehicle', 'lab') and (c.owner_id = k.enterprise_id or ${HERE}) then c.custody_id end)`

/** By the books and, for each cylinder, by its state of this moment: what arrived or left while people counted is no difference. */
const COMPARE = `
  with k as (select * from stock_count where id = $1), expected as (
    select c.code, ${BELIEVED} as believed from k
    join custody_place p on p.kind = 'station' and p.holder = k.site_id and (k.zone is null or p.zone = k.zone)
    join cylinder c on c.id = p.cylinder_id and ${HERE}
    where ${SINCE} <= extract(epoch from k.opened_at) * 1000
  ), missing as (
    select e.code, 'missing' as kind, e.believed, null as seen from expected e
    where not exists (select from stock_count_scan s where s.count_id = $1 and s.code = e.code)
  ), judged as (
    select s.code, coalesce(s.condition, k.zone) as seen, case when c.id is not null then ${BELIEVED} end as believed,
      case when c.id is null then 'unregistered'
        when not ${HERE} and ${SINCE} <= extract(epoch from s.at) * 1000 then 'unexpected'
        when ${HERE} and p.zone <> 'unknown' and p.zone <> coalesce(s.condition, k.zone) then 'wrong-condition' end as kind
    from k join stock_count_scan s on s.count_id = k.id
    left join cylinder c on c.code = s.code left join custody_place p on p.cylinder_id = c.id
  ), differences as (
    insert into stock_difference (count_id, enterprise_id, code, kind, believed, seen)
    select k.id, k.enterprise_id, d.code, d.kind, d.believed, d.seen
    from k, (select code, kind, believed, seen from missing
      union all select code, kind, believed, seen from judged where kind is not null) d
  )
  update stock_count set state = 'closed', closed_by = $2, closed_at = $3, expected = (select count(*) from expected),
    scanned = (select count(*) from stock_count_scan s where s.count_id = $1)
  where id = $1`

/** Stock counts (盘点): what was scanned, and how it differs from the books. */
export const stockCountQueries = (pool: Pool, read: Pool) => ({
  /** `unique` = a count of the site is open. */
  async create(row: NewCount): Promise<'created' | 'unique'> {
    try {
      await pool.query(
        `insert into stock_count (id, enterprise_id, site_id, zone, state, opened_by, opened_at)
         values ($1, $2, $3, $4, 'open', $5, $6) on conflict (id) do nothing`,
        [row.id, row.enterpriseId, row.siteId, row.zone, row.openedBy, instantParam(row.openedAt)],
      )
      return 'created'
    } catch (error) {
      if (violation(error) === 'unique') return 'unique'
      throw error
    }
  },

  async byId(scope: Scope, id: string): Promise<CountRow | null> {
    const where = new Where()
    where.and(`k.id = ${where.param(id)}`)
    where.and(ofEnterprise(where, scope, 'k'))
    const { rows } = await pool.query<CountRow>(
      `select ${COUNT} from stock_count k ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    filter: { readonly siteId?: string | undefined; readonly state?: string | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly CountRow[]> {
    const where = new Where()
    where.and(ofEnterprise(where, scope, 'k'))
    if (filter.siteId !== undefined) where.and(`k.site_id = ${where.param(filter.siteId)}`)
    if (filter.state !== undefined) where.and(`k.state = ${where.param(filter.state)}`)
    if (after !== null) where.and(`k.no < ${where.param(after)}::bigint`)
    const { rows } = await read.query<CountRow>(
      `select ${COUNT} from stock_count k ${where.sql} order by k.no desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The first scan of a code counts. @returns how many were new, null = the count is closed */
  scan: (
    count: Pick<CountRow, 'id' | 'enterpriseId'>,
    scans: readonly CountScan[],
    by: string,
  ): Promise<number | null> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ state: string }>(
        'select state from stock_count where id = $1 for share',
        [count.id],
      )
      if (rows[0]?.state !== 'open') return null
      const { rowCount } = await client.query(
        `insert into stock_count_scan (count_id, enterprise_id, scanned_by, code, condition, at)
         select $1, $2, $3, code, condition, at from unnest($4::text[], $5::text[], $6::timestamptz[]) as s (code, condition, at)
         order by code on conflict (count_id, code) do nothing`,
        [
          count.id,
          count.enterpriseId,
          by,
          scans.map(({ code }) => code),
          scans.map(({ condition }) => condition),
          scans.map(({ at }) => instantParam(at)),
        ],
      )
      return rowCount ?? 0
    }),

  /** Compares and closes once. @returns false when it was closed before */
  close: (id: string, { by, at }: { readonly by: string; readonly at: number }): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ state: string }>(
        'select state from stock_count where id = $1 for update',
        [id],
      )
      if (rows[0]?.state !== 'open') return false
      await client.query(COMPARE, [id, by, instantParam(at)])
      return true
    }),

  async differences(
    countId: string,
    filter: { readonly kind?: string | undefined; readonly open: boolean },
    limit: number,
    after: string | null,
  ): Promise<readonly DifferenceRow[]> {
    const where = new Where()
    where.and(`d.count_id = ${where.param(countId)}`)
    if (filter.kind !== undefined) where.and(`d.kind = ${where.param(filter.kind)}`)
    if (filter.open) where.and('d.resolved_at is null')
    if (after !== null) where.and(`d.code > ${where.param(after)}`)
    const { rows } = await read.query<DifferenceRow>(
      `select ${DIFFERENCE} from stock_difference d ${where.sql} order by d.code limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async difference(countId: string, code: string): Promise<DifferenceRow | null> {
    const { rows } = await pool.query<DifferenceRow>(
      `select ${DIFFERENCE} from stock_difference d where d.count_id = $1 and d.code = $2`,
      [countId, code],
    )
    return rows[0] ?? null
  },

  /** Once: whoever comes second finds the first one's. @returns false when it was resolved before */
  resolve: (
    { id, enterpriseId }: CountRow,
    code: string,
    row: Resolution,
    told: EventOfCylinder | null,
  ): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        `update stock_difference set resolution = $3, reason = $4, event_id = $5, resolved_by = $6, resolved_at = $7
         where count_id = $1 and code = $2 and resolved_at is null`,
        [
          id,
          code,
          row.resolution,
          row.reason,
          told?.event.id ?? null,
          row.by,
          instantParam(row.at),
        ],
      )
      if (rowCount !== 1) return false
      await keepUntold(client, enterpriseId, row.at, told === null ? [] : [told])
      return true
    }),
})
