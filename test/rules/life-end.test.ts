import { describe, expect, it } from 'vitest'
import { type Day, day } from '#domain/units.ts'
import { lifeEnd } from '#rules/gate/life-end.ts'
import { book } from './story.ts'

const profile = book.resolve('cn-base@2013-06-01')

const end = (
  madeOn: string | undefined,
  years: number | undefined,
  next?: string,
  retireOn?: Day,
) => {
  const facts = {
    code: 'C1',
    model: 'YSP-15',
    ownerId: 'e-1',
    ...(madeOn === undefined ? {} : { madeOn }),
    ...(years === undefined ? {} : { designLifeYears: years }),
    ...(retireOn === undefined ? {} : { retireOn }),
  }
  const found = lifeEnd(
    facts,
    next === undefined ? undefined : { nextInspectionOn: day(next) },
    profile,
  )
  return found === null ? null : `${found.lastDay} ${found.limitFrom}`
}

describe('the end of service life in its three regimes (F3)', () => {
  it.each([
    ['2005-06', undefined, undefined, '2020-06-01 15'],
    ['2007-01-31', 8, undefined, '2022-01-31 15'],
    ['2007-02-01', 8, undefined, '2015-02-01 8+4'],
    ['2007-02-01', 8, '2016-01-01', '2019-02-01 8+4'],
    ['2018-03', 8, '2026-03-01', '2026-03-01 8+4'],
    ['2018-03', 8, '2026-03-02', '2030-03-01 8+4'],
    ['2018-03', undefined, undefined, '2026-03-01 8+4'],
    ['2018-03', 12, undefined, '2030-03-01 8+4'],
    ['2018-03', 15, undefined, '2033-03-01 8+4'],
    ['2020-02-29', 8, undefined, '2028-02-29 8+4'],
    ['2020-02-29', 15, undefined, '2035-02-28 8+4'],
    ['2023-11-30', 8, '2032-01-01', '2035-11-30 8+4'],
    ['2023-12-01', 8, '2032-01-01', '2031-12-01 stamped'],
    ['2023-12-01', 12, undefined, '2035-12-01 stamped'],
  ])('made %s, stamped %s years, next inspection %s: %s', (made, years, next, expected) => {
    expect(end(made, years, next)).toBe(expected)
  })

  it('is unknown without a manufacture date, or without a stamp where only the stamp counts', () => {
    expect(end(undefined, 8)).toBeNull()
    expect(end('2024-01', undefined)).toBeNull()
  })

  it('is never later than the registered retirement day', () => {
    expect(end('2018-03', 12, undefined, day('2029-01-01'))).toBe('2029-01-01 registered')
    expect(end('2018-03', 12, undefined, day('2031-01-01'))).toBe('2030-03-01 8+4')
    expect(end(undefined, undefined, undefined, day('2029-01-01'))).toBe('2029-01-01 registered')
  })
})
