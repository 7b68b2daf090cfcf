import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarDate, dateOrMonth, instant, parseInstant } from '#schemas/time.ts'

const MIN = new Date('0001-01-01T00:00:00.000Z')
const MAX = new Date('9999-12-31T23:59:59.999Z')

describe('parseInstant', () => {
  test('reads back every millisecond from year 1 to 9999, in any offset', () => {
    fc.assert(
      fc.property(
        fc.date({ min: MIN, max: MAX, noInvalidDate: true }),
        fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 }),
        (date, minutes) => {
          const ms = date.getTime()
          expect(parseInstant(date.toISOString())).toBe(ms)
          const local = ms + minutes * 60_000
          fc.pre(local >= MIN.getTime() && local <= MAX.getTime())
          const clock = `${Math.trunc(Math.abs(minutes) / 60)}`.padStart(2, '0')
          const rest = `${Math.abs(minutes) % 60}`.padStart(2, '0')
          const text = `${new Date(local).toISOString().slice(0, -1)}${minutes < 0 ? '-' : '+'}${clock}:${rest}`
          expect(instant.safeParse(text).success).toBe(true)
          expect(parseInstant(text)).toBe(ms)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('agrees with the pattern on every day number of every month', () => {
    for (const year of [
      '0000',
      '0001',
      '0004',
      '0100',
      '0400',
      '1900',
      '2000',
      '2023',
      '2024',
      '2100',
      '9999',
    ]) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
          const text = `${date}T12:00:00Z`
          const real = parseInstant(text) !== null
          expect(instant.safeParse(text).success, text).toBe(real)
          expect(calendarDate.safeParse(date).success, date).toBe(real)
        }
      }
    }
  })

  test('agrees with the pattern on mangled times', () => {
    const good = '2026-11-20T08:15:30.250+08:00'
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(2), fc.string({ maxLength: 3 }), (at, cut, put) => {
        const text = good.slice(0, at) + put + good.slice(at + cut)
        expect(parseInstant(text) !== null, text).toBe(instant.safeParse(text).success)
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2099-12-31T23:59:59Z', 4_102_444_799_000],
    ['2026-11-20T08:15:30.2509999Z', 1_795_162_530_250],
    ['2026-11-20T08:15:30.2Z', 1_795_162_530_200],
    ['2026-11-20T16:15:30+08:00', 1_795_162_530_000],
  ])('%s is %i', (text, ms) => {
    expect(parseInstant(text)).toBe(ms)
    expect(instant.safeParse(text).success).toBe(true)
  })

  test('an offset may not carry a time out of the years 1 to 9999', () => {
    expect(parseInstant('0001-01-01T00:00:00+00:01')).toBeNull()
    expect(parseInstant('9999-12-31T23:59:59-00:01')).toBeNull()
  })
})

test('a stamp may show a month only', () => {
  for (const good of ['2021-05', '2021-05-31', '2024-02-29'])
    expect(dateOrMonth.safeParse(good).success).toBe(true)
  for (const bad of ['2021', '2021-13', '2021-00', '2023-02-29', '2021-5']) {
    expect(dateOrMonth.safeParse(bad).success).toBe(false)
  }
})
