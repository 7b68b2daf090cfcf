import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { addWorkingDays } from '#domain/working-days.ts'
import { calendarFrom, packagedCalendar } from '#jobs/packaged-calendar.ts'
import { type CalendarQueries, calendarQueries } from '#store/queries/system/calendar.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

const AT = Date.parse('2026-11-21T00:00:00Z')
const by = { source: '国办发明电〔2026〕9号', recordedBy: 'office:li', at: AT }

describe('the calendar of chinese-days', () => {
  it('ends where its data ends, less the days that the next notice may still move', () => {
    const { coveredUntil, entries } = packagedCalendar()
    const last =
      entries
        .map(({ day: one }) => one)
        .toSorted()
        .at(-1) ?? ''
    expect(coveredUntil).toBe(`${last.slice(0, 4)}-12-28`)
    expect(coveredUntil >= '2026-12-28').toBe(true)
    expect(entries).toContainEqual({ day: '2026-10-10', kind: 'work' })
    expect(entries).toContainEqual({ day: '2026-10-07', kind: 'off' })
  })

  it('a year without its National Day is no year, and what comes after a missing year counts for nothing', () => {
    const holidays = Object.fromEntries(
      ['2025-01-01', '2025-10-01', '2026-01-01', '2027-01-01', '2027-10-01'].map((d) => [d, '']),
    )
    expect(calendarFrom({ holidays, workdays: {} }).coveredUntil).toBe('2025-12-28')
    expect(() => calendarFrom({ holidays: { '2026-01-01': '' }, workdays: {} })).toThrow()
  })
})

forEachStore('the calendar', (store) => {
  let database: TestDatabase
  let calendars: CalendarQueries
  const version = async () => BigInt((await calendars.load()).version)
  const due = async (from: string, days: number) =>
    addWorkingDays(day(from), days, (await calendars.load()).calendar)
  const fill = () => {
    const { entries, coveredUntil } = packagedCalendar()
    return calendars.fill(entries, coveredUntil, AT)
  }

  beforeAll(async () => {
    database = await store.createDatabase()
    calendars = calendarQueries(database.pool)
  })
  afterAll(() => database.drop())

  it('is empty and provisional before it is filled', async () => {
    expect(await due('2026-09-30', 5)).toEqual({ day: '2026-10-07', provisional: true })
  })

  it('is filled once, also by concurrent starters', async () => {
    const filled = await Promise.all([fill(), fill(), fill()])
    expect(filled.filter((changed) => changed)).toHaveLength(1)
    const before = await version()
    expect(await fill()).toBe(false)
    expect(await version()).toBe(before)
    expect(await due('2026-09-30', 5)).toEqual({ day: '2026-10-13', provisional: false })
    expect(await due('2026-02-12', 5)).toEqual({ day: '2026-02-26', provisional: false })
    expect(await due('2026-12-25', 5)).toEqual({ day: '2027-01-01', provisional: true })
  })

  it('keeps what a person entered when it is filled again', async () => {
    const before = await version()
    await calendars.putDay({ day: day('2026-10-12'), kind: 'off' }, by)
    expect(await version()).toBe(before + 1n)
    expect(await due('2026-09-30', 5)).toEqual({ day: '2026-10-14', provisional: false })
    expect(await fill()).toBe(false)
    await calendars.putDay({ day: day('2026-10-10'), kind: 'off' }, by)
    expect(await fill()).toBe(false)
    expect(await calendars.list(day('2026-10-08'), day('2026-10-31'))).toEqual([
      { day: '2026-10-10', kind: 'off', source: by.source, recordedBy: by.recordedBy },
      { day: '2026-10-12', kind: 'off', source: by.source, recordedBy: by.recordedBy },
    ])
  })

  it('takes days of the package back when a newer version has them no more', async () => {
    const { entries, coveredUntil } = packagedCalendar()
    const without = entries.filter((one) => one.day !== '2026-05-09')
    expect(await calendars.fill(without, coveredUntil, AT)).toBe(true)
    expect(await calendars.list(day('2026-05-09'), day('2026-05-09'))).toEqual([])
    expect(await fill()).toBe(true)
  })

  it('grows with the notice of the next year and never leaves a year out', async () => {
    expect(await calendars.putNotice(2028, [], by)).toBe('gap')
    const entries = [
      { day: day('2027-01-01'), kind: 'off' },
      { day: day('2027-10-01'), kind: 'off' },
    ] as const
    expect(await calendars.putNotice(2027, entries, by)).toBe('stored')
    expect((await calendars.load()).calendar.coveredUntil).toBe('2027-12-28')
    expect(await due('2026-12-25', 5)).toEqual({ day: '2027-01-04', provisional: false })
    // An older notice corrected does not shorten the calendar.
    const old = (await calendars.list(day('2025-12-29'), day('2026-12-28'))).map(
      ({ day: one, kind }) => ({ day: one, kind }),
    )
    expect(await calendars.putNotice(2026, old, by)).toBe('stored')
    expect((await calendars.load()).calendar.coveredUntil).toBe('2027-12-28')
  })
})
