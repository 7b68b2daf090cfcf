import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { dueAfter } from '#domain/service/term.ts'
import { day, epochMs } from '#domain/units.ts'
import { profileAt } from './profile-at.ts'

type NewPrice = {
  readonly enterpriseId: string
  readonly model: string
  readonly gasFen: number
  readonly validFrom: string
}

/** @throws FREE_DELIVERY_PROMISED (R001-6.3-2) */
export const refuseFee = async (
  { queries }: ApiDeps,
  { enterpriseId, deliveryFeeFen }: { readonly enterpriseId: string; deliveryFeeFen: number },
): Promise<void> => {
  if (deliveryFeeFen === 0) return
  if ((await queries.payments.terms(enterpriseId))?.freeDelivery !== true) return
  const limits = { measured: deliveryFeeFen, limit: 0, unit: 'fen', clause: 'R001-6.3-2' }
  throw problem('FREE_DELIVERY_PROMISED', { path: '/deliveryFeeFen', ...limits })
}

/**
 * What a new price changes: the first one of a size nothing; each further one is announced with its basis, so long before it holds
 * as the strictest rule of the enterprise's regions says. @throws INCONSISTENT_REQUEST, PRICE_NOTICE_TOO_SHORT
 */
export const priceChange = (deps: ApiDeps) => {
  const { priceNotices, calendar } = deps.queries
  const profileOf = profileAt(deps)

  /** The first day on which it may hold, and by which clause. */
  const earliest = async (enterpriseId: string) => {
    const now = epochMs(deps.clock())
    const work = (await calendar.load()).calendar
    let found = { on: dayOf(now), clause: 'R000-5.1.3' }
    for (const region of await priceNotices.regions(enterpriseId)) {
      const asked = (await profileOf(region, now, enterpriseId)).single.priceNotice
      if (asked === undefined) continue
      const on = dayOf(dueAfter(now, asked.value, work).dueAt)
      if (on > found.on) found = { on, clause: asked.clause }
    }
    return found
  }

  return async (price: NewPrice, basis: string | undefined) => {
    const { enterpriseId, model, validFrom } = price
    const before = await priceNotices.before(enterpriseId, model, validFrom)
    if (before === null) return null
    const { on, clause } = await earliest(enterpriseId)
    if (validFrom < on) {
      const detail = {
        zh: `现在公布最早自 ${on} 起执行`,
        en: `publish it now to hold from ${on} on, or later`,
      }
      const limits = { measured: validFrom, limit: on, clause }
      throw problem('PRICE_NOTICE_TOO_SHORT', { path: '/validFrom', ...limits, detail })
    }
    if (basis === undefined) {
      const detail = {
        zh: `请写明调价依据（${clause}）`,
        en: `say on what basis the price changes (${clause})`,
      }
      throw problem('INCONSISTENT_REQUEST', { path: '/basis', clause, detail })
    }
    return { beforeFen: before.gasFen ?? price.gasFen, basis }
  }
}

/** How orders around the day are settled: the same for every change, because an order keeps its price. */
export const settlementOf = (validFrom: string) => {
  const last = addDays(day(validFrom), -1)
  return {
    zh: `${last} 及以前下的订单按原价结算，${validFrom} 起下的订单按新价结算。`,
    en: `Orders placed until ${last} are settled at the old price, orders from ${validFrom} on at the new one.`,
  }
}
