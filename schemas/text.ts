import { z } from 'zod'
import { must } from './wording.ts'

/** Neither NUL (PostgreSQL text cannot hold it) nor half a surrogate pair (UTF-8 cannot). */
// oxlint-disable-next-line no-control-regex -- to refuse it is the point
const storable = /^[^\u0000\ud800-\udfff]*$/u

/** Text of any language, 1 to `max` code points; `max` counts like JSON Schema's `maxLength`. */
export function text(max: number) {
  const words = must(`text of 1 to ${max} characters`)
  return z.string(words).min(1, words).max(max, words).regex(storable, words)
}
