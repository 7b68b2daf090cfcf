import { describe, expect, it } from 'vitest'
import { dueAfter, isNotLonger, type Term } from '#domain/service/term.ts'
import { day, epochMs } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'

const { entries, coveredUntil } = packagedCalendar()
const calendar: WorkCalendar = {
  days: new Map(entries.map(({ day: on, kind }) => [on, kind])),
  coveredUntil,
}
const at = (text: string) => epochMs(Date.parse(text))
const due = (from: string, count: number, unit: Term['unit'], within = calendar) => {
  const { dueAt, provisional } = dueAfter(at(from), { count, unit }, within)
  return [new Date(dueAt).toISOString(), provisional]
}

describe('terms of service', () => {
  it.each([
    // The National Day week of 2026 is off 1-7 October; 10 October, a Saturday, is worked.
    ['2026-09-30T01:00:00Z', 5, 'working-days', '2026-10-13T15:59:59.999Z'],
    ['2026-09-30T15:59:59.999Z', 5, 'working-days', '2026-10-13T15:59:59.999Z'],
    ['2026-09-30T16:00:00.000Z', 5, 'working-days', '2026-10-13T15:59:59.999Z'],
    ['2026-10-07T01:00:00Z', 3, 'working-days', '2026-10-10T15:59:59.999Z'],
    ['2026-09-30T01:00:00Z', 7, 'working-days', '2026-10-15T15:59:59.999Z'],
    // Spring Festival: off 15-23 February, 14 and 28 February are worked.
    ['2026-02-12T01:00:00Z', 5, 'working-days', '2026-02-26T15:59:59.999Z'],
    ['2026-02-13T01:00:00Z', 1, 'working-days', '2026-02-14T15:59:59.999Z'],
    ['2026-02-14T01:00:00Z', 3, 'working-days', '2026-02-26T15:59:59.999Z'],
    // Hours run on through the holidays.
    ['2026-10-01T02:30:00Z', 24, 'hours', '2026-10-02T02:30:00.000Z'],
    ['2026-02-16T20:00:00Z', 48, 'hours', '2026-02-18T20:00:00.000Z'],
    ['2026-10-01T02:30:00Z', 30, 'minutes', '2026-10-01T03:00:00.000Z'],
    ['2026-09-28T01:00:00Z', 10, 'days', '2026-10-08T15:59:59.999Z'],
    ['2026-08-31T01:00:00Z', 6, 'months', '2027-02-28T15:59:59.999Z'],
  ] as const)('%s + %i %s', (from, count, unit, expected) => {
    expect(due(from, count, unit)[0]).toBe(expected)
  })

  it('is provisional only for working days past the notices', () => {
    const until = { ...calendar, coveredUntil: day('2026-10-12') }
    expect(due('2026-09-30T01:00:00Z', 4, 'working-days', until)).toEqual([
      '2026-10-12T15:59:59.999Z',
      false,
    ])
    expect(due('2026-09-30T01:00:00Z', 5, 'working-days', until)[1]).toBe(true)
    expect(due('2027-03-01T01:00:00Z', 24, 'hours', until)[1]).toBe(false)
    expect(due('2027-03-01T01:00:00Z', 10, 'days', until)[1]).toBe(false)
    // Unknown holidays of 2027 are not guessed: weekends alone are off.
    expect(due('2027-09-30T01:00:00Z', 5, 'working-days')).toEqual([
      '2027-10-07T15:59:59.999Z',
      true,
    ])
  })

  it.each([
    [{ count: 24, unit: 'hours' }, { count: 1, unit: 'working-days' }, true],
    [{ count: 48, unit: 'hours' }, { count: 1, unit: 'working-days' }, false],
    [{ count: 3, unit: 'days' }, { count: 3, unit: 'working-days' }, true],
    [{ count: 3, unit: 'working-days' }, { count: 3, unit: 'days' }, false],
    [{ count: 30, unit: 'minutes' }, { count: 1, unit: 'hours' }, true],
    [{ count: 1, unit: 'days' }, { count: 24, unit: 'hours' }, false],
  ] as const)('%o against %o', (term, other, expected) => {
    expect(isNotLonger(term, other)).toBe(expected)
  })
})
