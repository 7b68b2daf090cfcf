import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import { ownAccount } from '#api/account/own-account.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import type { CaseScope } from '#store/queries/service/case-rows.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The customer that somebody signed in for; null = staff, a regulator, or nobody. */
    ownCustomerId: string | null
  }
}

/** Who works at the desk; a regulator watches, a customer follows their own cases. */
export const DESK = ['admin', 'office', 'station', 'courier'] as const
export const CASE_READERS = [...DESK, 'regulator', 'customer'] as const
export const CASE_WRITERS = [...DESK, 'customer'] as const

/**
 * Customers call these routes too: from here on the database shows them what is theirs. @throws NOT_FOUND for an account that stands
 * for nobody (any more)
 */
export const useOwnCustomer = (app: ApiApp, deps: ApiDeps): void => {
  app.decorateRequest('ownCustomerId', null)
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.principal?.role !== 'customer') return done()
    ownAccount(deps, request).then(({ userId, customerId }) => {
      request.ownCustomerId = customerId
      deps.queries.within({ role: 'customer', userId, customerId }, done)
    }, done)
  })
}

/** Staff and regulators by enterprise and region, a customer by whose cases they are. */
export const scopeOfRequest = (request: FastifyRequest): CaseScope => {
  const { ownCustomerId: customerId } = request
  return customerId === null ? scopeOf(principalOf(request)) : { kind: 'customer', customerId }
}
