import { z } from 'zod'
import { choice } from './choice.ts'
import type { Known } from './known.ts'
import { text } from './text.ts'
import { must } from './wording.ts'

const codeWords = must('a code in capitals, digits and "_"')
/** A code of a finding, denial or rejection. */
export const code = z.string(codeWords).regex(/^[A-Z][A-Z0-9_]{0,63}$/, codeWords)

const number = z.number(must('a number'))

/** 判定: what was wrong, what was measured against which limit (限值), and by which clause (条款) of which profile (规则集). */
export const findingSchema = z.looseObject({
  code,
  severity: choice(['block', 'warn', 'claim', 'info']),
  measured: number.optional(),
  limit: number.optional(),
  unit: text(16).optional(),
  limitFrom: text(64).optional(),
  clause: text(64).optional(),
  profile: text(64).optional(),
  force: choice(['mandatory', 'recommended', 'draft', 'unconfirmed']).optional(),
})

export type FindingMessage = Known<z.infer<typeof findingSchema>>
