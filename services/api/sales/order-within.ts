import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'

/** Whose orders alone a caller sees: a courier's own, beside those that nobody brings yet; null = all in scope. */
export const courierAlone = (request: FastifyRequest): string | null => {
  const { role, userId } = principalOf(request)
  return role === 'courier' ? userId : null
}

/** An order that the caller may look at and ask something for; what happened is told of any (see deliveries). @throws NOT_FOUND */
export const orderWithin =
  ({ queries }: ApiDeps) =>
  async (request: FastifyRequest, id: string): Promise<OrderRow> => {
    const row = await queries.orders.byId(scopeOf(principalOf(request)), id)
    const alone = courierAlone(request)
    const others =
      alone !== null && row !== null && row.courierId !== null && row.courierId !== alone
    if (row === null || others) throw problem('NOT_FOUND')
    return row
  }
