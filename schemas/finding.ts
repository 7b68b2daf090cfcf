import { z } from 'zod'
import { choice } from './choice.ts'
import type { Known } from './known.ts'
import { text } from './text.ts'
import { must } from './wording.ts'

const codeWords = must('a code in capitals, digits and "_"')
/** A code of a finding, denial or rejection. */
export const code = z.string(codeWords).regex(/^[A-Z][A-Z0-9_]{0,63}$/, codeWords)

/** A number in `unit`, or a word or a day where the limit is none. */
const value = z.union([z.number(), text(64)], must('a number or a text'))

/** 判定: what was wrong, what was measured against which limit (限值), and by which clause (条款) of which profile (规则集). */
export const findingSchema = z.looseObject({
  code,
  severity: choice(['block', 'warn']),
  measured: value.optional(),
  limit: value.optional(),
  unit: text(16).optional(),
  limitFrom: text(64).optional(),
  clause: text(64).optional(),
  profile: text(64).optional(),
  force: choice(['mandatory', 'recommended', 'draft', 'unconfirmed']).optional(),
  certainty: choice(['document', 'seen-elsewhere', 'from-memory']).optional(),
})

export type FindingMessage = Known<z.infer<typeof findingSchema>>
