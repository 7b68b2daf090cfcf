import type { Pool } from 'pg'
import { violation, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type StaffRow = {
  readonly enterpriseId: string
  readonly operator: string
  readonly certifiedUntil: string | null
}

export const staffQueries = (pool: Pool, read: Pool) => ({
  /** Creates or renews; a recorded paper for filling goes before the day given here. Null = no such enterprise. */
  async put(row: StaffRow): Promise<StaffRow | null> {
    try {
      const { rows } = await pool.query<{ until: string | null }>(
        `insert into staff (enterprise_id, operator, certified_until)
         values ($1, $2, coalesce((select max(valid_until) from staff_certificate
           where enterprise_id = $1 and operator = $2 and kind = 'filling' and revoked_at is null), $3))
         on conflict (enterprise_id, operator) do update set certified_until = excluded.certified_until
         returning certified_until::text as until`,
        [row.enterpriseId, row.operator, row.certifiedUntil],
      )
      return { ...row, certifiedUntil: rows[0]?.until ?? null }
    } catch (error) {
      if (violation(error) === 'reference') return null
      throw error
    }
  },

  async list(
    scope: Scope,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<readonly StaffRow[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (after !== null) {
      where.and(
        `(t.enterprise_id, t.operator) > (${where.param(after[0])}, ${where.param(after[1])})`,
      )
    }
    const { rows } = await read.query<StaffRow>(
      `select t.enterprise_id as "enterpriseId", t.operator, t.certified_until::text as "certifiedUntil"
       from staff t join enterprise e on e.id = t.enterprise_id
       ${where.sql} order by t.enterprise_id, t.operator limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
