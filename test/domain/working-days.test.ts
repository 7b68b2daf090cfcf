import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#domain/calendar.ts'
import { type Day, day } from '#domain/units.ts'
import {
  addWorkingDays,
  countWorkingDays,
  type DayKind,
  endOfDay,
  isWorkingDay,
  lastDayOverdue,
  type WorkCalendar,
} from '#domain/working-days.ts'

/** The notice of 4 November 2025 as facts F7 copies it, first and last day of each stretch. */
const OFF_2026 = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
] as const
const WORK_2026 = [
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]

const stretch = (from: string, to: string): Day[] => {
  const days: Day[] = []
  for (let next = day(from); next <= to; next = addDays(next, 1)) days.push(next)
  return days
}

const calendar: WorkCalendar = {
  days: new Map<Day, DayKind>([
    ...OFF_2026.flatMap(([from, to]) => stretch(from, to)).map((one) => [one, 'off'] as const),
    ...WORK_2026.map((one) => [day(one), 'work'] as const),
  ]),
  coveredUntil: day('2026-12-28'),
}

describe('working days', () => {
  it.each([
    // The two vectors of facts F7.
    ['2026-09-30', 5, '2026-10-13', false],
    ['2026-02-12', 5, '2026-02-26', false],
    // Saturday 10 October and Saturday 14 February are worked.
    ['2026-10-08', 2, '2026-10-10', false],
    ['2026-02-13', 1, '2026-02-14', false],
    ['2026-02-13', 2, '2026-02-24', false],
    // From a day off the next working day is day 1 too.
    ['2026-10-03', 1, '2026-10-08', false],
    ['2026-11-21', 0, '2026-11-21', false],
    // Across the new year: Sunday 4 January is worked.
    ['2025-12-31', 1, '2026-01-04', false],
    // The last covered day and the first that is not.
    ['2026-12-25', 1, '2026-12-28', false],
    ['2026-12-25', 2, '2026-12-29', true],
    // Weekends alone beyond the notices.
    ['2026-12-31', 1, '2027-01-01', true],
    ['2027-09-30', 5, '2027-10-07', true],
  ])('%s + %i = %s, provisional %s', (from, count, to, provisional) => {
    expect(addWorkingDays(day(from), count, calendar)).toEqual({ day: to, provisional })
  })

  it('is provisional throughout while no notice was loaded', () => {
    const empty: WorkCalendar = { days: new Map(), coveredUntil: null }
    expect(addWorkingDays(day('2026-09-30'), 5, empty)).toEqual({
      day: '2026-10-07',
      provisional: true,
    })
  })

  it('a deadline of a day ends with it in Shanghai', () => {
    expect(new Date(endOfDay(day('2026-10-13'))).toISOString()).toBe('2026-10-13T15:59:59.999Z')
  })

  const someDay = fc
    .integer({ min: 0, max: 900 })
    .map((offset) => addDays(day('2025-06-01'), offset))
  const few = fc.integer({ min: 1, max: 30 })

  it('property: ends on a working day, with exactly that many after the first day', () => {
    fc.assert(
      fc.property(someDay, few, (from, count) => {
        const { day: to } = addWorkingDays(from, count, calendar)
        expect(isWorkingDay(to, calendar)).toBe(true)
        expect(stretch(addDays(from, 1), to).filter((d) => isWorkingDay(d, calendar))).toHaveLength(
          count,
        )
        expect(countWorkingDays(from, to, calendar)).toBe(count)
      }),
    )
  })

  it('property: in steps or at once, and never earlier from a later day', () => {
    fc.assert(
      fc.property(someDay, few, few, (from, a, b) => {
        const middle = addWorkingDays(from, a, calendar)
        expect(addWorkingDays(middle.day, b, calendar)).toEqual(
          addWorkingDays(from, a + b, calendar),
        )
        expect(addWorkingDays(addDays(from, 1), a, calendar).day >= middle.day).toBe(true)
      }),
    )
  })

  it('property: the last overdue day is overdue, the next one is not', () => {
    fc.assert(
      fc.property(someDay, few, (today, count) => {
        const last = lastDayOverdue(today, count, calendar)
        expect(addWorkingDays(last, count, calendar).day < today).toBe(true)
        expect(addWorkingDays(addDays(last, 1), count, calendar).day >= today).toBe(true)
      }),
    )
  })

  it('agrees with chinese-days on every day of 2026', () => {
    const { isWorkday } = createRequire(import.meta.url)('chinese-days') as {
      isWorkday: (text: string) => boolean
    }
    for (const one of stretch('2026-01-01', '2026-12-28')) {
      expect(isWorkingDay(one, calendar), one).toBe(isWorkday(one))
    }
  })
})
