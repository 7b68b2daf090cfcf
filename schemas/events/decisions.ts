import { z } from 'zod'
import { code } from '#schemas/finding.ts'
import { grams } from '#schemas/grams.ts'
import { permitName, scaleName, uuid } from '#schemas/identifiers.ts'
import type { Known } from '#schemas/known.ts'
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

/** Facts that the gateway writes when it decides; no device and no person may send them. */
export const decisionEventSchemas = {
  'fill.permitted': fillPermitted,
  'fill.denied': fillDenied,
} as const

export type DecisionEventType = keyof typeof decisionEventSchemas

type Schemas = typeof decisionEventSchemas
export type DecisionEvent = {
  [K in DecisionEventType]: Known<z.infer<Schemas[K]>>
}[DecisionEventType]
