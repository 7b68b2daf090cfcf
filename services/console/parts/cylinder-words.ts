import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './cylinder-words.en.ts'
import { zh } from './cylinder-words.zh.ts'

/** Words about a cylinder that several areas show. */
export const cylinderWords = defineTexts('cylinder', zh, en)
