import type { FastifyRequest } from 'fastify'
import { type Principal, principalOf, scopeOf } from '#api/access.ts'
import type { CaseScope } from '#store/queries/service/case-rows.ts'

/** Who works at the desk; a regulator watches, a customer follows their own cases. */
export const DESK = ['admin', 'office', 'station', 'courier'] as const
export const CASE_READERS = [...DESK, 'regulator', 'customer'] as const
export const CASE_WRITERS = [...DESK, 'customer'] as const

/** Which customer signed in; null = somebody else. */
export const customerIdOf = (principal: Principal): string | null =>
  principal.role === 'customer' &&
  'customerId' in principal &&
  typeof principal.customerId === 'string'
    ? principal.customerId
    : null

/** Staff and regulators by enterprise and region, a customer by whose cases they are. */
export const caseScopeOf = (principal: Principal): CaseScope => {
  const customerId = customerIdOf(principal)
  return customerId === null ? scopeOf(principal) : { kind: 'customer', customerId }
}

export const scopeOfRequest = (request: FastifyRequest): CaseScope =>
  caseScopeOf(principalOf(request))
