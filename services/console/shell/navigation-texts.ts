import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './navigation-texts.en.ts'
import { zh } from './navigation-texts.zh.ts'

/** Titles of the menu: they come with the frames, so that the first view does not carry them. */
export const navigationTexts = defineTexts('navigation', zh, en)
