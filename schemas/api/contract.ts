import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** What a contract with a user has to say (R000-4.2.2.2, R002-5.2.3, R001-6.1-5). */
export const contractTerms = [
  'gas-quality',
  'price-and-settlement',
  'duties-of-both-sides',
  'installation-and-repair',
  'stop-of-supply',
  'free-services',
  'safety-notice',
  'data-security',
] as const

const termWords = must('a list of contract terms')

/** `POST /v1/contracts` (供用气合同). `document`: the signed paper, uploaded with `POST /v1/objects`. No `validUntil` = until it is ended. */
export const contractCreate = z.object({
  customerId: uuid,
  no: reference,
  signedOn: calendarDate,
  validFrom: calendarDate,
  validUntil: calendarDate.optional(),
  terms: z
    .array(choice(contractTerms), termWords)
    .min(1, must('at least one term'))
    .max(contractTerms.length, must('each term once')),
  document: objectHash,
})

export const contractEnd = z.object({ endedOn: calendarDate, reason: statedText(200) })

export const contractQuery = pageQuery.extend({
  customerId: uuid.optional(),
  /** In force on this day. */
  on: calendarDate.optional(),
})

export const contract = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  region: z.string(),
  no: z.string(),
  signedOn: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  terms: z.array(z.string()),
  /** Terms that the law asks for and this contract does not have. */
  missingTerms: z.array(z.string()),
  document: z.string(),
  recordedAt: instant,
  endedOn: z.string().nullable(),
  endReason: z.string().nullable(),
  inForce: z.boolean(),
})
