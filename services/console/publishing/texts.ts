import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './texts.en.ts'
import { zh } from './texts.zh.ts'

export const publishingTexts = defineTexts('publishing', zh, en)

export type PublishingSay = ReturnType<typeof publishingTexts.useTexts>
export type PublishingWord = Parameters<PublishingSay>[0]
