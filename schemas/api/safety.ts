import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** What is looked at in every home (R000-5.2.7.2): cylinder, regulator, connecting pipe, appliance, place and ventilation. */
export const safetyItems = ['cylinder', 'regulator', 'hose', 'appliance', 'environment'] as const

/** What R002-5.11.5 names besides: hidden joints, a connection that cannot slip off, the flue of a water heater. */
export const furtherItems = ['hidden-joints', 'firm-connection', 'flue'] as const

const hashWords = must('the SHA-256 of an uploaded object, 64 hexadecimal digits')
/** Names bytes uploaded with `POST /v1/objects`. */
export const objectHash = z.string(hashWords).regex(/^[0-9a-f]{64}$/, hashWords)

const code = z
  .string(must('a one-time code of six digits'))
  .regex(/^\d{6}$/, must('a one-time code of six digits'))

/** How the customer put their name to it; a refusal is noted as such (R002-5.11.8). */
export const signature = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('signature'), object: objectHash }),
    z.object({ kind: z.literal('code'), code }),
    z.object({ kind: z.literal('refused') }),
  ],
  must('a signature: kind signature with its object, code with its code, or refused'),
)

export type Signature = z.infer<typeof signature>

const defect = choice([
  'none',
  'leaking',
  'aged',
  'expired',
  'damaged',
  'wrong-type',
  'no-flame-failure-device',
  'no-ventilation',
  'bedroom',
  'basement',
  'second-gas-source',
  'too-close-to-fire',
  'hidden',
  'slips-off',
  'flue-broken',
  'other',
])

const item = z
  .object({
    item: choice([...safetyItems, ...furtherItems]),
    ok: flag,
    /** There is no such thing in this home. */
    absent: flag.optional(),
    defect: defect.optional(),
    /** Until when the part may be used, as printed on it. */
    useUntil: calendarDate.optional(),
    photos: z.array(objectHash).max(4).optional(),
    /** 一般、重大隐患; some defects are major by themselves. */
    grade: choice(['general', 'major']).optional(),
  })
  .refine(({ item: name, absent }) => absent !== true || furtherItems.some((one) => one === name), {
    path: ['absent'],
    error: 'must be left out: this is in every home',
  })

export const safetyCheck = z.object({
  items: z
    .array(item, must('a list of checked items'))
    .min(1, must('at least one item'))
    .max(20)
    .refine((items) => new Set(items.map((one) => one.item)).size === items.length, {
      error: 'must name each item once',
    }),
  photos: z.array(objectHash).max(8).optional(),
})

export type SafetyCheck = z.infer<typeof safetyCheck>

/** The notice that goes with a failed check: by when, and whether supply stops. */
export const rectificationNotice = z.object({
  dueOn: calendarDate,
  stopsSupply: flag.default(true),
  signature,
})

/** What is left in writing where nobody opened: whom to call, and the next day (R001-5.5-bk, R002-5.11.9). */
export const leftNote = z.object({ phone: text(32), proposedOn: calendarDate })

/** `POST /v1/safety-inspections`. */
export const inspectionCreate = z.object({
  id: uuid.optional(),
  premisesId: uuid,
  happenedAt: instant,
  kind: choice(['first-use', 'renovation', 'periodic', 'on-demand']),
  outcome: choice(['checked', 'refused-entry', 'nobody-home']).default('checked'),
  check: safetyCheck.optional(),
  signature: signature.optional(),
  notice: rectificationNotice.optional(),
  note: leftNote.optional(),
})

export const inspectionQuery = pageQuery.extend({ premisesId: uuid.optional() })

export const inspection = z.looseObject({
  id: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  region: z.string(),
  orderId: z.string().nullable(),
  kind: z.string(),
  outcome: z.string(),
  items: z.array(z.looseObject({ item: z.string(), ok: z.boolean() })),
  happenedAt: instant,
  recordedAt: instant,
  counts: z.boolean(),
  /** Items of R002-5.11.5 that nobody looked at. */
  notLookedAt: z.array(z.string()),
  rectificationId: z.string().nullable(),
})

export const rectificationQuery = pageQuery.extend({
  state: z.enum(['open', 'closed']).default('open'),
})

/** `POST /v1/rectifications/{id}/close`: somebody has been there and it is mended. */
export const rectificationClose = z.object({
  happenedAt: instant,
  check: safetyCheck,
  signature,
  note: text(200).optional(),
})

export const rectification = z.looseObject({
  id: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  inspectionId: z.string(),
  no: z.string(),
  hazards: z.array(z.looseObject({ item: z.string() })),
  grade: z.string(),
  reportDueAt: instant.nullable(),
  reportedAt: instant.nullable(),
  stopsSupply: z.boolean(),
  issuedAt: instant,
  dueOn: z.string(),
  overdue: z.boolean(),
  closedAt: instant.nullable(),
})
