import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'
import { type KpiAsk, type KpiSource, kpiSources, recordsOf } from './kpi-sources.ts'

/** Of one enterprise and one part of a source (a name of a deadline, a kind of test); first tests and re-tests apart. */
export type KpiCount = {
  readonly part: string
  readonly enterpriseId: string
  readonly retest: boolean
  /** Numerator of a share. */
  readonly good: number
  /** Denominator. */
  readonly all: number
  /** Numerator of a mean: seconds. */
  readonly amount: number
}

export type KpiRecord = {
  readonly id: string
  readonly at: number
  readonly enterpriseId: string
  readonly region: string | null
  readonly good: boolean
  readonly retest: boolean
  readonly amount: number
  readonly detail: Readonly<Record<string, unknown>>
}

export type KpiEnterprise = {
  readonly id: string
  readonly name: string
  /** Whose rules are asked for its targets: the first of its regions. */
  readonly region: string
}

/** KPIs: whatever a source counts, and the very records behind the count. */
export const kpiQueries = (read: Pool) => ({
  sources: kpiSources,

  async counts(source: KpiSource, ask: KpiAsk): Promise<readonly KpiCount[]> {
    const where = new Where()
    const records = recordsOf(source, { where, ask, part: undefined }).join(' union all ')
    const { rows } = await read.query<KpiCount>(
      `select part, enterprise_id as "enterpriseId", retest, count(*)::int as "all", (count(*) filter (where good))::int as good,
         sum(amount)::float8 as amount from (${records}) x group by 1, 2, 3 order by 1, 2, 3`,
      where.values,
    )
    return rows
  },

  /** By time; `[at, id]` of the last one goes before the next page. */
  async records(
    [source, part]: readonly [KpiSource, string],
    ask: KpiAsk,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly KpiRecord[]> {
    const where = new Where()
    // The period begins at the last row: an index can follow it.
    const from = after === null ? ask.from : Math.max(ask.from, after.at)
    const statements = recordsOf(source, { where, ask: { ...ask, from }, part })
    const next =
      after === null
        ? ''
        : `where (b.at, b.id) > (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)})`
    const first = where.param(limit)
    const pages = statements.map(
      (one) => `(select * from (${one}) b ${next} order by b.at, b.id limit ${first})`,
    )
    // `x.at`: by the column that has an index, not by the number that is shown.
    const { rows } = await read.query<KpiRecord>(
      `select x.id, ${ms('x.at')} as at, x.enterprise_id as "enterpriseId", x.region, x.good, x.retest, x.amount, x.detail
       from (${pages.join(' union all ')}) x order by x.at, x.id limit ${first}`,
      where.values,
    )
    return rows
  },

  /** Enterprises of a scope that have a station, each with the region whose rules it goes by. */
  async enterprises(
    scope: Scope,
    { enterpriseId, region }: Pick<KpiAsk, 'enterpriseId' | 'region'>,
  ): Promise<readonly KpiEnterprise[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (scope.kind === 'region') where.and(`starts_with(p.region, ${where.param(scope.prefix)})`)
    if (enterpriseId !== undefined) where.and(`e.id = ${where.param(enterpriseId)}`)
    if (region !== undefined) where.and(`starts_with(p.region, ${where.param(region)})`)
    const { rows } = await read.query<KpiEnterprise>(
      `select e.id, e.name, min(p.region) as region from enterprise e join station p on p.enterprise_id = e.id ${where.sql}
       group by e.id, e.name order by e.id`,
      where.values,
    )
    return rows
  },

  /** As of when the tests were counted; null = never. */
  async refreshedAt(): Promise<number | null> {
    const { rows } = await read.query<{ at: number | null }>(
      `select ${ms('refreshed_at')} as at from kpi_book`,
    )
    return rows[0]?.at ?? null
  },
})
