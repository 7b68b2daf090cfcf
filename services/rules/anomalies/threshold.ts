import type { Sentence } from '#rules/sentence.ts'

/** One number that may be set: its default, what it may be, and where the default comes from. */
export type Threshold = {
  readonly value: number
  readonly least: number
  readonly most: number
  readonly unit: string
  readonly words: Sentence
  readonly source: Sentence
}

export const ours = (zh: string, en: string): Sentence => ({
  zh: `经验值：${zh}`,
  en: `our number: ${en}`,
})

export const one = (
  value: number,
  [least, most, unit]: readonly [number, number, string],
  words: Sentence,
  source: Sentence,
): Threshold => ({ value, least, most, unit, words, source })

export const say = (zh: string, en: string): Sentence => ({ zh, en })
