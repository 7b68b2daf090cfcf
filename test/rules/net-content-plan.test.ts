import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeSample, netContentPlan, samplePlan } from '#rules/net-content-plan.ts'

/** Mean and deviation as one writes them by hand, row by row of JJF 1070: an oracle apart from the product. */
const oracle = (
  nets: readonly number[],
  lotSize: number,
  labelledG: number,
  allowanceG: number,
) => {
  const table: [number, number, number][] = [
    [10, 0, 0],
    [50, 1.028, 0],
    [99, 0.848, 1],
    [500, 0.379, 3],
    [3_200, 0.295, 5],
    [Number.POSITIVE_INFINITY, 0.234, 7],
  ]
  const [, lambda = 0, allowed = 0] = table.find(([most]) => lotSize <= most) ?? []
  let sum = 0
  for (const net of nets) sum += net
  const mean = sum / nets.length
  let squares = 0
  for (const net of nets) squares += (net - mean) * (net - mean)
  const deviation = nets.length === 1 ? 0 : Math.sqrt(squares / (nets.length - 1))
  let [once, twice] = [0, 0]
  for (const net of nets) {
    if (labelledG - net > 2 * allowanceG) twice += 1
    else if (labelledG - net > allowanceG) once += 1
  }
  return mean + lambda * deviation >= labelledG && once <= allowed && twice === 0
}

describe('net content of a lot (Order 70, JJF 1070)', () => {
  it.each([
    [1, 1],
    [10, 10],
    [11, 10],
    [50, 10],
    [51, 13],
    [99, 13],
    [100, 50],
    [500, 50],
    [501, 80],
    [3_200, 80],
    [3_201, 125],
    [1_000_000, 125],
  ])('of %d cylinders %d are weighed', (lot, n) => expect(samplePlan(lot).n).toBe(n))

  it('factors are t(0.995) / √n to three places, as far as the table of t is remembered', () => {
    // t at 0.995 with n − 1 degrees of freedom, from tables of Student.
    const t: Readonly<Record<number, number>> = { 10: 3.25, 50: 2.68, 80: 2.64, 125: 2.616 }
    for (const { sample, lambda } of netContentPlan.rows) {
      const known = sample === null ? undefined : t[sample]
      if (sample === null || known === undefined) continue
      expect(Math.abs(known / Math.sqrt(sample) - lambda)).toBeLessThan(0.001)
    }
  })

  it('agrees with an oracle written apart', () => {
    const net = fc.integer({ min: 14_000, max: 14_800 })
    fc.assert(
      fc.property(
        fc.array(net, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 5_000 }),
        (nets, lot) => {
          const by = { size: lot, labelledG: 14_500, allowanceG: 150 }
          expect(judgeSample(nets, by).passed).toBe(oracle(nets, lot, 14_500, 150))
        },
      ),
    )
  })
})
