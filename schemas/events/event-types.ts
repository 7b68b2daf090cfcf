import { type ApiEvent, type ApiEventType, apiEventSchemas } from './api-events.ts'
import { type DecisionEvent, type DecisionEventType, decisionEventSchemas } from './decisions.ts'
import { type UplinkEvent, type UplinkEventType, uplinkEventTypes } from './uplink.ts'

export type EventType = UplinkEventType | ApiEventType | DecisionEventType

export type Event = UplinkEvent | ApiEvent | DecisionEvent

/** Every type in the log: what devices sent, what the API wrote for a person, what the gate decided. */
export const eventTypes: readonly EventType[] = [
  ...uplinkEventTypes,
  ...(Object.keys(apiEventSchemas) as ApiEventType[]),
  ...(Object.keys(decisionEventSchemas) as DecisionEventType[]),
]
