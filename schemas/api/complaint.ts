import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { cylinderCode, operator, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { caseQueryOf, feedbackStep, note, noteStep, party, serviceCase } from './service-case.ts'

const flag = z.boolean(must('true or false'))

/** 投诉内容: what it is about. */
export const complaintTopics = [
  'gas-quality',
  'filling',
  'residual',
  'cylinder',
  'delivery',
  'attitude',
  'price',
  'repair',
  'safety',
  'privacy',
  'other',
] as const

/** `POST /v1/complaints`: a complaint, an online message, a letter, or a matter that somebody asked first (首问). */
export const complaintCreate = z.object({
  ...party,
  kind: choice(['complaint', 'message', 'letter', 'matter']).default('complaint'),
  topic: choice(complaintTopics),
  /** R001-8.1-fa: a special case has seven working days. */
  special: flag.optional(),
  against: z
    .object({ userId: uuid.optional(), operator: operator.optional() })
    .refine(({ userId, operator: no }) => userId !== undefined || no !== undefined, {
      error: 'must name an account or a job number',
    })
    .optional(),
  /** R001-8.1-fi: from an authority or a consumer association, with its own deadline. */
  forwarded: z.object({ by: text(100), reference: text(64), dueAt: instant }).optional(),
  /** An earlier case about the same (R002-5.5.3). */
  repeatOf: uuid.optional(),
  orderId: uuid.optional(),
  /** The complainant wants it kept from others (R000-8.0.4.3). */
  confidential: flag.optional(),
  cylinderCodes: z.array(cylinderCode).max(20).optional(),
})

/** `POST /v1/complaints/{id}/steps`. */
export const complaintStep = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('assign'), userId: uuid, note: note.optional() }),
    z.object({ type: z.literal('recuse'), note }),
    z.object(noteStep),
    z.object({ type: z.literal('refer'), to: text(100), note: note.optional() }),
    z.object({ type: z.literal('extend'), until: calendarDate, agreed: flag, note }),
    z.object({
      type: z.literal('answer'),
      at: instant.optional(),
      note,
      ownCause: flag.default(true),
      toldAuthorities: flag.default(false),
    }),
    z.object({
      type: z.literal('resolve'),
      at: instant.optional(),
      method: choice(['remedied', 'compensated', 'explained', 'mediated', 'transferred']),
      note: note.optional(),
    }),
    z.object({ type: z.literal('decline'), at: instant.optional(), note }),
    z.object({
      type: z.literal('reply-to-authority'),
      at: instant.optional(),
      note: note.optional(),
    }),
    z.object(feedbackStep),
    z.object({
      type: z.literal('appeal'),
      from: choice(['complainant', 'blamed']).default('complainant'),
      note,
    }),
    z.object({ type: z.literal('withdraw'), note: note.optional() }),
    z.object({ type: z.literal('close'), note: note.optional() }),
  ],
  must('a step with its type'),
)

export type ComplaintStepBody = z.infer<typeof complaintStep>

export const complaintQuery = caseQueryOf(
  ['complaint', 'message', 'letter', 'matter'],
  ['open', 'answered', 'resolved', 'declined', 'appealed', 'closed', 'withdrawn'],
)

export const complaint = serviceCase.extend({
  answeredAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  promisedOn: z.string().nullable(),
})
