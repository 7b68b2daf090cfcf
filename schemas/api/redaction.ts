import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { deviceId, stationId, uuid } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** Words of an event that no verdict goes by and no state keeps. */
export const redactableFields = [
  'purpose',
  'method',
  'what',
  'evidence',
  'supplier',
  'note',
  'reason',
] as const

/** `POST /v1/redactions`: of an event (its station and device where several used the id), or of a rejected message. */
export const redactionCreate = z.object({
  eventId: uuid.optional(),
  stationId: stationId.optional(),
  deviceId: deviceId.optional(),
  rejectedMessageId: z
    .string(must('the id of a rejected message'))
    .regex(/^\d{1,18}$/, must('the id of a rejected message'))
    .optional(),
  /** Fields of the event that carried it too. */
  fields: z.array(choice(redactableFields)).max(redactableFields.length).default([]),
  reason: statedText(500),
})

export const redactionQuery = pageQuery

/** Who emptied what, when and why. `sha256` is of the bytes as they were; the ledger holds it. */
export const redaction = z.looseObject({
  id: z.string(),
  eventId: z.string().nullable(),
  rejectedMessageId: z.string().nullable(),
  fields: z.array(z.string()),
  reason: z.string(),
  redactedBy: z.string(),
  redactedAt: instant,
  sha256: z.string(),
  bytes: z.int(),
})
