import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { customerWithin, livingCustomer, SELLERS, SERVICE } from './customer-view.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import { addressField, addressKey } from '#domain/identity/address.ts'
import { type Day, day, epochMs } from '#domain/units.ts'
import { type Buyer, mayBuy, mayPlace } from '#rules/may-buy.ts'
import type { CustomerRow } from '#store/queries/people/customers.ts'
import type { PremisesRow } from '#store/queries/people/premises.ts'
import {
  premisesCreate,
  premisesUpdate,
  premisesView,
  supplyCheck,
  supplyCheckView,
} from '#schemas/api/premises.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'

const params = z.object({ id: uuid })
const premisesParams = z.object({ id: uuid, premisesId: uuid })

/** @throws INVALID_IDENTITY for blanks alone */
const addressed = (customer: CustomerRow, text: string) => {
  const address = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  if (addressKey(address) === '') {
    throw problem('INVALID_IDENTITY', {
      path: '/address',
      detail: { zh: '须填写地址', en: 'an address is needed' },
    })
  }
  return { personId: customer.personId, address, addressKey: addressKey(address) }
}

const buyerOf = (row: CustomerRow, today: Day): Buyer => {
  const running = row.authorisations.filter(({ from }) => from <= today)
  return {
    kind: row.kind,
    identityState: row.identityState,
    reverifyOn: row.reverifyOn === null ? null : day(row.reverifyOn),
    identified: row.identified,
    erased: row.erasedAt !== null,
    authorisedUntil:
      running
        .map(({ until }) => day(until))
        .sort()
        .at(-1) ?? null,
  }
}

/** Premises (用气场所): where cylinders stand, and whether they may. */
export const premisesRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { premises, people } = deps.queries
  const profileOf = profileAt(deps)
  const now = () => epochMs(deps.clock())

  const views = async (customer: CustomerRow, rows: readonly PremisesRow[]) => {
    const fields = rows.map(({ id }) => addressField(id))
    const masked = (await people.masked([customer.personId], fields)).get(customer.personId)
    return rows.map((row) => ({
      ...row,
      address: masked?.[addressField(row.id)] ?? null,
      createdAt: timeText(row.createdAt),
      changedAt: timeText(row.changedAt),
      closedAt: timeTextOrNull(row.closedAt),
    }))
  }

  const one = async (customer: CustomerRow, row: PremisesRow) => {
    const [view] = await views(customer, [row])
    if (view === undefined) throw problem('NOT_FOUND')
    return view
  }

  const within = async (
    request: FastifyRequest,
    customer: CustomerRow,
    id: string,
  ): Promise<PremisesRow> => {
    const row = await premises.byId(scopeOf(principalOf(request)), id)
    if (row === null || row.customerId !== customer.id) throw problem('NOT_FOUND')
    return row
  }

  const limitAt = async (region: string, enterpriseId: string) => {
    const { single } = await profileOf(region, now(), enterpriseId)
    return { addressLimit: single.addressesPerIdentity?.value ?? 1, at: now() }
  }

  app.post(
    '/v1/customers/:id/premises',
    {
      config: { access: SELLERS },
      schema: { params, body: premisesCreate, response: { 201: premisesView } },
    },
    async (request, reply) => {
      const { address, floor, gasAlarm, ...fields } = request.body
      const customer = await livingCustomer(deps, request, request.params.id)
      const row = await premises.create({
        ...fields,
        ...addressed(customer, address),
        ...(await limitAt(fields.region, customer.enterpriseId)),
        id: eventIdOf(request, deps),
        customerId: customer.id,
        enterpriseId: customer.enterpriseId,
        floor: floor ?? null,
        gasAlarm: gasAlarm ?? null,
      })
      if (row === null) throw problem('CUSTOMER_ERASED')
      return reply.code(201).send(await one(customer, row))
    },
  )

  app.get(
    '/v1/customers/:id/premises',
    {
      config: { access: SERVICE },
      schema: { params, querystring: pageQuery, response: { 200: pageOf(premisesView) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const customer = await customerWithin(deps, request, request.params.id)
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, uuid)
      const rows = await premises.list(scope, customer.id, limit + 1, after)
      const { next } = pageFrom(
        rows,
        limit,
        ({ id }) => id,
        ({ id }) => id,
      )
      return { items: await views(customer, rows.slice(0, limit)), next }
    },
  )

  app.get(
    '/v1/customers/:id/premises/:premisesId',
    {
      config: { access: SERVICE },
      schema: { params: premisesParams, response: { 200: premisesView } },
    },
    async (request) => {
      const customer = await customerWithin(deps, request, request.params.id)
      return one(customer, await within(request, customer, request.params.premisesId))
    },
  )

  app.patch(
    '/v1/customers/:id/premises/:premisesId',
    {
      config: { access: SELLERS },
      schema: { params: premisesParams, body: premisesUpdate, response: { 200: premisesView } },
    },
    async (request) => {
      const { address, ...fields } = request.body
      const customer = await livingCustomer(deps, request, request.params.id)
      const known = await within(request, customer, request.params.premisesId)
      const row = await premises.change(
        known.id,
        fields as Parameters<typeof premises.change>[1],
        address === undefined ? null : addressed(customer, address),
        await limitAt(fields.region ?? known.region, customer.enterpriseId),
      )
      if (row === null) throw problem('CUSTOMER_ERASED')
      return one(customer, row)
    },
  )

  app.post(
    '/v1/customers/:id/premises/:premisesId/supply-check',
    {
      config: { access: SERVICE },
      schema: {
        params: premisesParams,
        body: supplyCheck,
        response: { 200: supplyCheckView },
      },
    },
    async (request) => {
      const { models } = request.body
      const unknown = models.findIndex((text) => modelOf(text) === null)
      if (unknown >= 0) throw problem('UNKNOWN_MODEL', { path: `/models/${unknown}` })
      const customer = await customerWithin(deps, request, request.params.id)
      const row = await within(request, customer, request.params.premisesId)
      const today = dayOf(now())
      const profile = await profileOf(row.region, now(), row.enterpriseId)
      const cylinders = await premises.onSite(customer.id, row.id)
      const onSite = cylinders.map(({ model }) => model ?? '')
      const soldToday = cylinders.filter(
        ({ deliveredAt }) => deliveredAt !== null && deliveredAt >= startOfDay(today),
      ).length
      const facts = { ...row, closed: row.closedAt !== null }
      const refusals = [
        ...mayBuy(buyerOf(customer, today), facts, profile, today),
        ...mayPlace(facts, { onSite, soldToday, asked: models }, profile, today),
      ]
      const massG = onSite.reduce((sum, text) => sum + (modelOf(text)?.maxG ?? 0), 0)
      return {
        allowed: refusals.length === 0,
        profile: profile.ref,
        refusals,
        onSite: { cylinders: onSite.length, massG },
      }
    },
  )
}
