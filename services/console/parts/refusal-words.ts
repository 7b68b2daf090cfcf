import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './refusal-words.en.ts'
import { zh } from './refusal-words.zh.ts'

/** Why somebody was not sold gas: what the counter chose, or the rule that refused an order. */
export const refusalWords = defineTexts('refusal', zh, en)
