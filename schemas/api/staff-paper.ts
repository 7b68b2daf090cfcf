import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { operator, reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** What a paper allows: 充装、检验、配送、驾驶、押运、维修、安检. */
const certificateKind = choice([
  'filling',
  'inspection',
  'delivery',
  'driver',
  'escort',
  'repair',
  'safety',
  'other',
])

/** `POST /v1/staff-certificates`: a paper of somebody known by job number. One of kind `filling` decides at the scale. */
export const certificateCreate = z.object({
  enterpriseId: reference,
  operator,
  kind: certificateKind,
  certificateNo: text(64),
  issuedBy: text(100).optional(),
  validFrom: calendarDate.optional(),
  validUntil: calendarDate,
})

export const paperRevoke = z.object({ reason: statedText(200) })

export const certificateQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  operator: operator.optional(),
  kind: certificateKind.optional(),
  /** In force, and ending on this day or before it. */
  until: calendarDate.optional(),
})

export const certificate = z.looseObject({
  id: uuid,
  enterpriseId: z.string(),
  operator: z.string(),
  kind: z.string(),
  certificateNo: z.string(),
  issuedBy: z.string().nullable(),
  validFrom: z.string().nullable(),
  validUntil: z.string(),
  revokedAt: instant.nullable(),
  revokeReason: z.string().nullable(),
  recordedAt: instant,
})

const topicWords = must('a list of topics of training')
const peopleWords = must('a list of 1 to 500 people')

/** `POST /v1/trainings`: when, what, who, with what result (R004 Annex 1, row 12; topics of R000-7.0.1-5). */
export const trainingCreate = z.object({
  enterpriseId: reference,
  heldOn: calendarDate,
  topics: z
    .array(
      choice([
        'law',
        'standards',
        'safety',
        'skills',
        'emergency',
        // Disputes, and dangerous acts of outsiders (R001-8.1-11-12, R002-5.7.2); care for special groups; conduct on site.
        'disputes',
        'outsiders',
        'special-groups',
        'conduct',
      ]),
      topicWords,
    )
    .min(1, topicWords)
    .max(9, topicWords),
  content: text(500),
  minutes: whole(1, 10_000, 'minutes'),
  /** Job number, or the training body's id. */
  trainer: reference.optional(),
  people: z
    .array(
      z.object({ operator, passed: flag, score: whole(0, 1000, 'points').optional() }),
      peopleWords,
    )
    .min(1, peopleWords)
    .max(500, peopleWords),
})

export const trainingQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  operator: operator.optional(),
})

/** Of one topic. */
export const trainingListQuery = trainingQuery.extend({ topic: reference.optional() })

export const training = z.looseObject({
  id: uuid,
  enterpriseId: z.string(),
  heldOn: z.string(),
  topics: z.array(z.string()),
  content: z.string(),
  minutes: z.int(),
  trainer: z.string().nullable(),
  recordedAt: instant,
  people: z.array(
    z.looseObject({ operator: z.string(), passed: z.boolean(), score: z.int().nullable() }),
  ),
})

/** `POST /v1/badges`: what the law wants on a badge (R001-8.3-4), the name where its holder agreed, no photo. */
export const badgeCreate = z.object({
  enterpriseId: reference,
  operator,
  badgeNo: reference,
  post: text(32),
  supervisionPhone: text(32),
  validUntil: calendarDate.optional(),
  name: text(64).optional(),
  nameAgreedOn: calendarDate.optional(),
})

/** 22 characters of base64url: 128 random bits. */
export const badgeParams = z.object({ badge: z.string().regex(/^[A-Za-z0-9_-]{22}$/) })

export const badge = z.looseObject({
  badge: z.string(),
  url: z.string(),
  enterpriseId: z.string(),
  operator: z.string(),
  badgeNo: z.string(),
  post: z.string(),
  supervisionPhone: z.string(),
  validUntil: z.string().nullable(),
  issuedAt: instant,
  revokedAt: instant.nullable(),
  nameAgreedOn: z.string().nullable(),
})

/** `GET /v1/public/badges/{badge}`: a list of fields, never a filter. */
export const publicBadge = z.strictObject({
  valid: z.boolean(),
  company: z.string(),
  badgeNo: z.string(),
  jobNo: z.string(),
  name: z.string().nullable(),
  post: z.string(),
  supervisionPhone: z.string(),
})
