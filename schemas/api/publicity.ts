import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { customerName } from './customer.ts'
import { pageQuery } from './page.ts'
import { objectHash, signature } from './safety.ts'

const topic = choice([
  'basics',
  'appliances',
  'contacts',
  'accidents',
  'facility-protection',
  'leak-response',
  'unlawful-use',
])
const audience = choice(['all', 'urban', 'rural', 'unit', 'school', 'community'])
const wayWords = must('a list of ways')
const ways = z
  .array(
    choice(['home-visit', 'leaflet', 'poster', 'lecture', 'broadcast', 'sms', 'app', 'media']),
    wayWords,
  )
  .min(1, must('at least one way'))
  .max(8, wayWords)
const year = whole(2020, 2100, 'as a year')

/** `POST /v1/publicity-plans` (用户宣传计划): topic, content, ways, period and who organises it (R001-8.1-8..10). */
export const publicityPlanCreate = z.object({
  enterpriseId: reference.optional(),
  year,
  topic,
  audience,
  content: statedText(1000),
  ways,
  timesPerYear: whole(1, 366, 'times a year'),
  organiser: text(100),
})

export const publicityQuery = pageQuery.extend({ enterpriseId: reference.optional() })

export const publicityPlan = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  year: z.int(),
  topic: z.string(),
  audience: z.string(),
  content: z.string(),
  ways: z.array(z.string()),
  timesPerYear: z.int(),
  organiser: z.string(),
  recordedAt: instant,
})

const topicWords = must('a list of topics')

/** `POST /v1/publicity-events`: publicity that was made. */
export const publicityEventCreate = z.object({
  enterpriseId: reference.optional(),
  planId: uuid.optional(),
  heldOn: calendarDate,
  topics: z.array(topic, topicWords).min(1, must('at least one topic')).max(7, topicWords),
  audience,
  ways,
  content: statedText(1000),
  place: text(100).optional(),
  people: whole(1, 10_000_000, 'people'),
  photos: z.array(objectHash).max(8).optional(),
})

export const publicityEvent = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  planId: z.string().nullable(),
  heldOn: z.string(),
  topics: z.array(z.string()),
  audience: z.string(),
  ways: z.array(z.string()),
  people: z.int(),
  recordedAt: instant,
})

export const publicityYearQuery = z.object({
  year: z.coerce.number().int().min(2020).max(2100),
  enterpriseId: reference.optional(),
})

export const publicityYear = z.looseObject({
  enterpriseId: z.string(),
  year: z.int(),
  plans: z.array(
    z.looseObject({ planId: z.string(), times: z.int(), held: z.int(), met: z.boolean() }),
  ),
  topics: z.array(z.looseObject({ topic: z.string(), held: z.int(), people: z.int() })),
  /** What the rules of the place ask for. */
  duties: z.array(
    z.looseObject({
      duty: z.string(),
      times: z.int(),
      held: z.int(),
      met: z.boolean(),
      clause: z.string(),
      force: z.string(),
    }),
  ),
})

const contentWords = must('a list of contents')

/** `POST /v1/safety-manuals` (燃气安全使用手册): a version, what it contains, and who reviewed it (R002-5.6.2 A.4). */
export const manualCreate = z.object({
  enterpriseId: reference.optional(),
  version: reference,
  validFrom: calendarDate,
  document: objectHash,
  contents: z
    .array(
      choice([
        'gas-basics',
        'conditions-of-use',
        'place-conditions',
        'appliances',
        'rights-and-duties-of-users',
        'duties-of-the-company',
        'right-operation',
        'safety-requirements',
        'accident-handling',
        'phones',
        'facility-protection',
        'unlawful-use',
      ]),
      contentWords,
    )
    .min(1, must('at least one content'))
    .max(12, contentWords),
  review: z.object({ reviewedOn: calendarDate, panel: text(200), minutes: objectHash }).optional(),
})

export const manual = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  version: z.string(),
  validFrom: z.string(),
  contents: z.array(z.string()),
  reviewedOn: z.string().nullable(),
  /** What the documents ask for and it does not contain. */
  missing: z.array(z.looseObject({ content: z.string(), clauses: z.array(z.string()) })),
  /** Complete and reviewed: it may be handed out. */
  ready: z.boolean(),
  recordedAt: instant,
})

/** `POST /v1/manual-handovers`: who got which manual, on application (R001-6.1-3) or later; at a delivery the visit says it. */
export const handoverCreate = z.object({
  customerId: uuid,
  manualId: uuid,
  handedAt: instant,
  way: choice(['paper', 'electronic']),
  explained: z.boolean(must('true or false')),
  signature: signature.optional(),
})

export const handoverQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  customerId: uuid.optional(),
})

export const handover = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  manualId: z.string(),
  handedAt: instant,
  way: z.string(),
  explained: z.boolean(),
  signed: z.boolean(),
  recordedAt: instant,
})

/** `GET /v1/manual-handovers`. */
export const handoverListed = handover.extend({ customer: customerName })

export const handoverMissing = z.looseObject({
  customerId: z.string(),
  enterpriseId: z.string(),
  since: instant,
  customer: customerName,
})
