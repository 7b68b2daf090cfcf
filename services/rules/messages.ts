import { type DenyCode, denyCodes, type FindingCode } from '#domain/codes.ts'
import type { Finding } from '#domain/finding.ts'
import { findingNameZh } from '#domain/finding-names.ts'
import { denySentences } from './deny-sentences.ts'
import { findingSentences } from './finding-sentences.ts'
import type { Refusal } from './gate/gate-case.ts'
import type { Sentence } from './sentence.ts'

export type { Sentence } from './sentence.ts'

/** A bypassed gate says what the gate would have said. */
const bypassed = (code: DenyCode): Sentence => ({
  zh: `未经许可充装：${denySentences[code].zh}`,
  en: `Filled although the gate would have refused: ${denySentences[code].en}`,
})

/** Sentence templates of every finding and deny code, for the console, the outcome messages and the dossier. */
export const messages: { readonly [C in FindingCode | DenyCode]: Sentence } = {
  ...denySentences,
  ...findingSentences,
  ...(Object.fromEntries(
    denyCodes
      .filter((code) => code !== 'REQUEST_EXPIRED')
      .map((code) => [`FILL_${code}`, bypassed(code)]),
  ) as { readonly [C in Exclude<FindingCode, keyof typeof findingSentences>]: Sentence }),
}

type Measured = Pick<Finding, 'measured' | 'limit' | 'unit'>

const kilograms = (value: number): string => `${(value / 1000).toFixed(3).replace(/0$/, '')} kg`

const duration = (ms: number, minutes: string, seconds: string): string =>
  Math.abs(ms) >= 120_000 ? `${Math.round(ms / 60_000)} ${minutes}` : `${ms / 1000} ${seconds}`

/** A code that a finding is about (`OVERFILL`), by its short name; other texts stay as they are. */
const inWords = (text: string): string => text.replaceAll(/\b[A-Z][A-Z_]{3,}\b/g, findingNameZh)

const shown = (
  value: number | string | undefined,
  unit: Finding['unit'],
  language: keyof Sentence,
): string => {
  if (value === undefined) return language === 'zh' ? '未知' : 'unknown'
  if (typeof value === 'string') return language === 'zh' ? inWords(value) : value
  const zh = language === 'zh'
  switch (unit) {
    case 'g':
      return kilograms(value)
    case 'ms':
      return zh ? duration(value, '分钟', '秒') : duration(value, 'min', 's')
    case 'h':
      return zh ? `${value} 小时` : `${value} h`
    case 'min':
      return zh ? `${value} 分钟` : `${value} min`
    case 'day':
    case undefined:
      return String(value)
  }
}

const fill = (template: Sentence, { measured, limit, unit }: Measured): Sentence => {
  const say = (language: keyof Sentence): string =>
    template[language]
      .replace('{measured}', () => shown(measured, unit, language))
      .replace('{limit}', () => shown(limit, unit, language))
  return { zh: say('zh'), en: say('en') }
}

/** The gate's sentence for a worker. */
export const sayRefusal = (refusal: Refusal): Sentence => fill(messages[refusal.code], refusal)

/** A finding in words. */
export const sayFinding = (finding: Finding): Sentence => fill(messages[finding.code], finding)
