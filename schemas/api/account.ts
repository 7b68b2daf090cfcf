import { z } from 'zod'
import { uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { customerView } from './customer.ts'
import { appointment, orderCreate } from './order.ts'
import { pageQuery } from './page.ts'
import { premisesView } from './premises.ts'

/** `POST /v1/sessions/codes`: a one-time code to this phone. Answered alike whoever has the number, if anybody. */
export const codeRequest = z.object({ phone: text(32) })

export const codeRequested = z.looseObject({ expiresAt: instant })

const code = z
  .string(must('a one-time code of six digits'))
  .regex(/^\d{6}$/, must('a one-time code of six digits'))

/** `POST /v1/sessions/phone`. `customerId` = which of them, where the number belongs to several. */
export const phoneLogin = z.object({ phone: text(32), code, customerId: uuid.optional() })

const holder = z.looseObject({
  customerId: z.string(),
  kind: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
})

/** Either a session, or the customers to choose from: the same code is good for the choice. */
export const phoneSession = z.looseObject({
  token: z.string().nullable(),
  expiresAt: instant.nullable(),
  choices: z.array(holder),
})

/** `POST /v1/me/orders`: as at the counter, for oneself. */
export const myOrderCreate = orderCreate.omit({ customerId: true, contractNo: true })

export const myAppointment = z.object({ appointment })

export const ratingCreate = z.object({
  score: whole(1, 5, 'points'),
  comment: text(500).optional(),
})

export const rating = z.looseObject({
  orderId: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  courierId: z.string().nullable(),
  score: z.int(),
  comment: z.string().nullable(),
  deliveredAt: instant,
  ratedAt: instant,
})

/** `atMost=2` = the dissatisfied, who are asked why (R000-6.3.4). */
export const ratingQuery = pageQuery.extend({
  atMost: z.coerce.number().int().min(1).max(5).default(5),
})

export const myCylinder = z.looseObject({
  code: z.string(),
  model: z.string(),
  inDate: z.boolean(),
  service: z.string(),
  nextInspectionOn: z.string().nullable(),
  retireOn: z.string().nullable(),
  leakCheckedAt: instant.nullable(),
})

/** `GET /v1/me`: who is signed in, starred out, and where they use gas. */
export const me = z.looseObject({ customer: customerView, premises: z.array(premisesView) })

export type Me = z.infer<typeof me>
export type MyCylinder = z.infer<typeof myCylinder>
