import type { z } from 'zod'
import type { ApiDeps } from '#api/api-deps.ts'
import { ApiProblem, problem } from '#api/problem.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { mayBuy, mayPlace } from '#rules/may-buy.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { orderCreate } from '#schemas/api/order.ts'
import type { RefusalRow } from '#store/queries/sales/counter.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'
import { derivedId } from '#api/derived-id.ts'
import { aheadOf, spanOf } from './instant-of.ts'
import { pricedLines } from './priced-lines.ts'
import { profileAt } from './profile-at.ts'
import { refuseSuspended, refuseUnsafeHome, saleRefused } from './sale-refusals.ts'

type Party = Pick<RefusalRow, 'enterpriseId' | 'customerId' | 'region'>
type Wanted = z.infer<typeof orderCreate>

const orderNo = (id: string, at: EpochMs): string =>
  `${dayOf(at).replaceAll('-', '').slice(2)}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`

/** Premises that nothing stands against: those of a pick-up. */
const NOWHERE = {
  class: 'urban',
  inPipeArea: false,
  place: 'outdoors',
  roomUse: 'other',
  ventilation: 'open-air',
  closed: false,
} as const

/** What every order goes through, whoever places it: the counter, or the customer. */
export const orderDesk = (deps: ApiDeps) => {
  const { contracts, counter, orders, safety, sales, suspensions, prices } = deps.queries
  const profileOf = profileAt(deps)

  const partiesOf = async (scope: Scope, body: Wanted) => {
    const customer = await safety.customer(scope, body.customerId)
    if (customer === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
    // What is picked up stands in a home all the same: hazards and limits of the only one count.
    const homes = body.premisesId === undefined ? await sales.homesOf(customer.customerId) : []
    if (body.premisesId === undefined && (body.channel === 'delivery' || homes.length > 1)) {
      const detail = {
        zh: '请指定用气地址；仅有一处时自提可不填',
        en: 'name the premises that it is for; a pick-up need not where there is only one',
      }
      throw problem('INCONSISTENT_REQUEST', { path: '/premisesId', detail })
    }
    const premisesId = body.premisesId ?? homes[0]
    if (premisesId === undefined) return { customer, premisesId: null, region: customer.region }
    const premises = await safety.premises(scope, premisesId)
    if (premises === null || premises.customerId !== customer.customerId) {
      throw problem('UNKNOWN_REFERENCE', { path: '/premisesId' })
    }
    return { customer, premisesId, region: premises.region }
  }

  /** @throws SALE_REFUSED: identity, place, hazard, or more than may stand there */
  const mayBeSold = async (
    sale: { readonly customerId: string; readonly premisesId: string | null },
    asked: readonly string[],
    profile: ResolvedProfile,
    at: EpochMs,
  ): Promise<void> => {
    const { customerId, premisesId } = sale
    const today = dayOf(at)
    const parties = await sales.parties(customerId, premisesId, today, startOfDay(today))
    if (parties === null) throw problem('NOT_FOUND')
    const { buyer, premises, onSite, soldToday } = parties
    // A pick-up names no place: who buys is asked all the same.
    const place = premises ?? NOWHERE
    const found = mayBuy(buyer, place, profile, today)[0]
    const isOrder = asked.length > 0
    if (found !== undefined) throw saleRefused(found, isOrder)
    if (premises === null || premisesId === null) return
    refuseSuspended(await suspensions.inForce(premisesId, at))
    refuseUnsafeHome(await safety.openAt(premisesId), profile)
    // A full one takes the place of an empty one.
    const staying = onSite.slice(Math.min(onSite.length, asked.length))
    const placed = mayPlace(premises, { onSite: staying, soldToday, asked }, profile, today)[0]
    if (isOrder && placed !== undefined) throw saleRefused(placed, isOrder)
  }

  /** The contract that the sale is made under; null = none, where none is asked for. @throws UNKNOWN_REFERENCE, SALE_REFUSED */
  const contractOf = async (
    customerId: string,
    no: string | undefined,
    profile: ResolvedProfile,
    at: EpochMs,
  ): Promise<string | null> => {
    const found = await contracts.inForce(customerId, dayOf(at), no)
    if (found !== null) return found.no
    if (no !== undefined) {
      const detail = {
        zh: `${no} 不是该用户今天有效的合同`,
        en: `${no} is no contract of this customer that is in force today`,
      }
      throw problem('UNKNOWN_REFERENCE', { path: '/contractNo', detail })
    }
    const asked = profile.single.contractRequired
    if (asked?.value !== true) return null
    throw problem('SALE_REFUSED', {
      rule: 'CONTRACT_MISSING',
      clause: asked.clause,
      remedy: {
        zh: '请先签订供气合同：POST /v1/contracts',
        en: 'sign a supply contract: POST /v1/contracts',
      },
      detail: {
        zh: `与该用户没有有效的供气合同（${asked.clause}）`,
        en: `no supply contract is in force with this customer (${asked.clause})`,
      },
    })
  }

  /** Who was turned away, and by which rule (R001-6.1-1, R002-4.2.5): the refusal goes on. */
  const refusedTo =
    (party: Party, by: { readonly id: string; readonly userId: string }, now: EpochMs) =>
    async (error: unknown): Promise<never> => {
      if (error instanceof ApiProblem && error.code === 'SALE_REFUSED') {
        const { rule, clause } = error.details
        await counter.refused({
          ...party,
          id: derivedId('refusal', by.id),
          kind: 'order',
          rule: rule ?? error.code,
          clause: clause ?? null,
          reason: null,
          refusedAt: now,
          recordedBy: by.userId,
          recordedAt: now,
        })
      }
      throw error
    }

  /** A repeat with the same id finds its order. @throws UNKNOWN_REFERENCE, NO_PRICE, SALE_REFUSED and others */
  const place = async (
    scope: Scope,
    body: Wanted,
    by: { readonly id: string; readonly userId: string },
  ): Promise<OrderRow> => {
    const now = epochMs(deps.clock())
    const { customer, premisesId, region } = await partiesOf(scope, body)
    const { enterpriseId, customerId } = customer
    const profile = await profileOf(region, now, enterpriseId)
    const lines = pricedLines(
      body.lines,
      await prices.pricesOn(enterpriseId, dayOf(now)),
      body.channel,
    )
    const asked = lines.flatMap(({ model, quantity }) => Array<string>(quantity).fill(model))
    const refused = refusedTo({ enterpriseId, customerId, region }, by, now)
    await mayBeSold({ customerId, premisesId }, asked, profile, now).catch(refused)
    const contractNo = await contractOf(customerId, body.contractNo, profile, now).catch(refused)
    const span = aheadOf(spanOf(body.appointment, '/appointment'), now, '/appointment')
    return orders.create({
      id: by.id,
      no: orderNo(by.id, now),
      enterpriseId,
      customerId,
      premisesId,
      region,
      channel: body.channel,
      contractNo,
      appointmentFrom: span?.from ?? null,
      appointmentTo: span?.to ?? null,
      totalFen: lines.reduce((sum, line) => sum + line.totalFen, 0),
      createdAt: now,
      lines,
      createdBy: by.userId,
    })
  }

  return { mayBeSold, place }
}
