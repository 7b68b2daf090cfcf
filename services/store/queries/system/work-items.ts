import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { cylinderInScope, type Scope } from '#store/queries/scope.ts'

export type WorkRow = {
  readonly id: string
  readonly kind: string
  readonly code: string | null
  readonly eventId: string
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
const DUE = `coalesce(w.due_at, ${NEVER})`

export const workItemQueries = (read: Pool) => ({
  /** By deadline. */
  async list(
    scope: Scope,
    filter: { readonly kind?: string | undefined; readonly open: boolean },
    limit: number,
    after: { readonly dueKey: number; readonly id: string } | null,
  ): Promise<readonly WorkRow[]> {
    const where = new Where()
    where.and(cylinderInScope(where, scope, 'c'))
    where.and(filter.open ? 'w.closed_at is null' : 'w.closed_at is not null')
    if (filter.kind !== undefined) where.and(`w.kind = ${where.param(filter.kind)}`)
    if (after !== null) {
      where.and(
        `(${DUE}, w.id) > (${where.param(instantParam(after.dueKey))}::timestamptz, ${where.param(after.id)})`,
      )
    }
    const { rows } = await read.query<WorkRow>(
      `select w.id::text as id, w.kind, c.code, w.event_id as "eventId", ${ms('w.opened_at')} as "openedAt",
         ${ms('w.due_at')} as "dueAt", w.provisional, ${ms('w.closed_at')} as "closedAt",
         w.close_reason as "closeReason", w.detail, ${ms(DUE)} as "dueKey"
       from work_item w join cylinder c on c.id = w.cylinder_id
       ${where.sql} order by ${DUE}, w.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
