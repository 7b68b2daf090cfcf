import { addDays, addMonths, dayOf, HOUR_MS } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { addWorkingDays, endOfDay, type WorkCalendar } from '#domain/working-days.ts'

/** Units of a period that the law gives. Hours and minutes run on through nights and holidays; days end with their day. */
export const termUnits = ['minutes', 'hours', 'days', 'working-days', 'months'] as const

/** 期限: how long something may take. */
export type Term = { readonly count: number; readonly unit: (typeof termUnits)[number] }

/** Until when; `provisional` = the notices do not reach that day yet, so only weekends counted as off. */
export type Due = { readonly dueAt: EpochMs; readonly provisional: boolean }

const MINUTE_MS = 60_000

const firm = (dueAt: number): Due => ({ dueAt: epochMs(dueAt), provisional: false })

/**
 * The last millisecond at which a term that began at `from` is kept. Days, working days and months count from the day of
 * Asia/Shanghai after it (clauses A19).
 */
export const dueAfter = (from: EpochMs, { count, unit }: Term, calendar: WorkCalendar): Due => {
  switch (unit) {
    case 'minutes':
      return firm(from + count * MINUTE_MS)
    case 'hours':
      return firm(from + count * HOUR_MS)
    case 'days':
      return firm(endOfDay(addDays(dayOf(from), count)))
    case 'months':
      return firm(endOfDay(addMonths(dayOf(from), count)))
    case 'working-days': {
      const { day, provisional } = addWorkingDays(dayOf(from), count, calendar)
      return { dueAt: endOfDay(day), provisional }
    }
  }
}

/** The longest that a term may last, hours: what two terms in different units are compared by. Working days have no such end. */
const mostHours = ({ count, unit }: Term): number => {
  switch (unit) {
    case 'minutes':
      return count / 60
    case 'hours':
      return count
    case 'days':
      return (count + 1) * 24
    case 'months':
      return count * 31 * 24 + 24
    case 'working-days':
      return Number.POSITIVE_INFINITY
  }
}

/** The shortest that it may last, hours: begun in the last millisecond of a day. */
const leastHours = ({ count, unit }: Term): number =>
  unit === 'minutes'
    ? count / 60
    : unit === 'months'
      ? count * 28 * 24
      : unit === 'hours'
        ? count
        : count * 24

/** Never longer than the other one, whenever it begins. */
export const isNotLonger = (term: Term, other: Term): boolean =>
  term.unit === other.unit
    ? term.count <= other.count
    : term.unit === 'days' && other.unit === 'working-days'
      ? term.count <= other.count
      : mostHours(term) <= leastHours(other)
