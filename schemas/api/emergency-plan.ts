import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

const flag = z.boolean(must('true or false'))

export const planKinds = [
  'comprehensive',
  'special',
  'on-site',
  'weather',
  'security',
  'supply-shortage',
  'production',
  'repair-team',
] as const

/** `POST /v1/emergency-plans`: 应急预案; `repair-team` = the 24 h team as it is filed. */
export const planCreate = z.object({
  enterpriseId: reference.optional(),
  kind: choice(planKinds),
  title: text(100),
  version: text(32),
  /** R000-9.1.2: when it starts, and who starts it. */
  startsWhen: text(1000),
  responsibleId: uuid,
  validFrom: calendarDate,
  reviewOn: calendarDate,
  /** R003-5.12.1-2: filed with the authority. */
  filed: z.object({ with: text(100), no: text(64), on: calendarDate }).optional(),
  document: objectHash.optional(),
})

export const enterpriseQuery = pageQuery.extend({ enterpriseId: reference.optional() })
export const planQuery = enterpriseQuery.extend({ kind: choice(planKinds).optional() })

export const plan = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  title: z.string(),
  version: z.string(),
  validFrom: z.string(),
  reviewOn: z.string(),
  reviewOverdue: z.boolean(),
})

/** `GET /v1/emergency-plans/responsibles`: who can be named as the one who starts a plan. */
export const responsibleQuery = z.object({ enterpriseId: reference.optional() })
export const responsibles = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), username: z.string(), role: z.string() })),
})

/** `POST /v1/drills`: 应急演练, of the company (R004-A2-20) or of users (R003-5.12.4). */
export const drillCreate = z.object({
  enterpriseId: reference.optional(),
  planId: uuid.optional(),
  kind: choice(['company', 'user']),
  heldOn: calendarDate,
  topic: text(200),
  people: whole(1, 100_000, 'people'),
  minutes: whole(1, 10_000, 'minutes'),
  passed: flag,
  improvements: text(2000).optional(),
  photos: z.array(objectHash).max(20).optional(),
})

export const drillQuery = enterpriseQuery.extend({ kind: choice(['company', 'user']).optional() })

export const drill = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  heldOn: z.string(),
  topic: z.string(),
  recordedAt: instant,
})

export const drillPeriods = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      from: z.string(),
      to: z.string(),
      drills: z.int(),
      overdue: z.boolean(),
      clause: z.string(),
    }),
  ),
})

export const drillPeriodQuery = z.object({
  enterpriseId: reference.optional(),
  from: calendarDate,
  to: calendarDate,
})

/** `POST /v1/insurance-policies` (R003-11.1). */
export const policyCreate = z.object({
  enterpriseId: reference.optional(),
  kind: choice(['public-liability', 'gas-accident', 'employer', 'property', 'other']),
  insurer: text(100),
  policyNo: text(64),
  insuredFen: whole(1, Number.MAX_SAFE_INTEGER, 'fen'),
  validFrom: calendarDate,
  validUntil: calendarDate,
  document: objectHash.optional(),
})

export const policyQuery = enterpriseQuery.extend({
  /** Ending on this day or before it. */
  until: calendarDate.optional(),
})

export const policy = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  insurer: z.string(),
  policyNo: z.string(),
  insuredFen: z.int(),
  validFrom: z.string(),
  validUntil: z.string(),
  state: z.string(),
})
