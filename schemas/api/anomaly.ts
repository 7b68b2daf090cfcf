import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { quantity } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

export const anomalyKindNames = [
  'TAG_IN_TWO_PLACES',
  'FILLS_WITHOUT_PERMIT',
  'PERMITS_WITHOUT_FILL',
  'NEVER_BELOW_TARGET',
  'GAS_LOST',
  'RESIDUAL_DRAINED',
  'RESIDUAL_JUST_LEGAL',
  'TARE_DRIFT',
  'SCALE_WANDERS',
  'CUSTODY_JUMPS',
  'CUSTODY_UNACCOUNTED',
  'REFILLED_ELSEWHERE',
  'TANK_UNBALANCED',
] as const

const kind = choice(anomalyKindNames)

/** `withdrawn` = a late event or another threshold explains it: shown only when asked for. */
export const anomalyQuery = pageQuery.extend({
  kind: kind.optional(),
  stationId: stationId.optional(),
  enterpriseId: reference.optional(),
  status: choice(['open', 'explained', 'confirmed', 'withdrawn']).optional(),
  /** Code of a cylinder, id of a scale … */
  subject: text(200).optional(),
  /** Those that touch the period. */
  from: instant.optional(),
  to: instant.optional(),
})

/** `POST /v1/anomalies/{id}/explain`, `/confirm`, `/reopen`. */
export const anomalyDecision = z.object({ reason: statedText(1000) })

/** `POST /v1/anomalies/recompute`: a period is looked at again, of an enterprise or of all within reach. */
export const anomalyRecompute = z.object({
  from: instant,
  to: instant,
  enterpriseId: reference.optional(),
})

export const anomalyRecomputed = z.looseObject({ no: z.string(), from: instant, to: instant })

const sentence = z.looseObject({ zh: z.string(), en: z.string() })

export const anomaly = z.looseObject({
  id: z.string(),
  no: z.string(),
  kind,
  name: sentence,
  subject: z.looseObject({ kind: z.string(), id: z.string() }),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  region: z.string(),
  stationId: z.string().nullable(),
  from: instant,
  to: instant,
  measured: z.number(),
  limit: z.number(),
  unit: z.string(),
  /** Why it is here, with its numbers. */
  why: sentence,
  /** The numbers of the sentence, by name. */
  detail: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  /** The newest events that show it, at most 50. */
  evidence: z.array(z.looseObject({ eventId: z.string(), code: z.string().nullable() })),
  /** How many there are. */
  events: z.int(),
  status: choice(['open', 'explained', 'confirmed']),
  foundAt: instant,
  changedAt: instant,
  withdrawnAt: instant.nullable(),
})

export const anomalyDetail = anomaly.extend({
  steps: z.array(
    z.looseObject({
      type: z.string(),
      at: instant,
      by: z.string().nullable(),
      role: z.string(),
      reason: z.string().nullable(),
      events: z.int(),
    }),
  ),
})

export const regionPrefix = z
  .string(must('a region prefix of 0 to 6 digits'))
  .regex(/^\d{0,6}$/, must('a region prefix of 0 to 6 digits'))

export const thresholdParams = z.object({ kind })
export const thresholdQuery = z.object({
  enterpriseId: reference.optional(),
  region: regionPrefix.optional(),
})
export const thresholdChangeQuery = pageQuery.extend({ kind: kind.optional() })

/** `PUT /v1/anomaly-thresholds/{kind}`: of one enterprise or of a region, one of them; without values they fall back to what lies below. */
export const thresholdSet = z.object({
  enterpriseId: reference.optional(),
  region: regionPrefix.optional(),
  values: z.record(text(64), quantity(0, 1e9, ''), must('an object of numbers by name')),
  reason: statedText(500),
})

const threshold = z.looseObject({
  name: z.string(),
  value: z.number(),
  /** The shipped value, and where it comes from. */
  default: z.number(),
  source: sentence,
  least: z.number(),
  most: z.number(),
  unit: z.string(),
  words: sentence,
})

export const thresholds = z.looseObject({
  enterpriseId: z.string().nullable(),
  region: z.string().nullable(),
  kinds: z.array(z.looseObject({ kind, name: sentence, thresholds: z.array(threshold) })),
})

export const thresholdChange = z.looseObject({
  no: z.string(),
  kind,
  enterpriseId: z.string().nullable(),
  region: z.string(),
  values: z.record(z.string(), z.number()),
  reason: z.string(),
  setBy: uuid,
  setAt: instant,
})

const massFlows = z.record(z.string(), z.number())

/** Grams over a whole life: opening + filled + gained = used + removed + vented + lab + scrapped + lost + closing. */
export const cylinderMassBalance = z.looseObject({
  code: z.string(),
  totals: massFlows,
  closingG: z.number().nullable(),
  /** gained − lost. */
  unexplainedG: z.number(),
  fills: z.int(),
  deliveries: z.int(),
  /** Events of the life that are beyond the caller's reach are left out. */
  partial: z.boolean(),
  steps: z.array(
    z.looseObject({
      eventId: z.string(),
      type: z.string(),
      at: instant,
      stationId: z.string().nullable(),
      flow: z.string(),
      massG: z.number(),
      netG: z.number().nullable(),
    }),
  ),
})

/** From tanker to sale in a period, g. */
export const tankMassBalance = z.looseObject({
  stationId: z.string(),
  tank: z.string(),
  from: instant,
  to: instant,
  receivedG: z.number(),
  receipts: z.int(),
  filledG: z.number(),
  fills: z.int(),
  /** Of the station: pumped back or burnt. */
  residualReturnedG: z.number(),
  /** Received less filled: what the tank's level moved by on the books. */
  changeG: z.number(),
  capacityG: z.number().nullable(),
  level: z.looseObject({ minG: z.number(), maxG: z.number() }),
  /** What no level at the beginning can explain; null = the capacity of the tank is not known. */
  unexplainedG: z.number().nullable(),
  direction: choice(['in', 'out']).nullable(),
  /** What became of the gas that was filled. */
  outcomes: z.looseObject({
    sold: z.looseObject({ fills: z.int(), massG: z.number() }),
    inStock: z.looseObject({ fills: z.int(), massG: z.number() }),
    toppedUp: z.looseObject({ fills: z.int(), massG: z.number() }),
    takenBack: z.looseObject({ fills: z.int(), massG: z.number() }),
    lab: z.looseObject({ fills: z.int(), massG: z.number() }),
  }),
})
