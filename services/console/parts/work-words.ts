import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './work-words.en.ts'
import { zh } from './work-words.zh.ts'

/** Words of the work list. */
export const workWords = defineTexts('work', zh, en)
