import { accept, type Checked, refuse } from './checked.ts'

export type UsccRefusal = 'FORMAT' | 'CHECK_DIGIT'

/** GB 32100-2015: no I, O, S, V, Z. Verified in facts F6. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^i mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** The check digit of the first 17. The second `% 31` is for remainder 0: 31 − 0 has no digit, it is written 0. */
export const usccCheckDigit = (first17: string): string => {
  const sum = WEIGHTS.reduce(
    (total, weight, i) => total + weight * ALPHABET.indexOf(first17.charAt(i)),
    0,
  )
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** Checks a 统一社会信用代码: shape and check digit. Lower case is read too; the value is upper case. */
export const checkUscc = (text: string): Checked<string, UsccRefusal> => {
  const code = text.normalize('NFKC').trim().toUpperCase()
  if (!SHAPE.test(code)) return refuse('FORMAT')
  return usccCheckDigit(code) === code.charAt(17) ? accept(code) : refuse('CHECK_DIGIT')
}
