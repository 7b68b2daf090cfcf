import { accept, type Checked, refuse } from './checked.ts'

export type Phone = {
  readonly kind: 'mobile' | 'landline' | 'service'
  /** Digits; a landline as area-number and, where there is one, -extension. */
  readonly number: string
}

const MOBILE = /^1[3-9]\d{9}$/
/** 400 is paid by both sides, 800 by the one who is called. */
const SERVICE = /^[48]00\d{7}$/
/** Areas of three digits (010, 02x) have numbers of eight, areas of four (03xx to 09xx) of seven or eight. */
const LANDLINE = /^(010|02\d|0[3-9]\d{2})([2-9]\d{6,7})$/
const EXTENSION = /^(.*?\d)\s*(?:转|ext\.?|x|#)\s*(\d{1,6})$/iu
const HYPHENATED_EXTENSION = /^(0\d{2,3}[- ]?\d{7,8})-(\d{1,6})$/
/** Blanks, brackets and the dashes that people type. */
const SEPARATORS = /[\s()\u2010-\u2015-]/gu

const withoutCountry = (text: string): string => {
  const bare = text.replace(/^(?:\+|00)86[\s-]*/u, '')
  // Abroad the area is dialled without its 0; a mobile and 400 never had one.
  return bare !== text && /^(?:10|[2-9])/.test(bare) && !/^[48]00/.test(bare) ? `0${bare}` : bare
}

const landlineOf = (digits: string): string | null => {
  const [, area, local] = LANDLINE.exec(digits) ?? []
  if (area === undefined || local === undefined) return null
  return area.length === 3 && local.length !== 8 ? null : `${area}-${local}`
}

/** Checks a phone number of China: mobile, landline with its area, or 400/800; with +86, blanks and dashes as typed. */
export const checkPhone = (text: string): Checked<Phone, 'FORMAT'> => {
  const typed = withoutCountry(text.normalize('NFKC').trim())
  const [, main = typed, extension] =
    EXTENSION.exec(typed) ?? HYPHENATED_EXTENSION.exec(typed) ?? []
  const digits = main.replaceAll(SEPARATORS, '')
  const landline = landlineOf(digits)
  if (landline !== null) {
    return accept({
      kind: 'landline',
      number: extension === undefined ? landline : `${landline}-${extension}`,
    })
  }
  if (extension !== undefined) return refuse('FORMAT')
  if (MOBILE.test(digits)) return accept({ kind: 'mobile', number: digits })
  return SERVICE.test(digits) ? accept({ kind: 'service', number: digits }) : refuse('FORMAT')
}
