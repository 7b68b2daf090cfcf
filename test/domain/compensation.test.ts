import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compensationFen } from '#domain/compensation.ts'
import { grams } from '#domain/units.ts'

const price = (gasFen: number, labelledNetG: number, publishedFenPerKg: number | null) => ({
  gasFen,
  labelledNetG,
  publishedFenPerKg,
})

it.each([
  ['200 g at 8 yuan a kg', 200, price(11_600, 14_500, null), 160],
  ['half a fen is rounded up, once', 1, price(500, 1000, null), 1],
  ['just below half is rounded down', 1, price(499, 1000, null), 0],
  ['R000-4.3.1.4d never below the published price', 200, price(11_600, 14_500, 900), 180],
  ['a dearer sale stands', 200, price(11_600, 14_500, 700), 160],
  ['nothing in excess', 0, price(11_600, 14_500, 900), 0],
  ['less than nothing', -5, price(11_600, 14_500, 900), 0],
  ['gas that was given away is paid at the published price', 1000, price(0, 14_500, 780), 780],
])('R001-6.2-7 %s', (_name, excessG, sale, fen) => {
  expect(compensationFen(grams(excessG), sale)).toBe(fen)
})

it('R001-6.2-7 is the exact product, half up, whatever the numbers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200_000 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 1, max: 200_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (excessG, gasFen, labelledNetG, perKg) => {
        const got = BigInt(compensationFen(grams(excessG), price(gasFen, labelledNetG, perKg)))
        // |got − exact| ≤ 1/2 for the dearer of the two prices, and half goes up: −1/2 < got − exact ≤ 1/2.
        const exact = [
          [BigInt(excessG) * BigInt(gasFen), BigInt(labelledNetG)],
          [BigInt(excessG) * BigInt(perKg), 1000n],
        ] as const
        const [a, b] = exact
        const [numerator, denominator] = a[0] * b[1] >= b[0] * a[1] ? a : b
        const off = 2n * (got * denominator - numerator)
        expect(off > -denominator && off <= denominator).toBe(true)
      },
    ),
  )
})
