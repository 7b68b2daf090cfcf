import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './event-words.en.ts'
import { zh } from './event-words.zh.ts'

/** Names of events and of their fields; `=value` names a value of a closed list. */
export const eventWords = defineTexts('event', zh, en)
