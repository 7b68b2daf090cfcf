import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mayActFor, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, encodeCursor, pageFrom } from '#api/page.ts'
import {
  customerViews,
  customerWithin,
  livingCustomer,
  oneCustomerView,
  SELLERS,
  SERVICE,
} from './customer-view.ts'
import { identityOf, nameOf, paperOf, phoneOf, unitNameOf, usccOf } from './identity-of.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { dayOf } from '#domain/calendar.ts'
import { identityText } from '#domain/identity/paper.ts'
import { type Day, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { CustomerRow, IdentityTaken, NewCustomer } from '#store/queries/people/customers.ts'
import {
  type CustomerCreate,
  customerCreate,
  customerLookup,
  customerQuery,
  customerUpdate,
  customerView,
  type CustomerUpdate,
} from '#schemas/api/customer.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { region } from '#schemas/region.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'

const params = z.object({ id: uuid })
const listView = pageOf(customerView)

const requirementsView = z.looseObject({
  profile: z.string(),
  idNumber: z.looseObject({ demanded: z.boolean(), clause: z.string().nullable() }),
  realName: z.looseObject({ demanded: z.boolean(), clause: z.string().nullable() }),
  minimumAge: z.int().nullable(),
})

type Told = Pick<NewCustomer, 'secrets' | 'lookups' | 'paperKind' | 'paperUntil' | 'identity'>

const residentTold = (
  body: Extract<CustomerCreate, { kind: 'resident' }>,
  profile: ResolvedProfile,
  today: Day,
): Told => {
  const name = nameOf(body.name)
  const phone = phoneOf(body.phone)
  const { secrets, paperKind, paperUntil, identityText: text } = identityOf(body, profile, today)
  return {
    secrets: { name, phone, ...secrets },
    lookups: { phone, ...(text === null ? {} : { paper: text }) },
    paperKind,
    paperUntil,
    identity: text === null ? null : { kind: 'paper', text },
  }
}

const unitTold = (body: Extract<CustomerCreate, { kind: 'unit' }>): Told => {
  const unitName = unitNameOf(body.unitName)
  const uscc = usccOf(body.uscc)
  const phone = phoneOf(body.phone)
  return {
    secrets: { unitName, uscc, phone },
    lookups: { uscc, phone },
    paperKind: null,
    paperUntil: null,
    identity: { kind: 'uscc', text: uscc },
  }
}

const orTaken = <Row extends object>(row: Row | IdentityTaken): Row => {
  if (!('taken' in row)) return row
  throw problem('CUSTOMER_EXISTS', {
    detail: {
      zh: `该身份已登记为用户 ${row.taken}，请使用该用户`,
      en: `this identity is registered as customer ${row.taken}: use that one`,
    },
  })
}

const enterpriseOf = (request: FastifyRequest, named: string | undefined): string => {
  const principal = principalOf(request)
  const enterpriseId = named ?? principal.enterpriseId
  if (enterpriseId === null) {
    throw problem('INCONSISTENT_REQUEST', {
      path: '/enterpriseId',
      detail: { zh: '请指定是哪家企业的用户', en: 'say whose customer it is' },
    })
  }
  mayActFor(principal, enterpriseId, '/enterpriseId')
  return enterpriseId
}

/** What a change says, by the rules of a sale. Fields of the other kind of customer are refused. */
const changeOf = (row: CustomerRow, body: CustomerUpdate, profile: ResolvedProfile, today: Day) => {
  const wrong =
    row.kind === 'unit' ? (['name', 'paper', 'bornOn'] as const) : (['unitName', 'uscc'] as const)
  const field = wrong.find((key) => body[key] !== undefined)
  if (field !== undefined) {
    const detail = { zh: `${row.kind} 类用户没有 ${field}`, en: `a ${row.kind} has no ${field}` }
    throw problem('INCONSISTENT_REQUEST', { path: `/${field}`, detail })
  }
  const phone = body.phone === undefined ? {} : { phone: phoneOf(body.phone) }
  const named = body.name === undefined ? {} : { name: nameOf(body.name) }
  const unit = body.unitName === undefined ? {} : { unitName: unitNameOf(body.unitName) }
  if (body.uscc !== undefined) {
    const uscc = usccOf(body.uscc)
    return {
      secrets: { ...phone, ...unit, uscc },
      lookups: { ...phone, uscc },
      identity: {
        paperKind: null,
        paperUntil: null,
        identity: { kind: 'uscc' as const, text: uscc },
      },
    }
  }
  if (body.paper === undefined) {
    return { secrets: { ...phone, ...named, ...unit }, lookups: phone, identity: undefined }
  }
  // Of age it was found when it was registered.
  const told = identityOf({ ...body, ofAge: true }, profile, today)
  const text = told.identityText
  return {
    secrets: {
      ...phone,
      ...named,
      paperNumber: null,
      paperCountry: null,
      bornOn: null,
      ...told.secrets,
    },
    lookups: { ...phone, ...(text === null ? {} : { paper: text }) },
    identity: {
      paperKind: told.paperKind,
      paperUntil: told.paperUntil,
      identity: text === null ? null : { kind: 'paper' as const, text },
    },
  }
}

/** Customers (用户档案): residents and units. Everything personal is sealed, and starred out in what is shown here. */
export const customerRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { customers } = deps.queries
  const profileOf = profileAt(deps)
  const now = () => epochMs(deps.clock())

  app.post(
    '/v1/customers',
    {
      config: { access: SELLERS },
      schema: { body: customerCreate, response: { 201: customerView } },
    },
    async (request, reply) => {
      const { body } = request
      const enterpriseId = enterpriseOf(request, body.enterpriseId)
      const profile = await profileOf(body.region, now(), enterpriseId)
      const told = body.kind === 'unit' ? unitTold(body) : residentTold(body, profile, dayOf(now()))
      const row = await customers.create({
        ...told,
        id: eventIdOf(request, deps),
        personId: deps.newId(),
        kind: body.kind,
        enterpriseId,
        region: body.region,
        at: now(),
      })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      return reply.code(201).send(await oneCustomerView(deps, orTaken(row)))
    },
  )

  app.get(
    '/v1/customers',
    {
      config: { access: SERVICE },
      schema: { querystring: customerQuery, response: { 200: listView } },
    },
    async (request) => {
      const { limit, cursor, identity, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, uuid)
      const rows = await customers.list(scope, { ...filter, state: identity }, limit + 1, after)
      const { next } = pageFrom(
        rows,
        limit,
        ({ id }) => id,
        ({ id }) => id,
      )
      return { items: await customerViews(deps, rows.slice(0, limit)), next }
    },
  )

  /** What a sale in a region asks of the buyer, so that nothing else is asked (C19). */
  app.get(
    '/v1/customers/requirements',
    {
      config: { access: SERVICE },
      schema: { querystring: z.object({ region }), response: { 200: requirementsView } },
    },
    async (request) => {
      const { enterpriseId } = principalOf(request)
      const { ref, single } = await profileOf(
        request.query.region,
        now(),
        enterpriseId ?? undefined,
      )
      const of = (rule: { value: boolean; clause: string } | undefined) => ({
        demanded: rule?.value ?? false,
        clause: rule?.clause ?? null,
      })
      return {
        profile: ref,
        idNumber: of(single.collectIdNumber),
        realName: of(single.realName),
        minimumAge: single.minimumAge?.value ?? null,
      }
    },
  )

  app.get(
    '/v1/customers/reverification',
    {
      config: { access: SERVICE },
      schema: {
        querystring: pageQuery.extend({ before: calendarDate.optional() }),
        response: { 200: listView },
      },
    },
    async (request) => {
      const { limit, cursor, before } = request.query
      const key = decodeCursor(cursor, z.tuple([calendarDate, uuid]))
      const rows = await customers.dueForVerification(
        scopeOf(principalOf(request)),
        before ?? dayOf(now()),
        limit + 1,
        key === null ? null : { on: key[0], id: key[1] },
      )
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next =
        rows.length > limit && last !== undefined ? encodeCursor([last.reverifyOn, last.id]) : null
      return { items: await customerViews(deps, shown), next }
    },
  )

  app.post(
    '/v1/customers/lookup',
    {
      config: { access: SERVICE },
      schema: { body: customerLookup, response: { 200: listView } },
    },
    async (request) => {
      const { body } = request
      const scope = scopeOf(principalOf(request))
      const find = () => {
        if ('phone' in body) return customers.lookup(scope, 'phone', phoneOf(body.phone))
        if ('uscc' in body) return customers.lookup(scope, 'uscc', usccOf(body.uscc))
        const paper = paperOf(body.paper, dayOf(now()))
        return customers.lookup(scope, 'paper', identityText(paper))
      }
      return { items: await customerViews(deps, await find()), next: null }
    },
  )

  app.get(
    '/v1/customers/:id',
    { config: { access: SERVICE }, schema: { params, response: { 200: customerView } } },
    async (request) =>
      oneCustomerView(deps, await customerWithin(deps, request, request.params.id)),
  )

  app.patch(
    '/v1/customers/:id',
    {
      config: { access: SELLERS },
      schema: { params, body: customerUpdate, response: { 200: customerView } },
    },
    async (request) => {
      const known = await livingCustomer(deps, request, request.params.id)
      const profile = await profileOf(known.region, now(), known.enterpriseId)
      const change = changeOf(known, request.body, profile, dayOf(now()))
      const row = await customers.change(known.id, {
        ...change,
        addressLimit: profile.single.addressesPerIdentity?.value ?? 1,
        at: now(),
      })
      if (row === null) throw problem('CUSTOMER_ERASED')
      return oneCustomerView(deps, orTaken(row))
    },
  )
}
