import type { Pool } from 'pg'
import type { PlanPeriod, PlanRule } from '#domain/home-plan.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { orderInScope } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'

/** One part of a year in which one home is to be inspected. */
export type HomePlanRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly class: string
  readonly year: number
  readonly period: number
  readonly periods: number
  readonly fromOn: string
  readonly dueOn: string
  /** 0 = special care: visited first. */
  readonly rank: number
  readonly clause: string
  readonly profile: string
  readonly attempts: number
  readonly lastAttemptAt: number | null
  readonly inspectionId: string | null
  readonly doneOn: string | null
  readonly visitFrom: number | null
  readonly visitTo: number | null
  /** When it would suit the customer better; null = they asked for nothing, or it was answered. */
  readonly wishFrom: number | null
  readonly wishTo: number | null
}

/** Homes of a year: the records behind each number are the plan's rows. */
export type HomePlanSummary = {
  readonly enterpriseId: string
  readonly plannedHomes: number
  /** Homes entered and checked at least once in the year (入户安检率, R000-10.0.3). */
  readonly enteredHomes: number
  readonly parts: number
  readonly partsDone: number
  readonly partsOverdue: number
}

export type PlanFilter = {
  readonly done: boolean
  readonly year?: number | undefined
  readonly dueBefore?: string | undefined
  readonly premisesId?: string | undefined
  /** Only those for which the customer asked for another time. */
  readonly wished?: boolean | undefined
}

export type PlanCursor = { readonly rank: number; readonly on: string; readonly id: string }

export type HomePlan = {
  readonly year: number
  readonly rules: readonly PlanRule[]
  readonly periods: readonly PlanPeriod[]
  readonly at: number
}

const ROW = `h.id, h.enterprise_id as "enterpriseId", h.premises_id as "premisesId", h.customer_id as "customerId", h.region,
  h.class, h.year, h.period, h.periods, h.from_on::text as "fromOn", h.due_on::text as "dueOn", h.rank, h.clause, h.profile,
  h.attempts, ${ms('h.last_attempt_at')} as "lastAttemptAt", h.inspection_id as "inspectionId", h.done_on::text as "doneOn",
  ${ms('h.visit_from')} as "visitFrom", ${ms('h.visit_to')} as "visitTo",
  ${ms('h.wish_from')} as "wishFrom", ${ms('h.wish_to')} as "wishTo"`

/** A day of Asia/Shanghai. */
const dayAt = (column: string): string => `(${column} at time zone 'Asia/Shanghai')::date`

/** A home that came within the year is planned from its first day; a part that was over by then is none of its. */
const PLAN = `
  insert into home_plan (enterprise_id, premises_id, customer_id, region, class, year, period, periods, from_on, due_on, rank, clause,
    profile, planned_at)
  select m.enterprise_id, m.id, m.customer_id, m.region, m.class, $2, p.period, p.times, greatest(p.from_on, ${dayAt('m.created_at')}),
    p.due_on, case when c.customer_id is null then 1 else 0 end, r.clause, r.profile, $3
  from premises m
  join unnest($4::text[], $5::text[], $6::int[], $7::text[], $8::text[]) r (region, class, times, clause, profile)
    on r.region = m.region and r.class = m.class
  join unnest($9::int[], $10::int[], $11::date[], $12::date[]) p (times, period, from_on, due_on) on p.times = r.times
  left join customer_care c on c.customer_id = m.customer_id
  where m.id = any($1::uuid[]) and p.due_on >= ${dayAt('m.created_at')}
  on conflict (premises_id, year, period) do nothing`

/** So many homes a transaction: an insert of 100 000 homes at once took longer than a statement may. */
const HOMES_AT_ONCE = 2_000

const UNPLANNED = `
  select m.id from premises m where m.enterprise_id = $1 and m.closed_at is null and ($3::uuid is null or m.id > $3)
    and not exists (select from home_plan o where o.premises_id = m.id and o.year = $2)
  order by m.id limit ${HOMES_AT_ONCE}`

/** What was done before it was planned counts as well. */
const SETTLE = `
  update home_plan h set inspection_id = s.inspection_id, done_on = s.on_day from (
    select distinct on (o.id) o.id, i.id as inspection_id, ${dayAt('i.happened_at')} as on_day
    from home_plan o join safety_inspection i on i.premises_id = o.premises_id and i.counts
      and ${dayAt('i.happened_at')} between o.from_on and o.due_on
    where o.premises_id = any($1::uuid[]) and o.year = $2 and o.done_on is null
    order by o.id, i.happened_at) s
  where h.id = s.id`

export type HomePlanQueries = ReturnType<typeof homePlanQueries>

export const homePlanQueries = (pool: Pool, read: Pool) => ({
  async enterprises(): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>('select id from enterprise order by id')
    return rows.map(({ id }) => id)
  },

  /** Regions in which an enterprise has homes. */
  async regions(enterpriseId: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ region: string }>(
      'select distinct region from premises where enterprise_id = $1 and closed_at is null',
      [enterpriseId],
    )
    return rows.map(({ region }) => region)
  },

  /**
   * Plans the year for some of the homes that have no plan of it yet; a plan that stands is left alone. `next` = where to go on; null =
   * all homes were looked at.
   */
  plan: (
    enterpriseId: string,
    { year, rules, periods, at }: HomePlan,
    after: string | null,
  ): Promise<{ readonly planned: number; readonly next: string | null }> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ id: string }>(UNPLANNED, [enterpriseId, year, after])
      const ids = rows.map(({ id }) => id)
      if (ids.length === 0) return { planned: 0, next: null }
      const { rowCount } = await client.query(PLAN, [
        ids,
        year,
        instantParam(at),
        rules.map(({ region }) => region),
        rules.map((rule) => rule.class),
        rules.map(({ times }) => times),
        rules.map(({ clause }) => clause),
        rules.map(({ profile }) => profile),
        periods.map(({ times }) => times),
        periods.map(({ period }) => period),
        periods.map(({ from }) => from),
        periods.map(({ due }) => due),
      ])
      await client.query(SETTLE, [ids, year])
      const last = ids.at(-1) ?? null
      return { planned: rowCount ?? 0, next: ids.length < HOMES_AT_ONCE ? null : last }
    }),

  async byId(scope: Scope, id: string): Promise<HomePlanRow | null> {
    const where = new Where()
    where.and(`h.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'h'))
    const { rows } = await pool.query<HomePlanRow>(
      `select ${ROW} from home_plan h ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Open ones: special care first, then by deadline. Done ones by day. Homes that were given up are not waited for. */
  async list(
    scope: Scope,
    filter: PlanFilter,
    limit: number,
    after: PlanCursor | null,
  ): Promise<readonly HomePlanRow[]> {
    const where = new Where()
    where.and(orderInScope(where, scope, 'h'))
    where.and(filter.done ? 'h.done_on is not null' : 'h.done_on is null and m.closed_at is null')
    if (filter.year !== undefined) where.and(`h.year = ${where.param(filter.year)}`)
    if (filter.dueBefore !== undefined) {
      where.and(`h.due_on < ${where.param(filter.dueBefore)}::date`)
    }
    if (filter.wished === true) where.and('h.wished_at is not null')
    if (filter.premisesId !== undefined) {
      where.and(`h.premises_id = ${where.param(filter.premisesId)}`)
    }
    const order = filter.done ? 'h.done_on, h.id' : 'h.rank, h.due_on, h.id'
    if (after !== null) {
      const rank = filter.done ? '' : `${where.param(after.rank)}::int2, `
      const key = `${rank}${where.param(after.on)}::date, ${where.param(after.id)}::uuid`
      where.and(`(${order}) > (${key})`)
    }
    const { rows } = await read.query<HomePlanRow>(
      `select ${ROW} from home_plan h join premises m on m.id = h.premises_id ${where.sql}
       order by ${order} limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** How a year stands, by enterprise. `today` decides what is overdue. */
  async summary(scope: Scope, year: number, today: string): Promise<readonly HomePlanSummary[]> {
    const where = new Where()
    const now = where.param(today)
    where.and(orderInScope(where, scope, 'h'))
    where.and(`h.year = ${where.param(year)}`)
    const { rows } = await read.query<HomePlanSummary>(
      `select h.enterprise_id as "enterpriseId", count(distinct h.premises_id)::int as "plannedHomes",
         count(distinct h.premises_id) filter (where h.done_on is not null)::int as "enteredHomes", count(*)::int as parts,
         count(*) filter (where h.done_on is not null)::int as "partsDone",
         count(*) filter (where h.done_on is null and h.due_on < ${now}::date)::int as "partsOverdue"
       from home_plan h ${where.sql} group by h.enterprise_id order by h.enterprise_id`,
      where.values,
    )
    return rows
  },
})
