import { z } from 'zod'
import { findingSchema } from '#schemas/finding.ts'
import { reference, stationId } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

const reason = text(500)
const prefixWords = must('the first digits of a region code, or "" for everywhere')
const prefix = z.string(prefixWords).regex(/^[0-9]{0,6}$/, prefixWords)

/**
 * `POST /v1/rule-profiles`: a version of a rule profile (规则集). Each value names its clause, the day from which the clause holds,
 * its force and its certainty; `{"off": true, …}` switches a parent's value off.
 */
export const ruleProfileCreate = z.object({
  id: reference,
  validFrom: calendarDate.describe('Today or later: a change is never retroactive.'),
  name: z.object({ zh: text(200), en: text(200) }),
  parent: reference.nullable().default(null).describe('What it falls back to.'),
  regionPrefixes: z
    .array(prefix)
    .max(1000)
    .default([])
    .describe('Where it applies by itself; empty = only where it is activated.'),
  promisedBy: reference
    .optional()
    .describe('An enterprise whose published promises these are: they may only tighten.'),
  values: z
    .record(z.string(), z.unknown())
    .describe(
      '{"fill":{"YSP-15":{"value":{"nominalG":14500,"toleranceG":500},"clause","from","force","certainty"}},…}',
    ),
  reason,
})

/** `POST /v1/rule-profiles/{id}/activations`: puts a profile into force below a region prefix. */
export const activationCreate = z.object({
  regionPrefix: prefix,
  from: calendarDate.describe('Today or later.'),
  reason,
})

export const activation = z.looseObject({
  profile: z.string(),
  regionPrefix: z.string(),
  from: z.string(),
  reason: z.string(),
  activatedBy: z.string(),
  recordedAt: instant,
})

const values = z.record(z.string(), z.unknown())

const version = z.looseObject({
  /** `id@validFrom`. */
  ref: z.string(),
  validFrom: z.string(),
  state: z.enum(['past', 'in-force', 'coming']),
  name: z.looseObject({ zh: z.string(), en: z.string() }),
  parent: z.string().nullable(),
  regionPrefixes: z.array(z.string()),
  values,
  /** How many values bind how much; a draft's and an unconfirmed value are not law. */
  forces: z.record(z.string(), z.int()),
  shipped: z.boolean(),
  reason: z.string().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string().nullable(),
})

/** A profile: its version of today (before the first one that), where it is in force since when, and all its versions. */
export const ruleProfile = version.extend({
  id: z.string(),
  promisedBy: z.string().nullable(),
  /** In force somewhere today. */
  active: z.boolean(),
  places: z.array(
    z.looseObject({
      regionPrefix: z.string(),
      from: z.string(),
      by: z.enum(['profile', 'activation']),
    }),
  ),
  versions: z.array(version),
})

/** … with what holds after its parents' values are filled in, under today's reference. */
export const ruleProfileDetail = ruleProfile.extend({
  effective: z.looseObject({ ref: z.string() }).nullable(),
})

/** A version was recorded; `passedOver` = promises that tighten nothing in these regions. */
export const ruleProfileCreated = ruleProfileDetail.extend({
  passedOver: z.array(z.looseObject({ path: z.string(), regions: z.array(z.string()) })),
})

/** `GET /v1/rule-profiles/{id}/what-if`: events in [from, to). */
export const whatIfQuery = pageQuery.extend({
  from: instant,
  to: instant,
  station: stationId.optional(),
})

/** What a profile would have said; nothing is stored, nothing recorded changes. */
export const whatIf = z.looseObject({
  hypothetical: z.literal(true),
  profile: z.string(),
  from: instant,
  to: instant,
  /** Cylinders and events of the period that were judged for this page. */
  judged: z.looseObject({ cylinders: z.int(), events: z.int() }),
  /** Events whose verdict differs in a code, a severity or a limit. */
  items: z.array(
    z.looseObject({
      cylinder: z.string(),
      id: z.string(),
      type: z.string(),
      at: instant,
      stationId: z.string().nullable(),
      recorded: z.array(findingSchema),
      hypothetical: z.array(findingSchema),
    }),
  ),
  /** Lives too long to be folded for a question. */
  skipped: z.array(z.string()),
  next: z.string().nullable(),
})
