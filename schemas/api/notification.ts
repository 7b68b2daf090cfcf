import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

const states = ['queued', 'sending', 'sent', 'failed', 'expired'] as const

/** `GET /v1/notifications?ref=`: everything that one customer, person or user was told. */
export const notificationQuery = pageQuery.extend({
  state: z.enum(states).optional(),
  ref: uuid.optional(),
  template: reference.optional(),
})

/** A line of the log: what, when, to whom (a reference), and what became of it. Texts with codes are in no log. */
export const notification = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  key: z.string(),
  channel: z.enum(['sms', 'email', 'in-app']),
  to: z.looseObject({ kind: z.enum(['customer', 'person', 'user']), ref: z.string() }),
  template: z.string(),
  language: z.string().nullable(),
  params: z.record(z.string(), z.string()),
  state: z.enum(states),
  attempts: z.int(),
  createdAt: instant,
  nextAt: instant.nullable(),
  expiresAt: instant.nullable(),
  sentAt: instant.nullable(),
  readAt: instant.nullable(),
  provider: z.string().nullable(),
  providerId: z.string().nullable(),
  error: z.string().nullable(),
})

export const inboxItem = z.looseObject({
  id: z.string(),
  template: z.string(),
  language: z.string(),
  subject: z.string(),
  text: z.string(),
  at: instant,
  readAt: instant.nullable(),
})

const clock = z
  .string(must('a time of day, as 21:30'))
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, must('a time of day, as 21:30'))
const language = choice(['zh', 'en'])

export const enterpriseQuery = z.object({ enterpriseId: reference.optional() })

/** 免打扰 from `quietFrom` to `quietTo` (Asia/Shanghai), over midnight too; equal = none. Emergencies and codes ignore them. */
export const notificationSettings = z.object({
  enterpriseId: reference.optional(),
  quietFrom: clock,
  quietTo: clock,
  language,
})

export const notificationSettingsView = z.looseObject({
  enterpriseId: z.string(),
  quietFrom: z.string(),
  quietTo: z.string(),
  language,
})

/** `PUT /v1/notification-templates/{template}/{language}`: an enterprise's own wording, `{name}` for the parameters. */
export const templateWording = z.object({
  enterpriseId: reference.optional(),
  subject: text(100),
  body: text(500),
})

export const templateParams = z.object({ template: reference, language })

export const notificationTemplate = z.looseObject({
  template: z.string(),
  language,
  urgent: z.boolean(),
  params: z.array(z.string()),
  secrets: z.array(z.string()),
  subject: z.string(),
  body: z.string(),
  own: z.boolean(),
})

/** `PUT /v1/customers/{id}/email`: given by the customer's own wish; null takes it back. */
export const emailChange = z.object({
  email: z
    .string(must('a mail address, or null'))
    .regex(/^[^\s@<>(),;:"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}$/, must('a mail address'))
    .nullable(),
})
