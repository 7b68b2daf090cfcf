import { z } from 'zod'
import { must } from './wording.ts'

/** One of a few words. */
export function choice<const T extends readonly string[]>(words: T) {
  return z.enum(words, must(`one of ${words.join(', ')}`))
}
