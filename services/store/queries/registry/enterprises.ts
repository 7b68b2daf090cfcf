import type { Pool } from 'pg'
import { ms, violation, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type EnterpriseRow = {
  readonly id: string
  readonly name: string
  readonly uscc: string | null
  readonly createdAt: number
}

const ENTERPRISE = `e.id, e.name, e.uscc, ${ms('e.created_at')} as "createdAt"`

export const enterpriseQueries = (pool: Pool, read: Pool) => ({
  async create(id: string, name: string, uscc: string | null): Promise<EnterpriseRow | null> {
    try {
      const { rows } = await pool.query<EnterpriseRow>(
        `with e as (insert into enterprise (id, name, uscc) values ($1, $2, $3) returning *)
         select ${ENTERPRISE} from e`,
        [id, name, uscc],
      )
      return rows[0] ?? null
    } catch (error) {
      if (violation(error) === 'unique') return null
      throw error
    }
  },

  async list(scope: Scope, limit: number, after: string | null): Promise<readonly EnterpriseRow[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (after !== null) where.and(`e.id > ${where.param(after)}`)
    const { rows } = await read.query<EnterpriseRow>(
      `select ${ENTERPRISE} from enterprise e ${where.sql} order by e.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(scope: Scope, id: string): Promise<EnterpriseRow | null> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    where.and(`e.id = ${where.param(id)}`)
    const { rows } = await read.query<EnterpriseRow>(
      `select ${ENTERPRISE} from enterprise e ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },
})
