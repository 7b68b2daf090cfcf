import type { Fen, Grams } from './units.ts'

/** What a kilogram cost in one sale (当次售价): the gas line over the labelled mass, without delivery fee or deposit. */
export type SalePrice = {
  readonly gasFen: number
  readonly labelledNetG: number
  /** The published unit price (公示单价), fen per kg; null = none was published. */
  readonly publishedFenPerKg: number | null
}

const roundHalfUp = (numerator: bigint, denominator: bigint): number =>
  Number((2n * numerator + denominator) / (2n * denominator))

/**
 * What an excess or a shortage costs (赔付金额): mass × price per kg of that sale, never below the published unit price
 * (R001-6.2-7, R000-4.3.1.4d). Exact until the end, rounded half up to a fen once. 0 for no mass.
 */
export const compensationFen = (excessG: Grams, price: SalePrice): Fen => {
  if (excessG <= 0) return 0 as Fen
  const sold = { numerator: BigInt(price.gasFen), denominator: BigInt(price.labelledNetG) }
  const published = { numerator: BigInt(price.publishedFenPerKg ?? 0), denominator: 1000n }
  const dearer =
    sold.numerator * published.denominator >= published.numerator * sold.denominator
      ? sold
      : published
  return roundHalfUp(BigInt(excessG) * dearer.numerator, dearer.denominator) as Fen
}
