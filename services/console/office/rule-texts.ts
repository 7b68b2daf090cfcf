import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './rule-texts.en.ts'
import { zh } from './rule-texts.zh.ts'

/** Words of the rule profiles: their values, units, and where we have them from. */
export const ruleTexts = defineTexts('rules', zh, en)
