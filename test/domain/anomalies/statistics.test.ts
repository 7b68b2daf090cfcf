import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atMost,
  chartAlarms,
  distanceKm,
  medianOf,
  ranksBelow,
} from '#domain/anomalies/statistics.ts'

describe('binomial tail', () => {
  it('is the sum of its terms, counted exactly', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
    for (const [k, n, p] of [
      [0, 30, 0.5],
      [3, 20, 0.05],
      [10, 25, 0.3],
      [19, 20, 0.9],
    ] as const) {
      let sum = 0
      for (let i = 0; i <= k; i += 1) sum += choose(n, i) * p ** i * (1 - p) ** (n - i)
      expect(atMost(k, n, p)).toBeCloseTo(sum, 12)
    }
    expect(atMost(0, 1000, 0.05)).toBeCloseTo(0.95 ** 1000, 30)
    expect(atMost(5, 5, 0.1)).toBe(1)
  })
})

describe('rank sums', () => {
  it('agree with counting all pairs, ties as halves', () => {
    const grams = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(grams, grams, (some, others) => {
        let above = 0
        for (const a of some) for (const b of others) above += a > b ? 1 : a === b ? 0.5 : 0
        const below = ranksBelow(some, others)
        // Lower ranks = fewer pairs in which `some` lies above.
        const middle = (some.length * others.length) / 2
        expect(Math.sign(Math.round(below * 1e6))).toBe(Math.sign(middle - above) + 0)
      }),
    )
  })

  it('of two halves of one heap lie within four deviations', () => {
    const values = Array.from({ length: 400 }, (_, n) => (n * 7919) % 401)
    expect(Math.abs(ranksBelow(values.slice(0, 200), values.slice(200)))).toBeLessThan(4)
  })
})

describe('control chart', () => {
  const setting = { baseline: 20, k: 0.5, h: 10, shewhart: 5, minSigma: 0.01 }
  /** Sums of twelve uniform numbers: as good as normal up to 5 deviations. */
  const seeded = (seed: number) => {
    let state = seed
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    return () => Array.from({ length: 12 }, next).reduce((sum, x) => sum + x, -6)
  }

  it('an honest scale gives an alarm in more than 20 000 checks', () => {
    let alarms = 0
    for (let scale = 0; scale < 300; scale += 1) {
      const noise = seeded(scale + 1)
      alarms += chartAlarms(Array.from({ length: 365 }, noise), setting).length
    }
    expect(alarms).toBeLessThan((300 * 365) / 20_000)
  })

  it.each([
    [1.5, 40],
    [2, 20],
    [3, 12],
  ])(
    'one that moves by %d deviations is seen within %d checks, from where it began',
    (shift, within) => {
      let seen = 0
      for (let scale = 0; scale < 100; scale += 1) {
        const noise = seeded(scale + 1000)
        const values = Array.from({ length: 160 }, (_, n) => noise() + (n >= 80 ? shift : 0))
        const [alarm] = chartAlarms(values, setting)
        if (alarm === undefined || alarm.at < 80) continue
        if (alarm.at < 80 + within && alarm.from >= 60) seen += 1
      }
      expect(seen).toBeGreaterThanOrEqual(95)
    },
  )

  it('learns anew after an alarm: a scale that stays where it went is told of once', () => {
    const noise = seeded(7)
    const values = Array.from({ length: 300 }, (_, n) => noise() + (n >= 60 ? 4 : 0))
    expect(chartAlarms(values, setting)).toHaveLength(1)
  })
})

it('the median of an even and of an odd number of readings', () => {
  expect(medianOf([5, 1, 3])).toBe(3)
  expect(medianOf([4, 1, 3, 2])).toBe(2.5)
})

it('distances along the great circle', () => {
  const [jinan, beijing] = [
    { lat: 36.651, lon: 117.12 },
    { lat: 39.904, lon: 116.407 },
  ]
  expect(distanceKm(jinan, beijing)).toBeCloseTo(367, -1)
  expect(distanceKm(jinan, jinan)).toBe(0)
})
