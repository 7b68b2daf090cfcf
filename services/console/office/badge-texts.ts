import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './badge-texts.en.ts'
import { zh } from './badge-texts.zh.ts'

export const badgeTexts = defineTexts('badges', zh, en)
