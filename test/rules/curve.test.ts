import { describe, expect, it } from 'vitest'
import type { LifeEvent } from '#domain/life-event.ts'
import { summariseCurve } from '#domain/weight-curve.ts'
import { fillCurve } from '#rules/findings/fill-curve.ts'
import { judgeScaleCheck } from '#rules/judge-scale-check.ts'
import { createSiteJudge, type SiteJudge } from '#rules/judge-site.ts'
import { book, GOOD, TARE } from './story.ts'

const profile = book.resolve('cn-base@2013-06-01')
/** A straight rise in a hundred steps. */
const rise = (from: number, to: number): number[] =>
  Array.from({ length: 101 }, (_, step) => Math.round(from + ((to - from) * step) / 100))

/** The rule on what a curve sums up to; a scale that may err by 20 g. */
const codes = (curve: readonly number[]): string[] => {
  const summary = summariseCurve(curve, TARE)
  if (summary === null) return []
  const event = {
    type: 'fill.curve-compared',
    context: { scale: { known: true, toleranceG: 20 } },
    body: { ...summary, grossG: GOOD, tareG: TARE },
  } as unknown as LifeEvent
  const found = fillCurve.judge({ event, profile } as Parameters<typeof fillCurve.judge>[0])
  return [found ?? []].flat().map((one) => (one as { code: string }).code)
}

describe('a completed fill against its weight curve (R002-7.1.4)', () => {
  const good = [0, ...rise(TARE + 120, GOOD), 0]

  it('finds nothing in a curve that rises to the gross', () => {
    expect(codes(good)).toEqual([])
    expect(codes([])).toEqual([])
  })

  it('CURVE_TWO_CYLINDERS: the scale stood empty between', () => {
    expect(codes([...rise(TARE, TARE + 9_000), 0, ...good])).toEqual(['CURVE_TWO_CYLINDERS'])
    expect(codes([...rise(TARE, TARE + 9_000), ...rise(TARE + 9_000, GOOD)])).toEqual([])
  })

  it('CURVE_NO_RISE: the cylinder was full when it came', () => {
    expect(codes(rise(GOOD - 499, GOOD))).toEqual(['CURVE_NO_RISE'])
    expect(codes(rise(GOOD - 500, GOOD))).toEqual([])
  })

  it('CURVE_JUMP_BACK: it lost more than a hose weighs', () => {
    expect(codes([...good.slice(0, -1), GOOD - 501])).toEqual(['CURVE_JUMP_BACK'])
    expect(codes([...good.slice(0, -1), GOOD - 500])).toEqual([])
  })

  it('CURVE_NET_NOT_REACHED: the gross was never on the scale', () => {
    expect(codes(rise(TARE, GOOD - 121))).toEqual(['CURVE_NET_NOT_REACHED'])
    expect(codes(rise(TARE, GOOD - 120))).toEqual([])
  })
})

describe('the check before the shift', () => {
  it('R002-7.1.2 SCALE_CHECK_FAILED: one gram beyond its tolerance, either way', () => {
    const check = (readG: number) =>
      judgeScaleCheck({ testMassG: 20_000, readG }, 20, profile)?.code
    expect([19_979, 19_980, 20_020, 20_021].map(check)).toEqual([
      'SCALE_CHECK_FAILED',
      undefined,
      undefined,
      'SCALE_CHECK_FAILED',
    ])
  })

  it('R002-7.1.2 cites the profile of the place; a scale that nobody registered may err by the default', () => {
    const judge = (readG: number, known: boolean, at = 0) => {
      const event = {
        type: 'scale.checked',
        at,
        recordedAt: 0,
        effectiveAt: 0,
        body: { scale: 'scale-1', testMassG: 20_000, readG },
      }
      const context = { profile: 'cn-base@2013-06-01', scale: { known, toleranceG: 20 } }
      return createSiteJudge(book)(...([event, context] as unknown as Parameters<SiteJudge>))
    }
    expect(judge(20_020, true)).toEqual([])
    expect(judge(20_021, true)).toMatchObject([
      { code: 'SCALE_CHECK_FAILED', clause: 'R002-7.1.2' },
    ])
    expect(judge(20_050, false)).toEqual([])
    expect(judge(20_051, false)).toMatchObject([{ measured: 51, limit: 50 }])
    expect(judge(20_000, true, 120_001)).toMatchObject([
      { code: 'CLOCK_INVALID', clause: 'R002-7.1.4', measured: 120_001, unit: 'ms' },
    ])
  })
})
