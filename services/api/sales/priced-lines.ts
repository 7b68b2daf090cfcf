import { problem } from '#api/problem.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import type { OrderLine } from '#store/queries/sales/orders.ts'
import type { PriceRow } from '#store/queries/sales/prices.ts'

type Asked = { readonly model: string; readonly quantity: number }

export type PricedLine = OrderLine & { readonly totalFen: number }

/** The lines at the prices of the day. @throws UNKNOWN_MODEL, NO_PRICE, INCONSISTENT_REQUEST for a size named twice */
export const pricedLines = (
  asked: readonly Asked[],
  prices: readonly PriceRow[],
  channel: 'delivery' | 'pickup',
): readonly PricedLine[] => {
  const seen = new Set<string>()
  return asked.map(({ model, quantity }, i) => {
    const path = `/lines/${i}/model`
    const name = modelOf(model)?.name
    if (name === undefined) throw problem('UNKNOWN_MODEL', { path })
    if (seen.has(name)) {
      throw problem('INCONSISTENT_REQUEST', {
        path,
        detail: { zh: `${name} 重复出现`, en: `${name} stands there twice` },
      })
    }
    seen.add(name)
    const price = prices.find((one) => one.model === name)
    if (price === undefined) {
      const detail = {
        zh: `${name} 今天没有有效价格，请先公布：POST /v1/prices`,
        en: `no price of ${name} is in force today: POST /v1/prices first`,
      }
      throw problem('NO_PRICE', { path, detail })
    }
    const { labelledNetG, gasFen, depositFen, publishedFenPerKg } = price
    // Who comes for it pays no delivery.
    const deliveryFeeFen = channel === 'pickup' ? 0 : price.deliveryFeeFen
    return {
      line: i + 1,
      model: name,
      quantity,
      labelledNetG,
      gasFen,
      deliveryFeeFen,
      depositFen,
      publishedFenPerKg,
      priceId: price.id,
      totalFen: quantity * (gasFen + deliveryFeeFen + depositFen),
    }
  })
}
