import { instantParam, ms, type Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from '#store/queries/service/case-rows.ts'

/** The kind of work that a regulator's order to rectify is. */
export const SUPERVISION_WORK = 'supervision-rectification'

type After = { readonly dueKey: number; readonly id: string } | null

/** Orders to rectify, for the company and for the regulator alike. Their ids begin above those of the service desk. */
export const ofSupervision =
  (scope: Scope, { open }: { readonly open: boolean }, after: After) =>
  (where: Where): string => {
    where.and(caseInScope(where, scope, 'm'))
    where.and(`m.due_at is not null and m.settled_at is ${open ? '' : 'not '}null`)
    if (after !== null) {
      const at = where.param(instantParam(after.dueKey))
      where.and(`(m.due_at, m.seq) > (${at}::timestamptz, ${where.param(after.id)}::int8)`)
    }
    return `select m.seq as n, m.seq::text as id, '${SUPERVISION_WORK}' as kind, null::text as code, null::uuid as "eventId",
      m.case_id as "caseId", ${ms('m.ordered_at')} as "openedAt", ${ms('m.due_at')} as "dueAt", m.provisional,
      ${ms('m.settled_at')} as "closedAt", case when m.settled_at is not null then 'MET' end as "closeReason",
      json_build_object('area', 'supervision', 'caseNo', k.no::text, 'region', m.region, 'measureId', m.id, 'what', m.what,
        'enterpriseId', m.enterprise_id, 'waitsFor', case when m.answered_at is null then 'company' else 'regulator' end) as detail,
      m.due_at as due
    from supervision_measure m join supervision_case k on k.id = m.case_id ${where.sql} order by m.due_at, m.seq`
  }

/** Open orders to rectify as rows of kind and deadline. */
export const supervisionCounted = (where: Where, scope: Scope): string => {
  where.and(caseInScope(where, scope, 'm'))
  where.and('m.due_at is not null and m.settled_at is null')
  return `select '${SUPERVISION_WORK}' as kind, m.due_at from supervision_measure m ${where.sql}`
}
