import type { Pool } from 'pg'
import type { Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'

/** Regulators see customers of their region, and those of other regions with premises in theirs. */
export const customerInScope = (where: Where, scope: Scope, c: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${c}.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region': {
      const prefix = where.param(scope.prefix)
      return `(starts_with(${c}.region, ${prefix}) or exists (
        select from premises sp where sp.customer_id = ${c}.id and starts_with(sp.region, ${prefix})))`
    }
    case 'none':
      return 'false'
  }
}

/** Below so many customers of a region they are collected first; above, walking the list finds a page soon enough. */
const FEW = 1_000

const FROM_TO = `between rpad($1, 6, '0') and rpad($1, 6, '9')`

/** Customers of a small region among many, found by region instead of one after the other. */
const fewInRegion = async (read: Pool, scope: Scope): Promise<readonly string[] | null> => {
  if (scope.kind !== 'region') return null
  const { rows } = await read.query<{ id: string }>({
    // Prepared: its policies take longer to plan than to ask.
    name: 'customers-of-small-region',
    text: `(select id from customer where region ${FROM_TO} limit ${FEW + 1})
     union (select customer_id from premises where region ${FROM_TO} limit ${FEW + 1})`,
    values: [scope.prefix],
  })
  return rows.length > FEW ? null : rows.map(({ id }) => id)
}

/** The same for a list, in whichever way is short. */
export const listInScope = async (read: Pool, where: Where, scope: Scope): Promise<void> => {
  const few = await fewInRegion(read, scope)
  where.and(
    few === null ? customerInScope(where, scope, 'c') : `c.id = any(${where.param(few)}::uuid[])`,
  )
}
