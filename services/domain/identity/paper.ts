import { type Day, day } from '#domain/units.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import { accept, type Checked, refuse } from './checked.ts'
import { COUNTRIES } from './countries.ts'
import { checkIdNumber } from './id-number.ts'

/** 身份证件: what shows who somebody is. */
export const paperKinds = [
  'id-card',
  'hmt-residence-permit',
  'hm-travel-permit',
  'tw-travel-permit',
  'foreign-permanent-residence',
  'passport',
] as const

export type PaperKind = (typeof paperKinds)[number]

export type Paper = {
  readonly kind: PaperKind
  readonly number: string
  /** ISO 3166-1 alpha-3 of a passport's issuer; null for papers of China. */
  readonly country: string | null
  /** Where the number tells it. */
  readonly bornOn: Day | null
}

export type PaperRefusal = 'FORMAT' | 'DATE' | 'FUTURE' | 'CHECK_DIGIT' | 'OTHER_PAPER' | 'COUNTRY'

/** 港澳居民来往内地通行证: H or M, eight digits, and in the older edition two for the issue (from memory). */
const HONG_KONG_MACAU = /^[HM]\d{8}(?:\d{2})?$/
/** 台湾居民来往大陆通行证: eight digits; two for the issue in the older edition (from memory). */
const TAIWAN = /^\d{8}(?:\d{2})?$/
/** 外国人永久居留身份证 until 2023: country, twelve digits. Since then 18 digits from 9 on, with the check digit of GB 11643 (from memory). */
const OLD_PERMANENT = /^[A-Z]{3}\d{12}$/
/** ICAO 9303: letters and digits, at most nine in the machine-readable zone; some issuers write a few more. */
const PASSPORT = /^[A-Z0-9]{5,15}$/

/** Nobody who buys gas was born before. */
const FIRST_BIRTHDAY = day('1900-01-01')

const normalised = (text: string): string =>
  text.normalize('NFKC').trim().toUpperCase().replaceAll(/\s/gu, '')

/** 18 digits with the check digit of GB 11643; the first ones tell which paper it is: 81, 82, 83 residence permits, 9 foreigners. */
const eighteenDigits = (
  kind: PaperKind,
  starts: RegExp,
  text: string,
  today: Day,
): Checked<Paper, PaperRefusal> => {
  if (!starts.test(text)) {
    return refuse(/^\d{17}[\dX]$/.test(text) ? 'OTHER_PAPER' : 'FORMAT')
  }
  const checked = checkIdNumber(text, today)
  if (checked.ok && checked.value.bornOn < FIRST_BIRTHDAY) return refuse('DATE')
  return checked.ok
    ? accept({ kind, number: checked.value.number, country: null, bornOn: checked.value.bornOn })
    : checked
}

const byShape = (kind: PaperKind, shape: RegExp, text: string): Checked<Paper, PaperRefusal> =>
  shape.test(text) ? accept({ kind, number: text, country: null, bornOn: null }) : refuse('FORMAT')

const checkPassport = (
  number: string,
  country: string | undefined,
): Checked<Paper, PaperRefusal> => {
  const issuer = normalised(country ?? '')
  if (!COUNTRIES.has(issuer)) return refuse('COUNTRY')
  return PASSPORT.test(number)
    ? accept({ kind: 'passport', number, country: issuer, bornOn: null })
    : refuse('FORMAT')
}

export type TypedPaper = {
  readonly kind: PaperKind
  readonly number: string
  readonly country?: string | undefined
}

/** Checks the number of a paper as far as its kind allows; full-width digits and lower case are read too. */
export const checkPaper = (typed: TypedPaper, today: Day): Checked<Paper, PaperRefusal> => {
  const number = normalised(typed.number)
  switch (typed.kind) {
    case 'id-card':
      return eighteenDigits(typed.kind, /^[1-7]\d{16}[\dX]$/, number, today)
    case 'hmt-residence-permit':
      return eighteenDigits(typed.kind, /^8[123]\d{15}[\dX]$/, number, today)
    case 'foreign-permanent-residence':
      return OLD_PERMANENT.test(number)
        ? byShape(typed.kind, OLD_PERMANENT, number)
        : eighteenDigits(typed.kind, /^9\d{16}[\dX]$/, number, today)
    case 'hm-travel-permit':
      return byShape(typed.kind, HONG_KONG_MACAU, number)
    case 'tw-travel-permit':
      return byShape(typed.kind, TAIWAN, number)
    case 'passport':
      return checkPassport(number, typed.country)
  }
}

/** One text an identity: 18 digits are unique among themselves, other numbers only within their kind and country. */
export const identityText = ({ kind, number, country }: Omit<Paper, 'bornOn'>): string =>
  /^\d{17}[\dX]$/.test(number) ? number : `${kind}:${country ?? ''}:${number}`

/** Full years on a day; who was born on 29 February is a year older from 1 March on. */
export const ageOn = (bornOn: Day, on: Day): number => {
  const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** A birthday that exists and is not after `today`. */
export const checkBirthday = (text: string, today: Day): Checked<Day, 'DATE' | 'FUTURE'> => {
  const bornOn = day(text)
  if (dayOf(startOfDay(bornOn)) !== bornOn || bornOn < FIRST_BIRTHDAY) return refuse('DATE')
  return bornOn > today ? refuse('FUTURE') : accept(bornOn)
}
