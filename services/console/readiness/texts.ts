import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './texts.en.ts'
import { zh } from './texts.zh.ts'

export const readinessTexts = defineTexts('readiness', zh, en)

export type ReadinessSay = ReturnType<typeof readinessTexts.useTexts>
export type ReadinessWord = Parameters<ReadinessSay>[0]
