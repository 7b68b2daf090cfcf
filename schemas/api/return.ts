import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { findingSchema } from '#schemas/finding.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { must } from '#schemas/wording.ts'
import { instant } from '#schemas/time.ts'
import { returnedList } from './delivery.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** `POST /v1/returns`: cylinders that came back without a delivery. `found` = nobody told of it, it stood there (未扫码). */
export const returnCreate = z.object({
  returnId: uuid.optional(),
  happenedAt: instant,
  broughtBy: choice(['courier', 'customer', 'found']),
  returned: returnedList.min(1, must('at least one cylinder')),
  customerId: uuid.optional(),
  stationId: stationId.optional(),
  vehicle: reference.optional(),
  enterpriseId: reference.optional(),
})

export type ReturnCreate = z.infer<typeof returnCreate>

export const returnQuery = pageQuery.extend({
  state: z.enum(['all', 'unweighed']).default('all'),
})

export const returnView = z.looseObject({
  id: z.string(),
  code: z.string(),
  customerId: z.string().nullable(),
  reason: z.string(),
  broughtBy: z.string(),
  happenedAt: instant,
  recordedAt: instant,
  dueAt: instant,
  provisional: z.boolean(),
  overdue: z.boolean(),
  weighedAt: instant.nullable(),
})

/** `POST /v1/returns/{id}/weighing`: what is left in it, read off a scale that does not tell it by itself (R002-7.1.14d). */
export const returnWeighing = z.object({
  weighedAt: instant,
  grossG: whole(1, 200_000, 'grams'),
})

export const returnWeighed = z.looseObject({
  returnId: z.string(),
  code: z.string(),
  weighedAt: instant,
  grossG: z.int(),
  /** As registered then; null = not known. */
  tareG: z.int().nullable(),
  /** Gross less tare; null where no tare is known. */
  residualG: z.int().nullable(),
})

export const returnAnswer = z.looseObject({
  returnId: z.string(),
  returned: z.array(
    z.looseObject({
      code: z.string().nullable(),
      returnId: z.string().nullable(),
      foreignEmptyId: z.string().nullable(),
      eventId: z.string().nullable(),
      findings: z.array(findingSchema),
    }),
  ),
})

export const foreignEmptyQuery = pageQuery.extend({
  state: z.enum(['held', 'handed-over', 'all']).default('held'),
  ownerId: reference.optional(),
})

export const foreignEmpty = z.looseObject({
  id: z.string(),
  ownerId: z.string().nullable(),
  code: z.string().nullable(),
  photo: z.string().nullable(),
  happenedAt: instant,
  handedOverAt: instant.nullable(),
  handedTo: z.string().nullable(),
})

/** `POST /v1/foreign-empties/hand-overs`: to their owner, signed by who gives and by who takes. */
export const foreignHandOver = z.object({
  ids: z.array(uuid, must('a list of ids')).min(1, must('at least one')).max(200),
  to: reference,
  happenedAt: instant,
  signatures: z.object({ giver: objectHash, receiver: objectHash }, must('two signatures')),
})

export const handedOver = z.looseObject({ handOverId: z.string(), handedOver: z.int() })
