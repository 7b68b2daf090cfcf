import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { publicView } from '#api/evidence/public-view.ts'
import { oneCustomerView } from '#api/people/customer-view.ts'
import { problem } from '#api/problem.ts'
import { openWarning } from '#api/public/info-view.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addressField } from '#domain/identity/address.ts'
import { me as meSchema, myCylinder } from '#schemas/api/account.ts'
import { openWarning as openWarningSchema } from '#schemas/api/supply-warning.ts'
import type { CustomerRow } from '#store/queries/people/customers.ts'
import { asMe, CUSTOMER, forMe, type Me, ownAccount } from './own-account.ts'

const myCylinders = z.looseObject({ items: z.array(myCylinder) })
const myWarnings = z.looseObject({ items: z.array(openWarningSchema) })
const myExport = z.looseObject({
  customerId: z.string(),
  values: z.record(z.string(), z.string()),
  accesses: z.array(z.looseObject({ at: z.string() })),
})

/** More than any premises may hold. */
const MOST = 200

/** What is known of the caller, and what stands at theirs. */
export const meRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { customers, premises, people, cylinders, supplyWarnings } = deps.queries

  const customerOf = async (me: Me): Promise<CustomerRow> => {
    const row = await customers.byId(me.scope, me.customerId)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const mine = async <T>(request: FastifyRequest, work: (me: Me) => Promise<T>): Promise<T> => {
    const me = await ownAccount(deps, request)
    return asMe(deps, me, () => work(me))
  }

  app.get(
    '/v1/me',
    { config: { access: CUSTOMER }, schema: { response: { 200: meSchema } } },
    (request) =>
      mine(request, async (me) => {
        const row = await customerOf(me)
        const places = await premises.list(me.scope, me.customerId, MOST, null)
        const fields = places.map(({ id }) => addressField(id))
        const masked = (await people.masked([row.personId], fields)).get(row.personId)
        return {
          customer: await oneCustomerView(deps, row),
          premises: places.map((place) => ({
            ...place,
            address: masked?.[addressField(place.id)] ?? null,
            createdAt: timeText(place.createdAt),
            changedAt: timeText(place.changedAt),
            closedAt: timeTextOrNull(place.closedAt),
          })),
        }
      }),
  )

  app.get(
    '/v1/me/cylinders',
    { config: { access: CUSTOMER }, schema: { response: { 200: myCylinders } } },
    (request) =>
      mine(request, async (me) => {
        const filter = { custodyKind: 'customer', custodyId: me.customerId } as const
        const rows = await cylinders.list({ kind: 'all' }, filter, MOST, null)
        const items = []
        for (const row of rows) {
          const view = await publicView(deps, row.code, deps.clock())
          if (view === null) continue
          const { lastFill, ...rest } = view
          items.push({
            ...rest,
            lastFill: lastFill === null ? null : { ...lastFill },
            leakCheckedAt: timeTextOrNull(row.state.lastLeakCheck?.at ?? null),
            leakFree: row.state.lastLeakCheck?.leakFree ?? null,
          })
        }
        return { items }
      }),
  )

  app.get(
    '/v1/me/warnings',
    { config: { access: CUSTOMER }, schema: { response: { 200: myWarnings } } },
    async (request) => {
      const me = await ownAccount(deps, request)
      const { region } = await asMe(deps, me, () => customerOf(me))
      const asked = { enterpriseId: me.enterpriseId, state: 'in-force', now: deps.clock() } as const
      const found = await forMe(deps, me, () => supplyWarnings.list(me.scope, asked, MOST, null))
      const here = found.filter(({ area }) => region.startsWith(area))
      return { items: here.map(openWarning) }
    },
  )

  // Everything as it is, for the one it is about; a line in the log like every other look.
  app.post(
    '/v1/me/export',
    {
      config: { access: CUSTOMER, showsPersonalData: true },
      schema: { response: { 200: myExport } },
    },
    async (request, reply) => {
      const me = await ownAccount(deps, request)
      const access = {
        personId: me.personId,
        customerId: me.customerId,
        enterpriseId: me.enterpriseId,
        userId: principalOf(request).userId,
        role: 'customer',
        purpose: 'person-asked',
        reason: 'the customer asked for a copy in the account',
        at: deps.clock(),
      }
      const values = await forMe(deps, me, () => people.export(access))
      if (values === null) throw problem('CUSTOMER_ERASED')
      const own = { customerId: me.customerId }
      const looks = await asMe(deps, me, () => people.audit(me.scope, own, 500, null))
      void reply.header('cache-control', 'no-store')
      return {
        customerId: me.customerId,
        values: { ...values },
        // Who looked and why; the reasons are the staff's words and stay with the office.
        accesses: looks.map(({ at, action, role, fields, purpose }) => ({
          at: timeText(at),
          action,
          role,
          fields: [...fields],
          purpose,
        })),
      }
    },
  )
}
