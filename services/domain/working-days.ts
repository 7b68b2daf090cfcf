import { addDays, DAY_MS, startOfDay } from './calendar.ts'
import { type Day, day, type EpochMs } from './units.ts'

export type DayKind = 'off' | 'work'

/** 工作日历: what the State Council's notices moved. A day without an entry follows its weekday. */
export type WorkCalendar = {
  readonly days: ReadonlyMap<Day, DayKind>
  /** Last day that the notices settle; null = nothing was loaded. */
  readonly coveredUntil: Day | null
}

/** `provisional` = it lies beyond what the notices settle, so only weekends counted as off there. */
export type Deadline = { readonly day: Day; readonly provisional: boolean }

/** 1970-01-01 was a Thursday. The first instant of a day in Shanghai is a third of a day before that of UTC. */
const isWeekend = (value: Day): boolean => {
  const weekday = (((Math.ceil(startOfDay(value) / DAY_MS) + 4) % 7) + 7) % 7
  return weekday === 0 || weekday === 6
}

export const isWorkingDay = (value: Day, calendar: WorkCalendar): boolean => {
  const kind = calendar.days.get(value)
  return kind === undefined ? !isWeekend(value) : kind === 'work'
}

const isBeyond = (value: Day, { coveredUntil }: WorkCalendar): boolean =>
  coveredUntil === null || value > coveredUntil

/**
 * The `count`-th working day (工作日) after a day of Asia/Shanghai: the day after is day 1 (clauses A19), whether or not
 * `from` is a working day itself. 0 is `from`.
 */
export const addWorkingDays = (from: Day, count: number, calendar: WorkCalendar): Deadline => {
  let reached = from
  for (let left = count; left > 0; ) {
    reached = addDays(reached, 1)
    if (isWorkingDay(reached, calendar)) left -= 1
  }
  return { day: reached, provisional: isBeyond(reached, calendar) }
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export const countWorkingDays = (from: Day, to: Day, calendar: WorkCalendar): number => {
  let count = 0
  for (let next = addDays(from, 1); next <= to; next = addDays(next, 1)) {
    if (isWorkingDay(next, calendar)) count += 1
  }
  return count
}

/** The latest day from which `count` working days are over before `today` begins. */
export const lastDayOverdue = (today: Day, count: number, calendar: WorkCalendar): Day => {
  let from = addDays(today, -1)
  while (addWorkingDays(from, count, calendar).day >= today) from = addDays(from, -1)
  return from
}

/** The last millisecond of a day in Asia/Shanghai: a deadline of a day is kept until it ends. */
export const endOfDay = (value: Day): EpochMs => (startOfDay(addDays(value, 1)) - 1) as EpochMs

/**
 * What the notice of a year settles. It may move the last days of the December before (it did in the notices for 2007,
 * 2008, 2012, 2019 and 2023, never a day before the 29th), so those of its own December are left to the next notice.
 */
export const noticeSpan = (year: number): { readonly from: Day; readonly to: Day } => ({
  from: day(`${String(year - 1).padStart(4, '0')}-12-29`),
  to: day(`${String(year).padStart(4, '0')}-12-28`),
})
