import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './texts.en.ts'
import { zh } from './texts.zh.ts'

export const qualityTexts = defineTexts('quality', zh, en)

export type QualitySay = ReturnType<typeof qualityTexts.useTexts>
export type QualityWord = Parameters<QualitySay>[0]
