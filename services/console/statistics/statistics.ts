import type { z } from 'zod'
import { shownMonth, shownNumber } from '#console/i18n/format.ts'
import type { Language } from '#console/i18n/language.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { refusalWords } from '#console/parts/refusal-words.ts'
import { useNames } from '#console/parts/use-names.ts'
import type { statisticsReturn } from '#schemas/api/statistics-return.ts'
import { statisticsTexts } from './texts.ts'

export type Return = z.infer<typeof statisticsReturn>
export type Part = Return['parts'][number]

export const breakdowns = ['month', 'station', 'model', 'region', 'kind'] as const
export type Breakdown = (typeof breakdowns)[number]

const MONTH = /^\d{4}-\d{2}$/

export const shownValue = (value: number): string => shownNumber(value, 0)

/** Kilograms are always said; of what is counted the name says enough where there are no measure words: 4 staff, 员工 4 人. */
export const shownUnit = (unit: Part['unit'], language: Language): string =>
  language === 'zh' || unit.en === 'kg' ? unit[language] : ''

/** What a part is called: the name of a site, a month, a kind in words; a model and a region stand for themselves. */
export const useKeyName = (): ((by: string, key: string) => string) => {
  const say = statisticsTexts.useTexts()
  const word = cylinderWords.useTexts()
  const refused = refusalWords.useTexts()
  const { site } = useNames()
  return (by, key) => {
    if (key === '' || key === '—') return say('unknownKey')
    if (by === 'month') return MONTH.test(key) ? shownMonth(`${key}-01`) : key
    if (by === 'station') {
      const held = `custody.${key}`
      return cylinderWords.has(held) ? word(held) : site(key)
    }
    if (by !== 'kind') return key
    const kind = `kind.${key}`
    if (statisticsTexts.has(kind)) return say(kind)
    return refusalWords.has(key) ? refused(key) : key
  }
}
