import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { ledgerOf } from '#store/queries/service/ledger.ts'

export type CallBackRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string
  readonly about: string
  readonly orderId: string | null
  readonly calledAt: number
  readonly channel: string
  readonly reached: boolean
  readonly onTime: boolean | null
  readonly chargesShown: boolean | null
  readonly solved: string | null
  readonly satisfaction: string | null
  readonly grades: Readonly<Record<string, number | undefined>>
  readonly cause: string | null
  readonly reason: string | null
  readonly handling: string | null
  readonly guidance: readonly string[]
  readonly recordedBy: string
  readonly recordedAt: number
}

export type CallBackPlanRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly year: number
  readonly sharePermille: number
  readonly everyMonths: number
  readonly outline: string
  readonly assessment: string
  readonly validFrom: string
  readonly recordedBy: string
  readonly recordedAt: number
}

/** Services of a year and how many of them were called back, by enterprise. */
export type CallBackYear = {
  readonly enterpriseId: string
  readonly deliveries: number
  readonly deliveriesCalled: number
  readonly repairs: number
  readonly repairsCalled: number
  readonly dissatisfied: number
  readonly guided: number
  readonly plannedPermille: number | null
}

export type DueRow = {
  readonly customerId: string
  readonly enterpriseId: string
  readonly lastSuppliedOn: string
  readonly lastReachedAt: number | null
}

type Span = { readonly from: number; readonly to: number }

/** $1…$2 the time; what stands for itself is counted once, however often it was called. */
const YEAR = (held: string): string => `
  with own as (select e.id from enterprise e where ${held}),
  sold as (
    select d.order_id, o.enterprise_id from delivery d join sale_order o on o.id = d.order_id
    where o.enterprise_id in (select id from own) and d.outcome = 'delivered' and d.happened_at >= $1 and d.happened_at < $2
    group by 1, 2),
  mended as (
    select k.id, k.enterprise_id from service_case k where k.enterprise_id in (select id from own) and k.area = 'repair'
      and k.opened_at >= $1 and k.opened_at < $2),
  called as (
    select distinct b.order_id from call_back b where b.enterprise_id in (select id from own) and b.reached and b.called_at >= $1),
  asked as (
    select distinct e.case_id from service_entry e where e.enterprise_id in (select id from own) and e.type = 'feedback' and e.at >= $1
      and (e.body->>'reached')::boolean)
  select o.id as "enterpriseId",
    (select count(*)::int from sold s where s.enterprise_id = o.id) as deliveries,
    (select count(*)::int from sold s join called c using (order_id) where s.enterprise_id = o.id) as "deliveriesCalled",
    (select count(*)::int from mended m where m.enterprise_id = o.id) as repairs,
    (select count(*)::int from mended m join asked a on a.case_id = m.id where m.enterprise_id = o.id) as "repairsCalled",
    (select count(*)::int from call_back b where b.enterprise_id = o.id and b.satisfaction = 'dissatisfied'
      and b.called_at >= $1 and b.called_at < $2) as dissatisfied,
    (select count(*)::int from call_back b where b.enterprise_id = o.id and json_array_length(b.guidance) > 0
      and b.called_at >= $1 and b.called_at < $2) as guided,
    (select p.share_permille from call_back_plan p where p.enterprise_id = o.id and p.year = $3
      order by p.valid_from desc, p.id desc limit 1) as "plannedPermille"
  from own o order by o.id`

/** 回访 of services without a case of their own, the plan of a year, and what satisfaction is made of. */
export const callBackQueries = (pool: Pool, read: Pool) => ({
  calls: ledgerOf<CallBackRow>(pool, read, {
    table: 'call_back',
    columns: {
      id: 'plain',
      enterpriseId: 'plain',
      region: 'plain',
      customerId: 'plain',
      about: 'plain',
      orderId: 'plain',
      calledAt: 'instant',
      channel: 'plain',
      reached: 'plain',
      onTime: 'plain',
      chargesShown: 'plain',
      solved: 'plain',
      satisfaction: 'plain',
      grades: 'json',
      cause: 'plain',
      reason: 'plain',
      handling: 'plain',
      guidance: 'json',
      recordedBy: 'plain',
      recordedAt: 'instant',
    },
    order: 'calledAt',
  }),

  plans: ledgerOf<CallBackPlanRow>(pool, read, {
    table: 'call_back_plan',
    columns: {
      id: 'plain',
      enterpriseId: 'plain',
      year: 'plain',
      sharePermille: 'plain',
      everyMonths: 'plain',
      outline: 'plain',
      assessment: 'plain',
      validFrom: 'day',
      recordedBy: 'plain',
      recordedAt: 'instant',
    },
    order: 'validFrom',
  }),

  /** Enterprises in scope that have a station, each with the services of the year. */
  async year(
    scope: Scope,
    year: number,
    { from, to }: Span,
    enterpriseId: string | undefined,
  ): Promise<readonly CallBackYear[]> {
    const where = new Where([instantParam(from), instantParam(to), year])
    const held = heldInScope(where, scope, 'p')
    const named = enterpriseId === undefined ? 'true' : `e.id = ${where.param(enterpriseId)}`
    const own = `${named} and exists (select from station p where p.enterprise_id = e.id and ${held})`
    const { rows } = await read.query<CallBackYear>(YEAR(own), where.values)
    return rows
  },

  /** By id: whoever is called drops out, so that the first page is always the work of today. */
  async due(
    scope: Scope,
    {
      enterpriseId,
      suppliedAfter,
      today,
    }: { enterpriseId?: string | undefined; suppliedAfter: string; today: string },
    limit: number,
    after: string | null,
  ): Promise<readonly DueRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'c'))
    where.and('c.enterprise_id = p.enterprise_id')
    where.and(`c.erased_at is null and c.last_supplied_on > ${where.param(suppliedAfter)}::date`)
    const named =
      enterpriseId === undefined ? '' : `and q.enterprise_id = ${where.param(enterpriseId)}`
    if (after !== null) where.and(`c.id > ${where.param(after)}::uuid`)
    where.and(`not exists (select from call_back b where b.customer_id = c.id and b.reached and b.called_at >
      (${where.param(today)}::date - p.every_months * interval '1 month'))`)
    const most = where.param(limit)
    // From the plans: of a company without one nobody is walked, of each other one as many as a page holds.
    const { rows } = await read.query<DueRow>(
      `with p as (select distinct on (q.enterprise_id) q.enterprise_id, q.every_months from call_back_plan q
         where q.valid_from <= ${where.param(today)}::date ${named} order by q.enterprise_id, q.valid_from desc, q.id desc)
       select d.* from p cross join lateral (
         select c.id as "customerId", c.enterprise_id as "enterpriseId", c.last_supplied_on::text as "lastSuppliedOn",
           (select ${ms('max(b.called_at)')} from call_back b where b.customer_id = c.id and b.reached) as "lastReachedAt"
         from customer c ${where.sql} order by c.id limit ${most}) d
       order by d."customerId" limit ${most}`,
      where.values,
    )
    return rows
  },

  /** Counts of answers by question: stars, the word that was given, and the parts. */
  async satisfaction(
    scope: Scope,
    { from, to }: Span,
    enterpriseId: string | undefined,
  ): Promise<readonly { of: string; grade: string; count: number }[]> {
    const where = new Where([instantParam(from), instantParam(to)])
    const held = (alias: string): string => {
      const own = heldInScope(where, scope, alias)
      const named =
        enterpriseId === undefined
          ? ''
          : ` and ${alias}.enterprise_id = ${where.param(enterpriseId)}`
      return `${own}${named}`
    }
    const told = (of: string, grade: string) =>
      `select '${of}' as of, ${grade} as grade from call_back b where ${held('b')} and b.reached and b.called_at >= $1 and b.called_at < $2`
    const asked = (of: string, grade: string) =>
      `select '${of}' as of, ${grade} as grade from service_entry e where ${held('e')} and e.type = 'feedback'
         and (e.body->>'reached')::boolean and e.at >= $1 and e.at < $2`
    const answers = [
      `select 'stars' as of, r.score::text as grade from order_rating r where ${held('r')} and r.rated_at >= $1 and r.rated_at < $2`,
      told('call-back', 'b.satisfaction'),
      told('on-time', 'b.on_time::text'),
      told('charges-shown', 'b.charges_shown::text'),
      told('solved', 'b.solved'),
      asked('call-back', `e.body->>'satisfaction'`),
      asked('on-time', `e.body->>'onTime'`),
      asked('charges-shown', `e.body->>'feesShown'`),
      asked('solved', `e.body->>'result'`),
      `select g.key as of, g.value as grade from call_back b cross join lateral json_each_text(b.grades) g
       where ${held('b')} and b.reached and b.called_at >= $1 and b.called_at < $2`,
    ]
    const { rows } = await read.query<{ of: string; grade: string; count: number }>(
      `select x.of, x.grade, count(*)::int as count from (${answers.join(' union all ')}) x where x.grade is not null
       group by 1, 2 order by 1, 2`,
      where.values,
    )
    return rows
  },
})
