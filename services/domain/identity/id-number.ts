import { dayOf, startOfDay } from '#domain/calendar.ts'
import { type Day, day } from '#domain/units.ts'
import { accept, type Checked, refuse } from './checked.ts'

/** 公民身份号码, or the residence permit of somebody from Hong Kong, Macau or Taiwan (81, 82, 83…). Personal data. */
export type IdNumber = {
  readonly number: string
  /** GB/T 2260 of the first registration, which may be abolished since. */
  readonly region: string
  readonly bornOn: Day
}

export type IdNumberRefusal = 'FORMAT' | 'DATE' | 'FUTURE' | 'CHECK_DIGIT'

/** GB 11643-1999, verified in facts F6. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'
const SHAPE = /^[1-9]\d{16}[\dX]$/

/** The check digit of the first 17 digits. */
export const idNumberCheckDigit = (digits: string): string => {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0)
  return CHECK_DIGITS.charAt(sum % 11)
}

/** Days that do not exist come back as another one. */
const isRealDay = (value: Day): boolean => dayOf(startOfDay(value)) === value

/**
 * Checks an 18-digit number: shape, birthday that exists and is not after `today`, check digit. Full-width digits and a
 * lower-case x are read too. Unknown regions pass: the code is that of the first registration.
 */
export const checkIdNumber = (text: string, today: Day): Checked<IdNumber, IdNumberRefusal> => {
  const number = text.normalize('NFKC').trim().toUpperCase()
  if (!SHAPE.test(number)) return refuse('FORMAT')
  const bornOn = day(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)
  if (!isRealDay(bornOn)) return refuse('DATE')
  if (bornOn > today) return refuse('FUTURE')
  if (idNumberCheckDigit(number) !== number.charAt(17)) return refuse('CHECK_DIGIT')
  return accept({ number, region: number.slice(0, 6), bornOn })
}
