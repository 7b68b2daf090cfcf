import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { nameOf, phoneOf } from '#api/people/identity-of.ts'
import { problem } from '#api/problem.ts'
import { present } from '#api/time-text.ts'

export type PartyBody = {
  readonly customerId?: string | undefined
  readonly premisesId?: string | undefined
  readonly enterpriseId?: string | undefined
  readonly region?: string | undefined
  readonly stationId?: string | undefined
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly address?: string | undefined
}

/** Whose case it is, where its rules come from, and whose key seals what is written. */
export type CaseParty = {
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string | null
  readonly premisesId: string | null
  readonly stationId: string | null
  readonly personId: string
  /** Set where the person is new. */
  readonly secrets: Readonly<Record<string, string>> | null
}

const unknown = (path: string) => problem('UNKNOWN_REFERENCE', { path })

type Known = {
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string
  readonly personId: string
  readonly erased: boolean
}

/** The premises go before the customer: their region's rules apply. */
const knownParty = async (
  { queries }: ApiDeps,
  request: FastifyRequest,
  body: PartyBody,
): Promise<Known | null> => {
  const own = request.ownCustomerId
  // A customer's own rows are all that the database shows; staff see what their scope shows.
  const scope = own === null ? scopeOf(principalOf(request)) : ({ kind: 'all' } as const)
  const { premisesId } = body
  const customerId = own ?? body.customerId
  if (own !== null && body.customerId !== undefined && body.customerId !== own) {
    throw unknown('/customerId')
  }
  if (premisesId !== undefined) {
    const premises = await queries.safety.premises(scope, premisesId)
    if (premises === null) throw unknown('/premisesId')
    if (customerId !== undefined && premises.customerId !== customerId) throw unknown('/premisesId')
    return premises
  }
  if (customerId === undefined) return null
  const customer = await queries.safety.customer(scope, customerId)
  if (customer === null) throw unknown('/customerId')
  return customer
}

/** @throws UNKNOWN_REFERENCE, INVALID_REQUEST for a case that belongs nowhere */
const enterpriseOf = async (
  { queries }: ApiDeps,
  request: FastifyRequest,
  asked: string | undefined,
): Promise<string> => {
  const principal = principalOf(request)
  const id = asked ?? principal.enterpriseId
  if (id === null)
    throw problem('INVALID_REQUEST', {
      path: '/enterpriseId',
      detail: { zh: '缺少此项', en: 'is missing' },
    })
  const found = await queries.enterprises.byId(scopeOf(principal), id)
  if (found === null) throw unknown('/enterpriseId')
  return id
}

/** The order that a case names is one of its enterprise and, where it is known, of its customer. @throws UNKNOWN_REFERENCE */
export const refuseStrangeOrder = async (
  { queries }: ApiDeps,
  request: FastifyRequest,
  orderId: string | undefined,
  { enterpriseId, customerId }: Pick<CaseParty, 'enterpriseId' | 'customerId'>,
): Promise<void> => {
  if (orderId === undefined) return
  const own = request.ownCustomerId
  const scope = own === null ? scopeOf(principalOf(request)) : ({ kind: 'all' } as const)
  const order = await queries.orders.byId(scope, orderId)
  const fits =
    order !== null &&
    order.enterpriseId === enterpriseId &&
    (customerId === null || order.customerId === customerId)
  if (!fits) throw unknown('/orderId')
}

/** @throws CUSTOMER_ERASED and whatever of the above */
export const partyOf = async (
  deps: ApiDeps,
  request: FastifyRequest,
  body: PartyBody,
): Promise<CaseParty> => {
  const stationId = body.stationId ?? principalOf(request).stationId
  if (body.stationId !== undefined) {
    const station = await deps.queries.stations.byId(scopeOf(principalOf(request)), body.stationId)
    if (station === null) throw unknown('/stationId')
  }
  const known = await knownParty(deps, request, body)
  if (known !== null) {
    if (known.erased) throw problem('CUSTOMER_ERASED')
    const { enterpriseId, region, customerId, personId } = known
    const premisesId = body.premisesId ?? null
    return { enterpriseId, region, customerId, personId, premisesId, stationId, secrets: null }
  }
  const { region } = body
  if (region === undefined) {
    const detail = {
      zh: '缺少此项：地点决定适用的规则',
      en: 'is missing: the place says which rules apply',
    }
    throw problem('INVALID_REQUEST', { path: '/region', detail })
  }
  const secrets = present({
    name: body.name === undefined ? undefined : nameOf(body.name),
    phone: body.phone === undefined ? undefined : phoneOf(body.phone),
    address: body.address,
  }) as Readonly<Record<string, string>>
  return {
    enterpriseId: await enterpriseOf(deps, request, body.enterpriseId),
    region,
    customerId: null,
    premisesId: null,
    stationId,
    personId: deps.newId(),
    secrets,
  }
}
