import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './texts.en.ts'
import { zh } from './texts.zh.ts'

/** Words that every area uses: buttons, states, roles. */
export const shellTexts = defineTexts('shell', zh, en)
