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

/** An instant (RFC 3339) on China's clock, to the minute. */
export const shownInstant = (instant: string): string =>
  dateFormat('minute', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant))

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

/** A day `YYYY-MM-DD`, as people write it. */
export const shownDay = (day: string): string =>
  dateFormat('day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(`${day.length === 7 ? `${day}-01` : day}T12:00:00+08:00`),
  )

/** The day of an instant in China, `YYYY-MM-DD`. */
export const dayOf = (instant: string | number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date(instant))

/** Whole grams as kilograms with two places (three when they are needed). */
export const shownMass = (grams: number): string => {
  const kg = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: 2,
    maximumFractionDigits: grams % 10 === 0 ? 2 : 3,
  }).format(grams / 1000)
  return `${kg} kg`
}

/** Integer fen as yuan. */
export const shownMoney = (fen: number): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency: 'CNY' }).format(fen / 100)

export const shownCount = (count: number): string => new Intl.NumberFormat(locale()).format(count)
