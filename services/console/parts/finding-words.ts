import { defineTexts } from '#console/i18n/texts.ts'
import { en } from './finding-words.en.ts'
import { zh } from './finding-words.zh.ts'

/** Short names of findings and deny codes (`#domain/codes.ts`); the sentence with its numbers comes from the API. */
export const findingWords = defineTexts('finding', zh, en)

type Say = ReturnType<typeof findingWords.useTexts>

/** `FILL_RETIRED` = the gate would have denied with `RETIRED`. What has no name here is shown as its code. */
export const findingName = (code: string, say: Say): string => {
  if (findingWords.has(code)) return say(code)
  const denied = code.replace(/^FILL_/, '')
  return findingWords.has(denied) ? say('bypassed', { name: say(denied) }) : code
}
