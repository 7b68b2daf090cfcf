import type { FastifyRequest } from 'fastify'
import { principalOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import type { OwnAccount } from '#store/queries/account/customer-accounts.ts'
import type { Scope } from '#store/queries/scope.ts'

/** Who signs in with a phone. Nobody of the staff has business under `/v1/me`. */
export const CUSTOMER = ['customer'] as const

/** The customer that the caller stands for, and how far queries may look for them: never beyond the own enterprise. */
export type Me = OwnAccount & { readonly userId: string; readonly scope: Scope }

/** @throws NOT_FOUND for an account that stands for nobody, or no longer does */
export const ownAccount = async (deps: ApiDeps, request: FastifyRequest): Promise<Me> => {
  const { userId } = principalOf(request)
  const today = dayOf(epochMs(deps.clock()))
  const own = await deps.queries.customerAccounts.own(userId, today)
  if (own === null) {
    throw problem('NOT_FOUND', {
      detail: {
        zh: '该账号未绑定（或不再绑定）用户',
        en: 'this account stands for no customer (any more)',
      },
    })
  }
  return { ...own, userId, scope: { kind: 'enterprise', enterpriseId: own.enterpriseId } }
}

/** Reads as the customer: the database itself shows nothing of anybody else. */
export const asMe = <T>({ queries }: ApiDeps, me: Me, work: () => Promise<T>): Promise<T> =>
  queries.within({ role: 'customer', userId: me.userId, customerId: me.customerId }, work)

/** Writes, for which the enterprise acts at the customer's word: whoever calls this has shown that it is the customer's own. */
export const forMe = <T>({ queries }: ApiDeps, me: Me, work: () => Promise<T>): Promise<T> =>
  queries.within({ role: 'office', userId: me.userId, enterpriseId: me.enterpriseId }, work)
