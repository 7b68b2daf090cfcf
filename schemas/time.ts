import { z } from 'zod'
import { must } from './wording.ts'

// Every day that exists, leap years included, years 0001 to 9999: the same check in zod, in ajv and for other people's validators.
const YEAR = '(?!0000)\\d{4}'
const LEAP_YEAR = '(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)'
const DAY = `(?:${YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|${LEAP_YEAR}-02-29)`
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const INSTANT = new RegExp(`^${DAY}T${CLOCK}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]${CLOCK})$`)
const DATE = new RegExp(`^${DAY}$`)
const DATE_OR_MONTH = new RegExp(`^(?:${DAY}|${YEAR}-(?:0[1-9]|1[0-2]))$`)

const instantWords = must('an RFC 3339 time such as 2026-11-20T08:15:30.250Z')
/** RFC 3339 with `Z` or an offset; milliseconds are expected, none or finer ones are read too. */
export const instant = z
  .string(instantWords)
  .regex(INSTANT, instantWords)
  .describe('RFC 3339 with Z or an offset, milliseconds expected: 2026-11-20T08:15:30.250Z')

const dateWords = must('a day that exists, as 2026-11-20')
/** A day of the calendar, `YYYY-MM-DD`. */
export const calendarDate = z
  .string(dateWords)
  .regex(DATE, dateWords)
  .describe('A day of the calendar: 2026-11-20')

const monthWords = must('a day or a month that exists, as 2026-11-20 or 2026-11')
/** `YYYY-MM-DD` or, where a stamp shows no day, `YYYY-MM`. */
export const dateOrMonth = z
  .string(monthWords)
  .regex(DATE_OR_MONTH, monthWords)
  .describe('A day, or a month where a stamp shows no day: 2026-11-20 or 2026-11')

const FIRST_MS = -62_135_596_800_000 // 0001-01-01T00:00:00Z
const LAST_MS = 253_402_300_799_999 // 9999-12-31T23:59:59.999Z

/**
 * Milliseconds since 1970 of an RFC 3339 time; digits finer than a millisecond are cut off. `null` when the text is no
 * such time, or when its offset carries it out of the years 0001 to 9999 (the only thing that the pattern lets pass).
 * Twice as fast as `Date.parse`, which also reads 2026-02-30 as 2 March.
 */
export function parseInstant(text: string): number | null {
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const clock = clockMs(text, 11)
  const second = digits(text, 17, 2)
  if (year < 1 || month < 1 || month > 12 || day < 1 || clock < 0 || second < 0 || second > 59)
    return null
  if (day > daysIn(year, month) || !separated(text)) return null
  let end = 19
  let fraction = 0
  if (text.charCodeAt(19) === 46) {
    end = 20
    for (let weight = 100; isDigit(text, end); end += 1, weight /= 10) {
      if (weight >= 1) fraction += weight * (text.charCodeAt(end) - 48)
    }
    if (end === 20 || end > 29) return null
  }
  const offset = offsetMs(text, end)
  if (offset === null) return null
  const ms =
    daysFromEpoch(year, month, day) * 86_400_000 + clock + second * 1000 + fraction - offset
  return ms < FIRST_MS || ms > LAST_MS ? null : ms
}

function separated(text: string): boolean {
  return (
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(16) === 58
  )
}

/** `Z` or `+HH:MM` from `at` to the end of the text. */
function offsetMs(text: string, at: number): number | null {
  const sign = text.charCodeAt(at)
  if (sign === 90) return text.length === at + 1 ? 0 : null
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6) return null
  const ms = clockMs(text, at + 1)
  if (ms < 0) return null
  return sign === 43 ? ms : -ms
}

/** `HH:MM` as milliseconds, -1 when it is none. */
function clockMs(text: string, at: number): number {
  const hour = digits(text, at, 2)
  const minute = digits(text, at + 3, 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text.charCodeAt(at + 2) !== 58)
    return -1
  return (hour * 60 + minute) * 60_000
}

function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i += 1) {
    if (!isDigit(text, i)) return -1
    value = value * 10 + text.charCodeAt(i) - 48
  }
  return value
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return (
    y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468
  )
}
