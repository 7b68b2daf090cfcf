import { addDays } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { currentLanguage } from './language.ts'

const ZONE = 'Asia/Shanghai'
const locale = (): string => (currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB')

const formats = new Map<string, Intl.DateTimeFormat>()
const dateFormat = (name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale()} ${name}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options })
  formats.set(key, made)
  return made
}

const MINUTE_OF_YEAR = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

/** An instant (RFC 3339) on China's clock, to the minute. */
export const shownInstant = (instant: string): string =>
  dateFormat('minute', { year: 'numeric', ...MINUTE_OF_YEAR }).format(new Date(instant))

/** To the minute without its year, where that was just said. */
export const shownInstantOfYear = (instant: string): string =>
  dateFormat('minute of the year', MINUTE_OF_YEAR).format(new Date(instant))

/** To the second: for evidence. */
export const shownSecond = (instant: string): string =>
  dateFormat('second', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant))

/** The clock alone. */
export const shownClock = (instant: string): string =>
  dateFormat('clock', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant))

/** The clock to the minute. */
export const shownMinute = (instant: string): string =>
  dateFormat('hours', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  )

/** A day `YYYY-MM-DD`, as people write it. */
export const shownDay = (day: string): string =>
  dateFormat('day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(`${day.length === 7 ? `${day}-01` : day}T12:00:00+08:00`),
  )

/** The day of an instant without its year, where there is no room: 11月21日, 21 Nov. */
export const shownShortDay = (instant: string): string =>
  dateFormat('short', { month: 'short', day: 'numeric' }).format(new Date(instant))

/** Days from the first to the one before `until`, which is not one of them. */
export const shownDays = (from: string, until: string): string =>
  `${shownDay(from)} – ${shownDay(addDays(day(until), -1))}`

const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })

/** The day of an instant in China, `YYYY-MM-DD`. */
export const dayOf = (instant: string | number): string => isoDay.format(new Date(instant))

// Making a format costs fifty times what using it does, and a table or a scale asks for hundreds.
const numbers = new Map<string, Intl.NumberFormat>()
const numberFormat = (name: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = `${locale()} ${name}`
  const known = numbers.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale(), options)
  numbers.set(key, made)
  return made
}

/** Whole grams as kilograms with two places (three when they are needed). */
export const shownMass = (grams: number): string => {
  const places = grams % 10 === 0 ? 2 : 3
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: places }
  return `${numberFormat(`kg${places}`, digits).format(grams / 1000)} kg`
}

/** A difference in grams, with its sign. */
export const shownOffset = (grams: number): string =>
  `${numberFormat('offset', { signDisplay: 'exceptZero' }).format(grams)} g`

/** Integer fen as yuan. */
export const shownMoney = (fen: number): string =>
  numberFormat('money', {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
  }).format(fen / 100)

export const shownCount = (count: number): string => numberFormat('count').format(count)

/** Up to so many places. */
export const shownNumber = (value: number, places: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: places }).format(value)

/** A share in 0…1 as a percentage: 98.25 %. */
export const shownShare = (share: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2 }).format(share)

/** A month of the calendar, of any of its days. */
export const shownMonth = (day: string): string =>
  dateFormat('month', { year: 'numeric', month: '2-digit' }).format(
    new Date(`${day}T12:00:00+08:00`),
  )

const lists = new Map<string, Intl.ListFormat>()

/** What stands beside each other: A、B、C and A, B, C. */
export const shownList = (parts: readonly string[]): string => {
  const format =
    lists.get(locale()) ?? new Intl.ListFormat(locale(), { style: 'narrow', type: 'conjunction' })
  lists.set(locale(), format)
  return format.format(parts)
}
