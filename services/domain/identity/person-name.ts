import { accept, type Checked, refuse } from './checked.ts'

export type PersonNameRefusal = 'EMPTY' | 'TOO_LONG' | 'CHARACTERS'

/** Long enough for any passport; Uyghur and Kazakh names with patronyms pass 20 characters. */
const MAX_CHARACTERS = 100

/** U+00B7 as typed: ・ ･ • ． ‧ ∙ ⋅ ᛫ (facts F6 names the first, third and fourth; the others look the same). */
const DOTS = /\s*[\u00b7\u30fb\uff65\u2022\uff0e\u2027\u2219\u22c5\u16eb]\s*/gu
/** A full stop stands for the dot only between Han characters: "J. Smith" keeps his. */
const HAN_STOP = /(?<=\p{Script=Han})\s*\.\s*(?=\p{Script=Han})/gu
/** Letters of any script with their marks; 〇 is a number to Unicode and a name character in China. */
const NAME = /^[\p{L}\u3007][\p{L}\p{M}\u3007·'’ .-]*$/u

/**
 * Normalises a person's name (姓名): NFC, one middle dot "·" however it was typed, single blanks. No limit of two to four
 * characters: Xinjiang's names are long, in Chinese and in their own script.
 */
export const checkPersonName = (text: string): Checked<string, PersonNameRefusal> => {
  const name = text
    .normalize('NFC')
    .replaceAll(DOTS, '·')
    .replaceAll(HAN_STOP, '·')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  if (name === '') return refuse('EMPTY')
  if (Array.from(name).length > MAX_CHARACTERS) return refuse('TOO_LONG')
  return NAME.test(name) && !name.includes('··') && !name.endsWith('·')
    ? accept(name)
    : refuse('CHARACTERS')
}
