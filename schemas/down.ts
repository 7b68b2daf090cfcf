import { z } from 'zod'
import { code, findingSchema } from './finding.ts'
import { grams } from './grams.ts'
import { permitName, scaleName, uuid } from './identifiers.ts'
import type { Known } from './known.ts'
import { text } from './text.ts'
import { instant } from './time.ts'
import { must } from './wording.ts'

/** The scale may fill once, up to `targetGrossG`, before `expiresAt`; `requestId` is the id of the `fill.requested`. */
export const fillPermitAllow = z.looseObject({
  type: z.literal('fill.permit'),
  requestId: uuid,
  decision: z.literal('allow'),
  permitId: permitName,
  targetNetG: grams,
  maxNetG: grams,
  tareG: grams,
  targetGrossG: grams,
  maxGrossG: grams,
  expiresAt: instant,
})

/** It may not: all reasons, the first of them with its clause and a sentence that a worker understands. */
export const fillPermitDeny = z.looseObject({
  type: z.literal('fill.permit'),
  requestId: uuid,
  decision: z.literal('deny'),
  code,
  codes: z.array(code, must('a list of codes')).min(1, must('at least one code')),
  clause: text(64).optional(),
  message: z.looseObject({ zh: text(500), en: text(500) }, must('a sentence in zh and in en')),
})

/** What was found wrong with an event that this device sent. */
export const outcome = z.looseObject({
  type: z.literal('outcome'),
  id: uuid,
  findings: z.array(findingSchema, must('a list of findings')).min(1, must('at least one finding')),
})

/** A message, or one element of an array, that could not be read; `path` names the field (`/3/grossG`). */
export const rejected = z.looseObject({
  type: z.literal('rejected'),
  id: text(64).optional(),
  code,
  message: text(1000),
  path: z.string().max(1000).optional(),
})

/** Locked until an `unlock`: one scale, or every scale of the device when none is named. */
export const lock = z.looseObject({
  type: z.literal('lock'),
  scale: scaleName.optional(),
  reason: text(500),
})

export const unlock = z.looseObject({
  type: z.literal('unlock'),
  scale: scaleName.optional(),
  reason: text(500).optional(),
})

/** The server's clock, after each connect; a device with a wrong clock may correct itself by it. */
export const time = z.looseObject({ type: z.literal('time'), at: instant })

/** Ids that are committed: for devices behind a broker whose PUBACK is not ours. */
export const committed = z.looseObject({
  type: z.literal('committed'),
  ids: z.array(uuid, must('a list of ids')).min(1, must('at least one id')),
})

/** One message on the `down` topic. */
export const downSchema = z.discriminatedUnion('type', [
  z.discriminatedUnion('decision', [fillPermitAllow, fillPermitDeny]),
  outcome,
  rejected,
  lock,
  unlock,
  time,
  committed,
])

export type FillPermit = Known<z.infer<typeof fillPermitAllow | typeof fillPermitDeny>>
export type Outcome = Known<z.infer<typeof outcome>>
export type Rejected = Known<z.infer<typeof rejected>>
export type Lock = Known<z.infer<typeof lock | typeof unlock>>
export type Committed = Known<z.infer<typeof committed>>

export type DownMessage = Known<z.infer<typeof downSchema>>
