import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { region } from '#schemas/region.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** 身份证件; the number only where the profile of the region demands it. */
const paper = z.object({
  kind: choice([
    'id-card',
    'hmt-residence-permit',
    'hm-travel-permit',
    'tw-travel-permit',
    'foreign-permanent-residence',
    'passport',
  ]),
  number: text(32).optional(),
  /** Who issued a passport, ISO 3166-1 alpha-3. */
  country: text(3).optional(),
  validUntil: calendarDate.optional(),
})

const flag = z.boolean(must('true or false'))

const natural = {
  name: text(200),
  phone: text(32),
  paper: paper.optional(),
  /** Only where the number of the paper is demanded and does not tell it. */
  bornOn: calendarDate.optional(),
  /** Where no number is taken: whoever sells has seen that the buyer is of age. */
  ofAge: flag.optional(),
}

const where = {
  enterpriseId: reference.optional(),
  /** Of the premises where the gas is used: its rules say what is asked. */
  region,
}

/** `POST /v1/customers`. */
export const customerCreate = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('resident'), ...where, ...natural }),
    z.object({
      kind: z.literal('unit'),
      ...where,
      unitName: text(200),
      uscc: text(32),
      phone: text(32),
    }),
  ],
  must('a customer of kind resident or unit'),
)

/** `PATCH /v1/customers/{id}`: what changed; another paper or USCC is to be verified again. */
export const customerUpdate = z.object({
  name: text(200).optional(),
  unitName: text(200).optional(),
  phone: text(32).optional(),
  uscc: text(32).optional(),
  paper: paper.optional(),
  bornOn: calendarDate.optional(),
})

const identityState = choice(['unverified', 'verified', 'refused', 'mismatch'])

/** Whom a row is about, starred out; nothing of whom was erased. */
export const customerName = z.looseObject({
  name: z.string().nullable(),
  phone: z.string().nullable(),
})

/** Names and numbers are starred out; `POST …/reveal` shows them. */
export const customerView = z.looseObject({
  id: z.string(),
  kind: z.string(),
  enterpriseId: z.string(),
  region: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  uscc: z.string().nullable(),
  paper: z
    .looseObject({
      kind: z.string(),
      number: z.string().nullable(),
      validUntil: z.string().nullable(),
    })
    .nullable(),
  identity: z.looseObject({
    state: identityState,
    verifiedOn: z.string().nullable(),
    method: z.string().nullable(),
    reverifyOn: z.string().nullable(),
  }),
  authorisedUntil: z.string().nullable(),
  lastSuppliedOn: z.string().nullable(),
  createdAt: z.string(),
  erasedAt: z.string().nullable(),
})

export const customerQuery = pageQuery.extend({
  kind: choice(['resident', 'unit']).optional(),
  identity: identityState.optional(),
  enterpriseId: reference.optional(),
})

/** `POST`, because a number in an address would stand in every log on the way. */
export const customerLookup = z.union(
  [
    z.strictObject({
      paper: z.object({ kind: paper.shape.kind, number: text(32), country: text(3).optional() }),
    }),
    z.strictObject({ phone: text(32) }),
    z.strictObject({ uscc: text(32) }),
  ],
  must('one of {"paper"}, {"phone"} and {"uscc"}'),
)

const method = choice([
  'id-card-reader',
  'paper-seen',
  'face-match',
  'authority-platform',
  'licence-seen',
  'phone-code',
])

/** `POST /v1/customers/{id}/verifications`: `refused` = would not show it, `mismatch` = it is somebody else's. */
export const verificationCreate = z.object({
  method,
  result: choice(['verified', 'refused', 'mismatch']),
  onDay: calendarDate.optional(),
  agentId: uuid.optional(),
})

export const verificationView = z.looseObject({
  id: z.string(),
  customerId: z.string(),
  agentId: z.string().nullable(),
  method: z.string(),
  result: z.string(),
  onDay: z.string(),
  reverifyOn: z.string().nullable(),
  by: z.string(),
  recordedAt: z.string(),
})

/** `POST /v1/customers/{id}/agents`: the agent (经办人) of a unit, the proxy (代购人) of a resident. */
export const agentCreate = z.object({
  role: choice(['agent', 'proxy']),
  ...natural,
  /** Number of the written authorisation (授权书), where it has one. */
  authorisationNo: text(64).optional(),
  authorisedFrom: calendarDate.optional(),
  authorisedUntil: calendarDate,
})

export const agentView = z.looseObject({
  id: z.string(),
  customerId: z.string(),
  role: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  paper: customerView.shape.paper,
  authorisedFrom: z.string(),
  authorisedUntil: z.string(),
  revokedAt: z.string().nullable(),
  createdAt: z.string(),
})

const purpose = choice([
  'delivery',
  'verification',
  'safety-inspection',
  'claim',
  'complaint',
  'correction',
  'authority',
  'person-asked',
])

const why = { purpose, reason: statedText(500) }

/** `POST /v1/customers/{id}/reveal`; of an agent with `agentId`. */
export const revealRequest = z.object({
  ...why,
  fields: z
    .array(
      choice([
        'name',
        'unitName',
        'phone',
        'paperNumber',
        'paperCountry',
        'bornOn',
        'uscc',
        'authorisationNo',
        'address',
      ]),
      must('a list of fields'),
    )
    .min(1, must('a list of at least one field'))
    .max(16, must('a list of at most 16 fields')),
  agentId: uuid.optional(),
  premisesId: uuid.optional(),
})

export const revealView = z.looseObject({ values: z.record(z.string(), z.string()) })

export const accessReason = z.object(why)

export const holdView = z.looseObject({
  reason: z.string(),
  until: z.string().nullable(),
  count: z.int().optional(),
})

export const revealLogQuery = pageQuery.extend({
  customerId: uuid.optional(),
  userId: uuid.optional(),
})

export const revealLogEntry = z.looseObject({
  id: z.string(),
  action: z.string(),
  customerId: z.string().nullable(),
  enterpriseId: z.string(),
  userId: z.string(),
  username: z.string().nullable(),
  role: z.string(),
  fields: z.array(z.string()),
  purpose: z.string(),
  reason: z.string().nullable(),
  at: z.string(),
})

export const identityCaseView = z.looseObject({
  id: z.string(),
  customerId: z.string(),
  enterpriseId: z.string().nullable(),
  addresses: z.int(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  conclusion: z.string().nullable(),
})

export const identityCaseQuery = pageQuery.extend({
  state: z.enum(['open', 'closed']).default('open'),
})

export const identityCaseClose = z.object({
  conclusion: choice(['legitimate', 'corrected', 'misuse']),
})

export type CustomerCreate = z.infer<typeof customerCreate>
export type CustomerUpdate = z.infer<typeof customerUpdate>
export type AgentCreate = z.infer<typeof agentCreate>
export type RevealRequest = z.infer<typeof revealRequest>

/** `GET /v1/customers/{id}/archive`: the newest twenty of each. */
export const customerArchive = z.looseObject({
  customer: customerView,
  counts: z.looseObject({
    orders: z.int(),
    cylinders: z.int(),
    inspections: z.int(),
    cases: z.int(),
  }),
  used: z.array(
    z.looseObject({ code: z.string(), model: z.string().nullable(), happenedAt: instant }),
  ),
  inspections: z.array(
    z.looseObject({ id: z.string(), kind: z.string(), outcome: z.string(), happenedAt: instant }),
  ),
  notices: z.array(
    z.looseObject({
      id: z.string(),
      no: z.string(),
      grade: z.string(),
      closedAt: instant.nullable(),
    }),
  ),
  parts: z.array(z.looseObject({ id: z.string(), kind: z.string(), useUntil: z.string() })),
  cases: z.array(
    z.looseObject({ id: z.string(), area: z.string(), kind: z.string(), openedAt: instant }),
  ),
})
