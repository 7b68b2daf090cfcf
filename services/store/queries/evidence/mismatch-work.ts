import { instantParam, ms, type Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'

/** The kind of work that a resident's report is. */
export const MISMATCH_WORK = 'mismatch-reported'

type After = { readonly dueKey: number; readonly id: string } | null

/** What residents told of a code that does not match its metal. Their ids begin above those of orders to rectify. */
export const ofMismatches =
  (scope: Scope, { open }: { readonly open: boolean }, after: After) =>
  (where: Where): string => {
    where.and(heldInScope(where, scope, 'm'))
    where.and(`m.closed_at is ${open ? '' : 'not '}null`)
    if (after !== null) {
      const at = where.param(instantParam(after.dueKey))
      where.and(`(m.due_at, m.seq) > (${at}::timestamptz, ${where.param(after.id)}::int8)`)
    }
    return `select m.seq as n, m.seq::text as id, '${MISMATCH_WORK}' as kind, c.code, null::uuid as "eventId", null::uuid as "caseId",
      ${ms('m.first_at')} as "openedAt", ${ms('m.due_at')} as "dueAt", false as provisional, ${ms('m.closed_at')} as "closedAt",
      case when m.closed_at is not null then 'MET' end as "closeReason",
      json_build_object('reportId', m.id, 'differs', m.differs, 'stamped', m.stamped, 'times', m.times) as detail, m.due_at as due
    from mismatch_report m join cylinder c on c.id = m.cylinder_id ${where.sql} order by m.due_at, m.seq`
  }

/** Open reports as rows of kind and deadline. */
export const mismatchesCounted = (where: Where, scope: Scope): string => {
  where.and(heldInScope(where, scope, 'm'))
  where.and('m.closed_at is null')
  return `select '${MISMATCH_WORK}' as kind, m.due_at from mismatch_report m ${where.sql}`
}
