import type { Pool } from 'pg'
import type { DeadlineName } from '#domain/service/case-deadline.ts'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from './case-rows.ts'

/** Cases whose deadline falls into a period (clauses A13), `to` excluded; of one enterprise where it is named. */
export type Cohort = {
  readonly names: readonly DeadlineName[]
  readonly from: number
  readonly to: number
  readonly enterpriseId?: string | undefined
}

/** One record behind a KPI. In the numerator: `inTime`. Neither met nor void and past `dueAt` = overdue. */
export type CohortRow = {
  readonly id: string
  readonly caseId: string
  readonly caseNo: string
  readonly name: DeadlineName
  readonly kind: string
  readonly enterpriseId: string
  readonly region: string
  readonly startsAt: number
  readonly dueAt: number
  readonly provisional: boolean
  readonly metAt: number | null
  readonly inTime: boolean
  readonly clause: string
}

export type CohortCount = {
  readonly name: DeadlineName
  /** Denominator. */
  readonly due: number
  /** Numerator. */
  readonly inTime: number
  readonly late: number
  readonly notYet: number
}

const within = (scope: Scope, { names, from, to, enterpriseId }: Cohort): Where => {
  const where = new Where()
  where.and('d.void_at is null')
  where.and(`d.name = any(${where.param(names)}::text[])`)
  where.and(`d.due_at >= ${where.param(instantParam(from))}::timestamptz`)
  where.and(`d.due_at < ${where.param(instantParam(to))}::timestamptz`)
  where.and(caseInScope(where, scope, 'd'))
  if (enterpriseId !== undefined) where.and(`d.enterprise_id = ${where.param(enterpriseId)}`)
  return where
}

/** Cohorts of the KPIs of complaints, repairs and emergencies. What was withdrawn before its deadline is in none. */
export const caseDeadlineQueries = (read: Pool) => ({
  /** By name; a name without a case is not in it. */
  async counts(scope: Scope, cohort: Cohort): Promise<readonly CohortCount[]> {
    const where = within(scope, cohort)
    const { rows } = await read.query<CohortCount>(
      `select d.name, count(*)::int as due, (count(*) filter (where d.met_at <= d.due_at))::int as "inTime",
         (count(*) filter (where d.met_at > d.due_at))::int as late, (count(*) filter (where d.met_at is null))::int as "notYet"
       from service_deadline d ${where.sql} group by d.name order by d.name`,
      where.values,
    )
    return rows
  },

  /** The records behind the counts, by deadline. */
  async records(
    scope: Scope,
    cohort: Cohort,
    limit: number,
    after: { readonly dueAt: number; readonly id: string } | null,
  ): Promise<readonly CohortRow[]> {
    const where = within(scope, cohort)
    if (after !== null) {
      where.and(
        `(d.due_at, d.id) > (${where.param(instantParam(after.dueAt))}::timestamptz, ${where.param(after.id)}::int8)`,
      )
    }
    const { rows } = await read.query<CohortRow>(
      `select d.id::text as id, d.case_id as "caseId", k.no::text as "caseNo", d.name, k.kind, d.enterprise_id as "enterpriseId",
         d.region, ${ms('d.starts_at')} as "startsAt", ${ms('d.due_at')} as "dueAt", d.provisional, ${ms('d.met_at')} as "metAt",
         coalesce(d.met_at <= d.due_at, false) as "inTime", d.clause
       from service_deadline d join service_case k on k.id = d.case_id ${where.sql}
       order by d.due_at, d.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
