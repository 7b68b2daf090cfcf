import { instantParam, Where } from '#store/queries/queryable.ts'
import type { OrderState } from '#domain/order-state.ts'

export type OrderFilter = {
  readonly state?: OrderState | undefined
  readonly courierId?: string | undefined
  readonly customerId?: string | undefined
  /** Orders of this courier, and those that nobody brings yet. */
  readonly seenBy?: string | null
}

/** Place in a list. */
export type OrderKey = { readonly at: number; readonly id: string }

const NEWEST = 'order by o.created_at desc, o.id desc'

/**
 * The rows of one page of orders, newest first: a statement up to its columns. What a courier sees are two parts, each by an index of its
 * own, where an "or" would walk all orders of the enterprise.
 */
export const orderPage = (
  columns: string,
  inScope: (where: Where) => string,
  { state, courierId, customerId, seenBy = null }: OrderFilter,
  limit: number,
  after: OrderKey | null,
): { readonly text: string; readonly values: unknown[] } => {
  const values: unknown[] = []
  const most = values.push(limit)
  const parts =
    seenBy === null ? ['true'] : ['o.courier_id is null', `o.courier_id = $${values.push(seenBy)}`]
  const selects = parts.map((part) => {
    const where = new Where(values)
    where.and(part)
    where.and(inScope(where))
    if (state !== undefined) where.and(`o.state = ${where.param(state)}`)
    if (courierId !== undefined) where.and(`o.courier_id = ${where.param(courierId)}`)
    if (customerId !== undefined) where.and(`o.customer_id = ${where.param(customerId)}`)
    if (after !== null) {
      const at = where.param(instantParam(after.at))
      where.and(`(o.created_at, o.id) < (${at}::timestamptz, ${where.param(after.id)}::uuid)`)
    }
    return `(select o.* from sale_order o ${where.sql} ${NEWEST} limit $${most})`
  })
  const text = `select ${columns} from (${selects.join(' union all ')}) o ${NEWEST} limit $${most}`
  return { text, values }
}
