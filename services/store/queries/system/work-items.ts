import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { deadlineNames } from '#domain/service/case-deadline.ts'
import { cylinderInScope, type Scope } from '#store/queries/scope.ts'
import {
  MISMATCH_WORK,
  mismatchesCounted,
  ofMismatches,
} from '#store/queries/evidence/mismatch-work.ts'
import { caseInScope } from '#store/queries/service/case-rows.ts'
import {
  ofSupervision,
  SUPERVISION_WORK,
  supervisionCounted,
} from '#store/queries/supervision/supervision-work.ts'

export type WorkRow = {
  readonly id: string
  readonly kind: string
  readonly code: string | null
  /** null = no event but a case. */
  readonly eventId: string | null
  readonly caseId: string | null
  readonly openedAt: number
  readonly dueAt: number | null
  readonly provisional: boolean
  readonly closedAt: number | null
  readonly closeReason: string | null
  readonly detail: Record<string, unknown>
  /** Sort key: items without a deadline come last. */
  readonly dueKey: number
}

/** The last day that a deadline may have: where "none" sorts. */
const NEVER = `'9999-12-31T23:59:59.999Z'::timestamptz`
/** As its index says; no `coalesce`, which row security keeps from an index. */
const DUE = `case when w.due_at is null then ${NEVER} else w.due_at end`

type Filter = { readonly kind?: string | undefined; readonly open: boolean }
type After = { readonly dueKey: number; readonly id: string } | null

/** What the findings of cylinders opened. */
const ofCylinders =
  (scope: Scope, { kind, open }: Filter, after: After) =>
  (where: Where) => {
    where.and(cylinderInScope(where, scope, 'c'))
    where.and(open ? 'w.closed_at is null' : 'w.closed_at is not null')
    if (kind !== undefined) where.and(`w.kind = ${where.param(kind)}`)
    if (after !== null) {
      const at = where.param(instantParam(after.dueKey))
      where.and(`(${DUE}, w.id) > (${at}::timestamptz, ${where.param(after.id)}::int8)`)
    }
    return `select w.id as n, w.id::text as id, w.kind, c.code, w.event_id as "eventId", null::uuid as "caseId",
      ${ms('w.opened_at')} as "openedAt", ${ms('w.due_at')} as "dueAt", w.provisional, ${ms('w.closed_at')} as "closedAt",
      w.close_reason as "closeReason", w.detail, ${DUE} as due
    from work_item w join cylinder c on c.id = w.cylinder_id ${where.sql} order by ${DUE}, w.id`
  }

/** What is due of complaints, repairs and emergencies. Their ids begin above those of the others. */
const ofCases =
  (scope: Scope, { kind, open }: Filter, after: After) =>
  (where: Where) => {
    where.and(caseInScope(where, scope, 'd'))
    where.and(
      open
        ? 'd.met_at is null and d.void_at is null'
        : '(d.met_at is not null or d.void_at is not null)',
    )
    if (kind !== undefined) where.and(`d.name = ${where.param(kind)}`)
    if (after !== null) {
      const at = where.param(instantParam(after.dueKey))
      where.and(`(d.due_at, d.id) > (${at}::timestamptz, ${where.param(after.id)}::int8)`)
    }
    return `select d.id as n, d.id::text as id, d.name as kind, null::text as code, null::uuid as "eventId", d.case_id as "caseId",
      ${ms('d.starts_at')} as "openedAt", ${ms('d.due_at')} as "dueAt", d.provisional,
      ${ms('coalesce(d.met_at, d.void_at)')} as "closedAt",
      case when d.met_at is not null then 'MET' when d.void_at is not null then 'RELEASED' end as "closeReason",
      json_build_object('area', k.area, 'caseNo', k.no::text, 'kind', k.kind, 'region', d.region, 'clause', d.clause, 'force', d.force,
        'handlerId', k.handler_id) as detail, d.due_at as due
    from service_deadline d join service_case k on k.id = d.case_id ${where.sql} order by d.due_at, d.id`
  }

export type WorkCount = { readonly kind: string; readonly open: number; readonly overdue: number }

export const workItemQueries = (read: Pool) => ({
  /** What is open, by kind; the kinds with most that is overdue first. */
  async counts(scope: Scope, now: number): Promise<readonly WorkCount[]> {
    const values: unknown[] = []
    const at = values.push(instantParam(now))
    const ofCylinder = new Where(values)
    ofCylinder.and(cylinderInScope(ofCylinder, scope, 'c'))
    ofCylinder.and('w.closed_at is null')
    const ofCase = new Where(values)
    ofCase.and(caseInScope(ofCase, scope, 'd'))
    ofCase.and('d.met_at is null and d.void_at is null')
    const { rows } = await read.query<WorkCount>(
      `select kind, count(*)::int as open, count(*) filter (where due_at < $${at}::timestamptz)::int as overdue from (
         select w.kind, w.due_at from work_item w join cylinder c on c.id = w.cylinder_id ${ofCylinder.sql}
         union all
         select d.name, d.due_at from service_deadline d join service_case k on k.id = d.case_id ${ofCase.sql}
         union all ${supervisionCounted(new Where(values), scope)}
         union all ${mismatchesCounted(new Where(values), scope)}) t
       group by kind order by overdue desc, open desc, kind`,
      values,
    )
    return rows
  },

  /** By deadline: work on cylinders and cases of the service desk in one list. */
  async list(
    scope: Scope,
    filter: Filter,
    limit: number,
    after: After,
  ): Promise<readonly WorkRow[]> {
    const isOfCase = deadlineNames.some((name) => name === filter.kind)
    const all = [ofCylinders, ofCases, ofSupervision, ofMismatches]
    const named = new Map([
      [SUPERVISION_WORK, ofSupervision],
      [MISMATCH_WORK, ofMismatches],
    ])
    const own = named.get(filter.kind ?? '') ?? (isOfCase ? ofCases : ofCylinders)
    const parts = (filter.kind === undefined ? all : [own]).map((of) => of(scope, filter, after))
    const values: unknown[] = []
    const most = values.push(limit)
    const selects = parts.map((part) => {
      const where = new Where(values)
      return `(${part(where)} limit $${most})`
    })
    const { rows } = await read.query<WorkRow>(
      `select id, kind, code, "eventId", "caseId", "openedAt", "dueAt", provisional, "closedAt", "closeReason", detail,
         ${ms('due')} as "dueKey" from (${selects.join(' union all ')}) t order by due, n limit $${most}`,
      values,
    )
    return rows
  },
})
