import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './texts.en.ts'
import { zh } from './texts.zh.ts'

export const oversightTexts = defineTexts('oversight', zh, en)

export type OversightSay = ReturnType<typeof oversightTexts.useTexts>
export type OversightWord = Parameters<OversightSay>[0]
