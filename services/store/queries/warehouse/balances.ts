import type { Pool } from 'pg'
import { ms, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'

export type BalanceFilter = {
  readonly enterpriseId?: string | undefined
  readonly kind?: string | undefined
  /** Site, vehicle or lab. */
  readonly holder?: string | undefined
  readonly model?: string | undefined
}

export type BalanceRow = {
  readonly enterpriseId: string
  readonly kind: string
  readonly holder: string
  readonly model: string
  readonly content: string
  readonly cylinders: number
}

export type BalanceKey = readonly [string, string, string, string, string]

export type Totals = {
  readonly bookedAt: number | null
  readonly byKind: readonly { readonly kind: string; readonly cylinders: number }[]
}

export type MovementRow = {
  readonly enterpriseId: string
  readonly kind: string
  readonly holder: string
  readonly model: string
  readonly opening: number
  readonly came: Readonly<Record<string, number>>
  readonly went: Readonly<Record<string, number>>
  readonly closing: number
}

export type MovementKey = readonly [string, string, string, string]

export type StockRow = {
  readonly code: string
  readonly model: string
  readonly zone: string
  readonly content: string
  readonly enterpriseId: string
  readonly since: number
}

/** Whose cylinders they are, or at whose site or in whose vehicle they stand. */
const booksInScope = (where: Where, scope: Scope, b: string): string => {
  if (scope.kind === 'all') return 'true'
  if (scope.kind === 'none') return 'false'
  const sites =
    scope.kind === 'enterprise'
      ? `s.enterprise_id = ${where.param(scope.enterpriseId)}`
      : `starts_with(s.region, ${where.param(scope.prefix)})`
  const owners =
    scope.kind === 'enterprise'
      ? `${b}.enterprise_id = ${where.param(scope.enterpriseId)}`
      : `${b}.enterprise_id in (select s.enterprise_id from station s where ${sites})`
  return `(${owners}
    or (${b}.kind = 'station' and ${b}.holder in (select s.id from station s where ${sites}))
    or (${b}.kind = 'vehicle' and ${b}.holder in (select v.id from vehicle v where v.enterprise_id in
      (select s.enterprise_id from station s where ${sites}))))`
}

const filtered = (where: Where, filter: BalanceFilter, b: string): void => {
  const { enterpriseId, kind, holder, model } = filter
  if (enterpriseId !== undefined) where.and(`${b}.enterprise_id = ${where.param(enterpriseId)}`)
  if (kind !== undefined) where.and(`${b}.kind = ${where.param(kind)}`)
  if (holder !== undefined) where.and(`${b}.holder = ${where.param(holder)}`)
  if (model !== undefined) where.and(`${b}.model = ${where.param(model)}`)
}

const scoped = (scope: Scope, filter: BalanceFilter, b: string): Where => {
  const where = new Where()
  where.and(booksInScope(where, scope, b))
  filtered(where, filter, b)
  return where
}

export const custodyQueries = (read: Pool) => ({
  /** How far the books have come. */
  async booked(): Promise<{ readonly bookedAt: number | null }> {
    const { rows } = await read.query<{ bookedAt: number | null }>(
      `select ${ms('booked_at')} as "bookedAt" from custody_book`,
    )
    return rows[0] ?? { bookedAt: null }
  },

  /** How many cylinders stand where, by owner, holder, model and content. */
  async balances(
    scope: Scope,
    filter: BalanceFilter,
    limit: number,
    after: BalanceKey | null,
  ): Promise<readonly BalanceRow[]> {
    const where = scoped(scope, filter, 'p')
    if (after !== null) {
      const key = after.map((part) => where.param(part)).join(', ')
      where.and(`(p.enterprise_id, p.kind, p.holder, p.model, p.content) > (${key})`)
    }
    const { rows } = await read.query<BalanceRow>(
      `select p.enterprise_id as "enterpriseId", p.kind, p.holder, p.model, p.content, p.cylinders
       from custody_balance p ${where.sql} and p.cylinders <> 0 order by 1, 2, 3, 4, 5 limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async totals(scope: Scope, filter: BalanceFilter): Promise<Totals> {
    const where = scoped(scope, filter, 'p')
    const { rows } = await read.query<Totals>(
      `select (select ${ms('booked_at')} from custody_book) as "bookedAt",
         (select coalesce(json_agg(json_build_object('kind', kind, 'cylinders', cylinders) order by kind), '[]')
          from (select p.kind, sum(p.cylinders)::int as cylinders from custody_balance p ${where.sql} group by p.kind) k) as "byKind"`,
      where.values,
    )
    return rows[0] ?? { bookedAt: null, byKind: [] }
  },

  /**
   * Opening, what came, what went, closing of the days from `from` to before `to`. Counted back from the balance of now: recent
   * periods, which are asked for most, read least.
   */
  async movements(
    scope: Scope,
    { from, to, ...filter }: BalanceFilter & { readonly from: string; readonly to: string },
    limit: number,
    after: MovementKey | null,
  ): Promise<readonly MovementRow[]> {
    const where = scoped(scope, filter, 'b')
    if (after !== null) {
      const key = after.map((part) => where.param(part)).join(', ')
      where.and(`(b.enterprise_id, b.kind, b.holder, b.model) > (${key})`)
    }
    const [first, end] = [where.param(from), where.param(to)]
    const within = `f.day < ${end}::date`
    const peers = (sum: 'came' | 'went'): string =>
      `coalesce(json_object_agg(peer, ${sum}) filter (where ${sum} <> 0), '{}') as ${sum}`
    // A balance of zero has its row too: the balances know every key, and the sums are taken for one page of them.
    const { rows } = await read.query<MovementRow>(
      `select b.enterprise_id as "enterpriseId", b.kind, b.holder, b.model, (b.held + f.back + f.net)::int as opening, f.came, f.went,
         (b.held + f.back)::int as closing
       from (
         select b.enterprise_id, b.kind, b.holder, b.model, sum(b.cylinders) as held
         from custody_balance b ${where.sql} group by 1, 2, 3, 4 order by 1, 2, 3, 4
       ) b cross join lateral (
         select coalesce(sum(back), 0) as back, coalesce(sum(went - came), 0) as net, ${peers('came')}, ${peers('went')}
         from (
           select f.peer, coalesce(sum(f.came) filter (where ${within}), 0) as came, coalesce(sum(f.went) filter (where ${within}), 0) as went,
             coalesce(sum(f.went - f.came) filter (where not ${within}), 0) as back
           from custody_flow f
           where (f.enterprise_id, f.kind, f.holder, f.model) = (b.enterprise_id, b.kind, b.holder, b.model) and f.day >= ${first}::date
           group by f.peer
         ) p
       ) f
       where b.held + f.back <> 0 or f.came::text <> '{}' or f.went::text <> '{}'
       order by 1, 2, 3, 4 limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The cylinders at a site, by code. */
  async stock(
    siteId: string,
    filter: { readonly zone?: string | undefined; readonly model?: string | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly StockRow[]> {
    const where = new Where()
    where.and(`p.kind = 'station' and p.holder = ${where.param(siteId)}`)
    if (filter.zone !== undefined) where.and(`p.zone = ${where.param(filter.zone)}`)
    if (filter.model !== undefined) where.and(`p.model = ${where.param(filter.model)}`)
    if (after !== null) where.and(`p.code > ${where.param(after)}`)
    const { rows } = await read.query<StockRow>(
      `select p.code, p.model, p.zone, p.content, p.enterprise_id as "enterpriseId", ${ms('p.since')} as since
       from custody_place p ${where.sql} order by p.code limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The same summed up. */
  async stockTotals(siteId: string): Promise<{
    readonly bookedAt: number | null
    readonly rows: readonly {
      readonly zone: string
      readonly content: string
      readonly model: string
      readonly cylinders: number
    }[]
  }> {
    const { rows } = await read.query<{ bookedAt: number | null; rows: [] }>(
      `select (select ${ms('booked_at')} from custody_book) as "bookedAt",
         (select coalesce(json_agg(t order by t.zone, t.content, t.model), '[]') from (
            select p.zone, p.content, p.model, count(*)::int as cylinders from custody_place p
            where p.kind = 'station' and p.holder = $1 group by 1, 2, 3) t) as rows`,
      [siteId],
    )
    return rows[0] ?? { bookedAt: null, rows: [] }
  },
})
