import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { cylinderCode } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** What on the metal is not what the public page says. */
export const mismatchKinds = ['serial', 'owner', 'maker', 'look'] as const

/** As it is stamped: figures, letters, and what stands between them; no room for a name. */
const words = must('the stamped number: at most 24 figures and letters')
const stamped = z.string(words).regex(/^[0-9A-Za-z./-]{1,24}$/, words)

/** `POST /v1/public/cylinders/{code}/mismatch-reports`: nothing is asked of who tells it. */
export const mismatchCreate = z.object({
  differs: choice(mismatchKinds),
  stamped: stamped.optional(),
})

export const mismatchTold = z.looseObject({ code: z.string(), receivedAt: instant })

export const mismatchQuery = pageQuery.extend({
  code: cylinderCode.optional(),
  state: z.enum(['open', 'closed', 'all']).default('all'),
})

export const mismatchOutcomes = ['copied-tag', 'wrong-record', 'no-difference'] as const

/** `POST /v1/mismatch-reports/{id}/close`: what was found when somebody looked. */
export const mismatchClose = z.object({ outcome: choice(mismatchOutcomes), note: statedText(500) })

export const mismatchReport = z.looseObject({
  id: z.string(),
  code: z.string(),
  enterpriseId: z.string(),
  differs: z.enum(mismatchKinds),
  stamped: z.string().nullable(),
  /** How often it was told. */
  times: z.int(),
  firstAt: instant,
  lastAt: instant,
  dueAt: instant,
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  outcome: z.enum(mismatchOutcomes).nullable(),
  note: z.string().nullable(),
})

export type MismatchReport = z.infer<typeof mismatchReport>
