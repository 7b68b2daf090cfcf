import { type Day, day, type EpochMs } from './units.ts'

/** China has had one zone and no summer time since 1991; Xinjiang's offices shift hours, not the date. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/** Days since 1970-01-01 to year, month, day (Howard Hinnant's civil_from_days; proleptic Gregorian). */
const civil = (days: number): [number, number, number] => {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1]
}

/** Inverse of {@link civil}. */
const daysFromCivil = (year: number, month: number, dayOfMonth: number): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468
}

const parts = (value: Day): [number, number, number] => [
  Number(value.slice(0, 4)),
  Number(value.slice(5, 7)),
  Number(value.slice(8, 10)),
]

const format = (year: number, month: number, dayOfMonth: number): Day =>
  day(`${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`)

const daysIn = (year: number, month: number): number =>
  daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) -
  daysFromCivil(year, month, 1)

let lastDayNumber = Number.NaN
let lastDay = day('1970-01-01')

/** The day in Asia/Shanghai on which an instant falls. Remembers the last answer: a batch is mostly one day. */
export const dayOf = (instant: EpochMs): Day => {
  const number = Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS)
  if (number !== lastDayNumber) {
    lastDay = format(...civil(number))
    lastDayNumber = number
  }
  return lastDay
}

/** The first instant of a day in Asia/Shanghai. */
export const startOfDay = (value: Day): EpochMs =>
  (daysFromCivil(...parts(value)) * DAY_MS - SHANGHAI_OFFSET_MS) as EpochMs

export const addDays = (value: Day, count: number): Day =>
  format(...civil(daysFromCivil(...parts(value)) + count))

/** Same day of a later month; the 31st becomes the last day where the month is shorter. */
export const addMonths = (value: Day, count: number): Day => {
  const [year, month, dayOfMonth] = parts(value)
  const index = year * 12 + (month - 1) + count
  const y = Math.floor(index / 12)
  const m = (index % 12) + 1
  return format(y, m, Math.min(dayOfMonth, daysIn(y, m)))
}

/** A manufacture date is a day or a month; a month counts from its first day (the strictest reading). */
export const madeOnDay = (madeOn: string): Day => day(madeOn.length === 7 ? `${madeOn}-01` : madeOn)
