import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { agentViews, customerWithin, livingCustomer, SELLERS, SERVICE } from './customer-view.ts'
import { identityOf, nameOf, phoneOf } from './identity-of.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeText } from '#api/time-text.ts'
import { addMonths, dayOf } from '#domain/calendar.ts'
import { type Day, day, epochMs } from '#domain/units.ts'
import type { VerificationRow } from '#store/queries/people/customers.ts'
import {
  agentCreate,
  agentView,
  verificationCreate,
  verificationView,
} from '#schemas/api/customer.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'

const params = z.object({ id: uuid })
const agentParams = z.object({ id: uuid, agentId: uuid })

const verificationShown = ({ recordedAt, ...row }: VerificationRow) => ({
  ...row,
  recordedAt: timeText(recordedAt),
})

/** The earlier of the profile's period and the end of the paper. */
const nextVerification = (onDay: Day, months: number | undefined, paperUntil: string | null) => {
  const byPeriod = months === undefined ? null : addMonths(onDay, months)
  if (byPeriod === null || paperUntil === null) return byPeriod ?? paperUntil
  return byPeriod < paperUntil ? byPeriod : paperUntil
}

type Method = z.infer<typeof verificationCreate>['method']

/** What a machine reads of a person. */
const OF_A_PERSON: readonly Method[] = ['id-card-reader', 'face-match']

/** A licence shows a unit, a card or a face a person. @throws INCONSISTENT_REQUEST */
const refuseMethod = (
  method: Method,
  { kind, agentId }: { readonly kind: string; readonly agentId: string | null },
): void => {
  const isPerson = kind === 'resident' || agentId !== null
  if (isPerson && method === 'licence-seen') {
    const detail = {
      zh: '营业执照用于核验单位，自然人请查验身份证件',
      en: 'a licence shows who a unit is: of a person, see the paper',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/method', detail })
  }
  if (!isPerson && OF_A_PERSON.includes(method)) {
    const detail = {
      zh: '该方式核验自然人，请填写经办人 agentId，或改为查验营业执照',
      en: 'that shows who a person is: name the agent (agentId), or see the licence of the unit',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/method', detail })
  }
}

type Agent = z.infer<typeof agentCreate>

/** A unit has agents, a resident proxies; their authorisation begins before it ends. @throws INCONSISTENT_REQUEST */
const checkAgent = (
  { role, authorisedUntil }: Agent,
  { kind, authorisedFrom }: { readonly kind: string; readonly authorisedFrom: string },
): void => {
  if ((role === 'agent') !== (kind === 'unit')) {
    const detail = {
      zh: '单位用户设经办人，居民用户设代办人',
      en: 'a unit has agents, a resident has proxies',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/role', detail })
  }
  if (authorisedUntil < authorisedFrom) {
    const detail = { zh: '授权截止早于起始', en: 'the authorisation ends before it begins' }
    throw problem('INCONSISTENT_REQUEST', { path: '/authorisedUntil', detail })
  }
}

/** The first-generation identity card (第一代居民身份证) came in 1984: before it nobody's identity was verified. */
const FIRST_CARDS = day('1984-01-01')

/** @throws INCONSISTENT_REQUEST for a day on which nothing can have been verified */
const refuseDay = (onDay: Day, today: Day): void => {
  const detail =
    onDay > today
      ? { zh: '核验时间不能晚于现在', en: 'a verification lies not ahead' }
      : onDay < FIRST_CARDS
        ? {
            zh: '核验日期不能早于 1984 年：当年才开始颁发居民身份证',
            en: 'a verification lies not before 1984, when identity cards came',
          }
        : null
  if (detail !== null) throw problem('INCONSISTENT_REQUEST', { path: '/onDay', detail })
}

/** Who a customer is (实名核验), how often that is looked at again, and who may buy for it. */
export const customerIdentityRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { customers, customerAgents } = deps.queries
  const profileOf = profileAt(deps)
  const now = () => epochMs(deps.clock())

  app.post(
    '/v1/customers/:id/verifications',
    {
      config: { access: SELLERS },
      schema: { params, body: verificationCreate, response: { 201: verificationView } },
    },
    async (request, reply) => {
      const { body } = request
      const customer = await livingCustomer(deps, request, request.params.id)
      const today = dayOf(now())
      const onDay = day(body.onDay ?? today)
      refuseDay(onDay, today)
      const agentId = body.agentId ?? null
      if (agentId !== null && (await customerAgents.byId(customer.id, agentId)) === null) {
        throw problem('UNKNOWN_REFERENCE', { path: '/agentId' })
      }
      refuseMethod(body.method, { kind: customer.kind, agentId })
      const { single } = await profileOf(customer.region, now(), customer.enterpriseId)
      const verified = body.result === 'verified'
      const row = await customers.verify({
        customerId: customer.id,
        agentId,
        method: body.method,
        result: body.result,
        onDay,
        reverifyOn: verified
          ? nextVerification(onDay, single.reverifyMonths?.value, customer.paperUntil)
          : null,
        by: principalOf(request).userId,
        at: now(),
      })
      return reply.code(201).send(verificationShown(row))
    },
  )

  app.get(
    '/v1/customers/:id/verifications',
    {
      config: { access: SERVICE },
      schema: { params, querystring: pageQuery, response: { 200: pageOf(verificationView) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { id } = await customerWithin(deps, request, request.params.id)
      const rows = await customers.verifications(id, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, (row) => row.id, verificationShown)
    },
  )

  app.post(
    '/v1/customers/:id/agents',
    {
      config: { access: SELLERS },
      schema: { params, body: agentCreate, response: { 201: agentView } },
    },
    async (request, reply) => {
      const { body } = request
      const customer = await livingCustomer(deps, request, request.params.id)
      const today = dayOf(now())
      const authorisedFrom = body.authorisedFrom ?? today
      checkAgent(body, { kind: customer.kind, authorisedFrom })
      const profile = await profileOf(customer.region, now(), customer.enterpriseId)
      const name = nameOf(body.name)
      const phone = phoneOf(body.phone)
      const identity = identityOf(body, profile, today)
      const row = await customerAgents.create({
        id: eventIdOf(request, deps),
        customerId: customer.id,
        personId: deps.newId(),
        enterpriseId: customer.enterpriseId,
        role: body.role,
        paperKind: identity.paperKind,
        authorisedFrom,
        authorisedUntil: body.authorisedUntil,
        createdAt: now(),
        secrets: {
          name,
          phone,
          ...identity.secrets,
          ...(body.authorisationNo === undefined ? {} : { authorisationNo: body.authorisationNo }),
        },
        lookups: {
          phone,
          ...(identity.identityText === null ? {} : { paper: identity.identityText }),
        },
      })
      if (row === null) throw problem('CUSTOMER_ERASED')
      const [view] = await agentViews(deps, [row])
      return reply.code(201).send(view as NonNullable<typeof view>)
    },
  )

  app.get(
    '/v1/customers/:id/agents',
    { config: { access: SERVICE }, schema: { params, response: { 200: pageOf(agentView) } } },
    async (request) => {
      const { id } = await customerWithin(deps, request, request.params.id)
      return { items: await agentViews(deps, await customerAgents.list(id)), next: null }
    },
  )

  app.post(
    '/v1/customers/:id/agents/:agentId/revoke',
    {
      config: { access: SELLERS },
      schema: { params: agentParams, response: { 200: agentView } },
    },
    async (request) => {
      const { id } = await customerWithin(deps, request, request.params.id)
      const row = await customerAgents.revoke(id, request.params.agentId, now())
      if (row === null) throw problem('NOT_FOUND')
      const [view] = await agentViews(deps, [row])
      return view as NonNullable<typeof view>
    },
  )
}
