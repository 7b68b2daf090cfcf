import { z } from 'zod'
import { code } from '#schemas/finding.ts'
import { grams } from '#schemas/grams.ts'
import { permitName, scaleName, uuid } from '#schemas/identifiers.ts'
import type { Known } from '#schemas/known.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { cylinderEvent } from './envelope.ts'

/** The gate's yes, as a fact. Its `id` is the permit id unless `permitId` says otherwise. */
const fillPermitted = z.looseObject({
  ...cylinderEvent('fill.permitted'),
  requestId: uuid,
  permitId: permitName.optional(),
  scale: scaleName,
  targetNetG: grams,
  maxNetG: grams,
  tareG: grams,
  targetGrossG: grams,
  maxGrossG: grams,
  expiresAt: instant,
})

/** The gate's no, as a fact, with all reasons. */
const fillDenied = z.looseObject({
  ...cylinderEvent('fill.denied'),
  requestId: uuid,
  scale: scaleName,
  codes: z.array(code, must('a list of codes')).min(1, must('at least one code')),
  clause: text(64).optional(),
})

/** What the weight curve of a fill shows, as a fact; `firstG`, `topG` and `dropG` are of the last stay on the scale. */
const fillCurveCompared = z.looseObject({
  ...cylinderEvent('fill.curve-compared'),
  fillId: uuid,
  permitId: permitName,
  samples: whole(1, 1_000_000, 'readings'),
  grossG: grams,
  tareG: grams,
  stays: whole(1, 1000, 'stays'),
  firstG: grams,
  topG: grams,
  dropG: grams,
})

/** Facts that the gateway writes when it decides or compares; no device and no person may send them. */
export const decisionEventSchemas = {
  'fill.permitted': fillPermitted,
  'fill.denied': fillDenied,
  'fill.curve-compared': fillCurveCompared,
} as const

export type DecisionEventType = keyof typeof decisionEventSchemas

type Schemas = typeof decisionEventSchemas
export type DecisionEvent = {
  [K in DecisionEventType]: Known<z.infer<Schemas[K]>>
}[DecisionEventType]
