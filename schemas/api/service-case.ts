import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { region } from '#schemas/region.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** How it reached us (R002-5.8.3); forwarded = by an authority or a consumer association. */
export const caseChannels = [
  'phone',
  'visit',
  'letter',
  'web',
  'app',
  'message',
  'media',
  'forwarded',
] as const

/** Whatever somebody wrote: sealed, never listed. */
export const note = text(4000)

/** Who it is about: a customer or their premises, else a name and number where somebody gave them. */
export const party = {
  id: uuid.optional(),
  customerId: uuid.optional(),
  premisesId: uuid.optional(),
  /** Where neither is known: whose case it is, and where. */
  enterpriseId: reference.optional(),
  region: region.optional(),
  stationId: stationId.optional(),
  name: text(200).optional(),
  phone: text(32).optional(),
  address: text(300).optional(),
  channel: choice(caseChannels),
  /** When it came in; now, where nothing is said. */
  receivedAt: instant.optional(),
  text: note,
}

export const satisfaction = choice(['satisfied', 'neutral', 'dissatisfied'])

/** 回访与反馈: the five fields of R003-5.7.7 and what R001-8.1-fo-fp asks; the user is the case's. */
export const feedbackStep = {
  type: z.literal('feedback'),
  at: instant.optional(),
  reached: z.boolean(must('true or false')),
  staffId: uuid.optional(),
  result: choice(['solved', 'partly', 'not-solved']).optional(),
  satisfaction: satisfaction.optional(),
  onTime: z.boolean(must('true or false')).optional(),
  feesShown: z.boolean(must('true or false')).optional(),
  note: note.optional(),
}

export const noteStep = {
  type: z.literal('note'),
  note,
  /** The customer reads it too. */
  shown: z.boolean(must('true or false')).default(false),
}

/** Signed on the spot, or refused. */
export const workSignature = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('signature'), object: objectHash }),
    z.object({ kind: z.literal('refused') }),
  ],
  must('a signature: kind signature with its object, or refused'),
)

/** Filters of a list of cases, by what its kinds and steps are called. */
export function caseQueryOf<
  const K extends readonly [string, ...string[]],
  const S extends readonly [string, ...string[]],
>(kinds: K, statuses: S) {
  return pageQuery.extend({
    kind: z.enum(kinds).optional(),
    status: z.enum(statuses).optional(),
    state: z.enum(['open', 'ended']).optional(),
    handlerId: uuid.optional(),
    customerId: uuid.optional(),
    /** The green channel: cases of customers with special care alone (R000-3.0.11). */
    care: z.enum(['true']).optional(),
  })
}

export const caseDeadlineView = z.looseObject({
  name: z.string(),
  dueAt: instant,
  provisional: z.boolean(),
  metAt: instant.nullable(),
  overdue: z.boolean(),
  clause: z.string(),
  force: z.string(),
})

export const serviceCase = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  region: z.string(),
  kind: z.string(),
  status: z.string(),
  channel: z.string(),
  openedAt: instant,
  endedAt: instant.nullable(),
  deadlines: z.array(caseDeadlineView),
})

export const serviceEntry = z.looseObject({
  seq: z.int(),
  type: z.string(),
  at: instant,
  note: z.string().nullable(),
})

/** One case with its record. */
export const serviceCaseDetail = serviceCase.extend({ entries: z.array(serviceEntry) })

/** `POST …/{id}/reveal`: name, number and address of who called. */
export const caseReveal = z.object({
  fields: z
    .array(choice(['name', 'phone', 'address']), must('a list of fields'))
    .min(1)
    .max(3),
  reason: statedText(200),
})

export const caseRevealView = z.looseObject({ values: z.record(z.string(), z.string()) })

/** `GET …/{id}/workers`: to whom it can be given. */
export const caseWorkers = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), username: z.string(), role: z.string() })),
})
