import { createRequire } from 'node:module'
import { type Day, day } from '#domain/units.ts'
import { type DayKind, noticeSpan } from '#domain/working-days.ts'
import type { CalendarEntry } from '#store/queries/system/calendar.ts'

export type PackagedCalendar = {
  readonly entries: readonly CalendarEntry[]
  readonly coveredUntil: Day
}

type Data = {
  readonly holidays: Readonly<Record<string, string>>
  readonly workdays: Readonly<Record<string, string>>
}

/**
 * What the package chinese-days holds. Its functions answer "workday" for years that it has never heard of, without an
 * error, so its data is read instead: a year counts when its notice is there from New Year to the National Day, and the
 * calendar ends with the last such year of an unbroken row (the end of that notice's span).
 * @throws Error when the data has another form than the one it was read with
 */
export const packagedCalendar = (): PackagedCalendar => {
  const own = createRequire(import.meta.url)
  return calendarFrom(own('chinese-days/dist/chinese-days.json') as Data)
}

/** The same from given data; see {@link packagedCalendar}. */
export const calendarFrom = ({ holidays, workdays }: Data): PackagedCalendar => {
  const of = (days: Readonly<Record<string, string>>, kind: DayKind): CalendarEntry[] =>
    Object.keys(days).map((text) => ({ day: day(text), kind }))
  const hasYear = (year: number): boolean =>
    Object.hasOwn(holidays, `${year}-01-01`) && Object.hasOwn(holidays, `${year}-10-01`)
  const first = Math.min(...Object.keys(holidays).map((text) => Number(text.slice(0, 4))))
  let next = first
  while (hasYear(next)) next += 1
  if (next === first) throw new Error('chinese-days holds no year from New Year to National Day')
  return {
    entries: [...of(holidays, 'off'), ...of(workdays, 'work')],
    coveredUntil: noticeSpan(next - 1).to,
  }
}
