import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { beyondReach, closely } from '#store/reach.ts'

export type MismatchRow = {
  readonly id: string
  readonly code: string
  readonly enterpriseId: string
  readonly differs: 'serial' | 'owner' | 'maker' | 'look'
  readonly stamped: string | null
  readonly times: number
  readonly firstAt: number
  readonly lastAt: number
  readonly dueAt: number
  readonly closedAt: number | null
  readonly closedBy: string | null
  readonly outcome: 'copied-tag' | 'wrong-record' | 'no-difference' | null
  readonly note: string | null
}

export type ToldMismatch = {
  readonly id: string
  readonly code: string
  readonly differs: MismatchRow['differs']
  readonly stamped: string | null
  readonly at: number
  readonly dueAt: number
}

type Filter = {
  readonly code: string | undefined
  readonly state: 'open' | 'closed' | 'all'
}

/** More than anybody reads of one cylinder: whoever makes up numbers fills no table. */
const MOST_OPEN = 20

const REPORT = `m.id, c.code, m.enterprise_id as "enterpriseId", m.differs, m.stamped, m.times, ${ms('m.first_at')} as "firstAt",
  ${ms('m.last_at')} as "lastAt", ${ms('m.due_at')} as "dueAt", ${ms('m.closed_at')} as "closedAt", m.closed_by as "closedBy",
  m.outcome, m.note`
const FROM = 'from mismatch_report m join cylinder c on c.id = m.cylinder_id'

/** 与瓶身不符: what residents told of a code that does not match its metal. */
export const mismatchQueries = (pool: Pool, read: Pool) => ({
  /** Beyond reach: the public writes no rows, and is shown none. @returns false = no owner is known who could look */
  async told(report: ToldMismatch): Promise<boolean> {
    const { id, code, differs, stamped, at, dueAt } = report
    const values = [id, code, differs, stamped, instantParam(at), instantParam(dueAt), MOST_OPEN]
    const { rows } = await beyondReach(() =>
      pool.query(
        `with subject as (select id, owner_id from cylinder where code = $2 and owner_id is not null),
           again as (update mismatch_report m set times = m.times + 1, last_at = $5::timestamptz from subject
             where m.cylinder_id = subject.id and m.closed_at is null and m.differs = $3
               and coalesce(m.stamped, '') = coalesce($4, '') returning m.id),
           fresh as (insert into mismatch_report
               (id, enterprise_id, cylinder_id, differs, stamped, times, first_at, last_at, due_at)
             select $1::uuid, owner_id, subject.id, $3, $4, 1, $5::timestamptz, $5::timestamptz, $6::timestamptz from subject
             where not exists (select from again)
               and (select count(*) from mismatch_report m where m.cylinder_id = subject.id and m.closed_at is null) < $7
             on conflict (cylinder_id, differs, coalesce(stamped, '')) where closed_at is null
               do update set times = mismatch_report.times + 1, last_at = excluded.last_at)
         select from subject`,
        values,
      ),
    )
    return rows.length > 0
  },

  /** Of one cylinder also for whoever has worked on it; else within scope. Newest first. */
  async list(
    scope: Scope,
    { code, state }: Filter,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly MismatchRow[]> {
    const where = new Where()
    if (code === undefined) where.and(heldInScope(where, scope, 'm'))
    else where.and(`c.code = ${where.param(code)}`)
    if (state !== 'all') where.and(`m.closed_at is ${state === 'open' ? '' : 'not '}null`)
    if (after !== null) {
      where.and(
        `(m.first_at, m.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const sql = `select ${REPORT} ${FROM} ${where.sql} order by m.first_at desc, m.id desc limit ${where.param(limit)}`
    const ask = () => read.query<MismatchRow>(sql, where.values)
    return (await (code === undefined ? ask() : closely(ask))).rows
  },

  async byId(scope: Scope, id: string): Promise<MismatchRow | null> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'm'))
    where.and(`m.id = ${where.param(id)}`)
    const { rows } = await pool.query<MismatchRow>(
      `select ${REPORT} ${FROM} ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** @returns false = somebody closed it before */
  async close(
    id: string,
    closed: {
      readonly at: number
      readonly by: string
      readonly outcome: NonNullable<MismatchRow['outcome']>
      readonly note: string
    },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update mismatch_report set closed_at = $2::timestamptz, closed_by = $3, outcome = $4, note = $5
       where id = $1 and closed_at is null`,
      [id, instantParam(closed.at), closed.by, closed.outcome, closed.note],
    )
    return rowCount === 1
  },
})
