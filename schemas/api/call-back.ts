import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { customerName } from './customer.ts'
import { pageQuery } from './page.ts'

const abouts = ['delivery', 'inspection', 'counter', 'periodic'] as const

/** What satisfaction is made of (R001-9.4.2, R002-9.4.5); each graded from 1 to 5. */
const satisfactionParts = ['timeliness', 'attitude', 'skill', 'charges', 'gas'] as const

const grade = whole(1, 5, 'stars')
const guidanceWords = must('a list of operation, precautions, leak')

const answers = z.object({
  onTime: flag.optional(),
  chargesShown: flag.optional(),
  solved: choice(['solved', 'partly', 'not-solved']),
  satisfaction: choice(['satisfied', 'neutral', 'dissatisfied']),
  grades: z.partialRecord(z.enum(satisfactionParts), grade).optional(),
  /** Asked of whoever is not satisfied (R001-8.1-fo-fp). */
  cause: choice(['late', 'attitude', 'skill', 'charges', 'gas', 'not-solved', 'other']).optional(),
  reason: statedText(200).optional(),
  /** What is done about it. */
  handling: statedText(200).optional(),
})

/** `POST /v1/call-backs` (回访): after a service without a case of its own, or from time to time (R003-9.3.1); cases have a step for it. */
export const callBackCreate = z.object({
  id: uuid.optional(),
  customerId: uuid,
  about: choice(abouts),
  orderId: uuid.optional(),
  calledAt: instant,
  channel: choice(['phone', 'visit', 'message']),
  reached: flag,
  answers: answers.optional(),
  /** What was explained: right operation, precautions, what to do at a leak. */
  guidance: z
    .array(choice(['operation', 'precautions', 'leak']), guidanceWords)
    .max(3, guidanceWords)
    .optional(),
})

export const callBackQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  customerId: uuid.optional(),
  about: z.enum(abouts).optional(),
  satisfaction: z.enum(['satisfied', 'neutral', 'dissatisfied']).optional(),
})

export const callBack = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  about: z.string(),
  orderId: z.string().nullable(),
  calledAt: instant,
  reached: z.boolean(),
  solved: z.string().nullable(),
  satisfaction: z.string().nullable(),
  cause: z.string().nullable(),
  handling: z.string().nullable(),
  guidance: z.array(z.string()),
  recordedAt: instant,
})

/** `GET /v1/call-backs`. */
export const callBackListed = callBack.extend({ customer: customerName })

/** `POST /v1/call-back-plans`: outline and share of a year (R001-8.1-fo-fp 5), and how often everybody is called. */
export const callBackPlanCreate = z.object({
  enterpriseId: reference.optional(),
  year: whole(2020, 2100, 'as a year'),
  sharePermille: whole(1, 1000, 'thousandths'),
  everyMonths: whole(1, 60, 'months'),
  outline: statedText(4000),
  /** How the quality of service is assessed (R001-8.1-fo-fp 6). */
  assessment: statedText(2000),
  validFrom: calendarDate,
})

export const callBackPlan = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  year: z.int(),
  sharePermille: z.int(),
  everyMonths: z.int(),
  outline: z.string(),
  assessment: z.string(),
  validFrom: z.string(),
  recordedAt: instant,
})

export const callBackPlanQuery = pageQuery.extend({ enterpriseId: reference.optional() })

const year = z.coerce.number().int().min(2020).max(2100)

export const callBackYearQuery = z.object({ year, enterpriseId: reference.optional() })

const share = z.looseObject({ services: z.int(), calledBack: z.int() })

export const callBackYear = z.looseObject({
  items: z.array(
    z.looseObject({
      enterpriseId: z.string(),
      deliveries: share,
      repairs: share,
      /** Of all services; null where there were none. */
      share: z.number().nullable(),
      plannedShare: z.number().nullable(),
      met: z.boolean().nullable(),
      dissatisfied: z.int(),
      guided: z.int(),
    }),
  ),
})

export const callBackDueQuery = pageQuery.extend({ enterpriseId: reference.optional() })

/** Customers who were supplied within 400 days and not reached for as long as the plan says. */
export const callBackDue = z.looseObject({
  customerId: z.string(),
  enterpriseId: z.string(),
  lastSuppliedOn: z.string(),
  lastReachedAt: instant.nullable(),
  customer: customerName,
})

export const satisfactionQuery = z.object({
  from: calendarDate,
  /** Included. */
  to: calendarDate,
  enterpriseId: reference.optional(),
})

/** `GET /v1/satisfaction`: by grade and by what it is made of (R001-9.4.2, R002-9.4.5). */
export const satisfactionReport = z.looseObject({
  from: z.string(),
  to: z.string(),
  asked: z.int(),
  grades: z.array(z.looseObject({ of: z.string(), grade: z.string(), count: z.int() })),
  parts: z.array(
    z.looseObject({
      part: z.string(),
      answers: z.int(),
      conforming: z.int(),
      mean: z.number().nullable(),
    }),
  ),
})
