import type { z } from 'zod'
import {
  committed,
  fillPermitAllow,
  fillPermitDeny,
  lock,
  outcome,
  rejected,
  time,
  unlock,
} from './down.ts'
import { type ApiEventType, apiEventSchemas } from './events/api-events.ts'
import { type DecisionEventType, decisionEventSchemas } from './events/decisions.ts'
import { type UplinkEventType, uplinkEventSchemas } from './events/uplink.ts'
import { samplesSchema } from './samples.ts'
import { statusSchema } from './status.ts'
import type { TopicKind } from './topics.ts'

/** Messages on `down`, by the name of their sample files and generated schemas. */
export const downSchemas = {
  'fill.permit.allow': fillPermitAllow,
  'fill.permit.deny': fillPermitDeny,
  outcome,
  rejected,
  lock,
  unlock,
  time,
  committed,
} as const

export type MessageName =
  | UplinkEventType
  | ApiEventType
  | DecisionEventType
  | keyof typeof downSchemas
  | 'samples'
  | 'status'

/** Every message and logged event of the contract; samples, JSON Schema and AsyncAPI are made from this list. */
export const messageSchemas: Readonly<Record<MessageName, z.ZodObject>> = {
  ...uplinkEventSchemas,
  samples: samplesSchema,
  status: statusSchema,
  ...downSchemas,
  ...apiEventSchemas,
  ...decisionEventSchemas,
}

export const messageNames = Object.keys(messageSchemas) as MessageName[]

/** Which messages travel on which topic; events of the API and the gate are only logged. */
export const messagesOnTopic: Readonly<Record<TopicKind, readonly MessageName[]>> = {
  event: Object.keys(uplinkEventSchemas) as UplinkEventType[],
  samples: ['samples'],
  status: ['status'],
  down: Object.keys(downSchemas) as (keyof typeof downSchemas)[],
}
