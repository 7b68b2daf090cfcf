import type { z } from 'zod'
import type { Known } from '#schemas/known.ts'
import {
  custodyHandedOver,
  cylinderReturned,
  deliveryCompleted,
  deliveryFailed,
} from './delivery.ts'
import {
  cylinderRegistered,
  eventAnnulled,
  ownershipTransferred,
  tagBound,
  tagReleased,
  tareCorrected,
} from './registry.ts'
import {
  cylinderDestroyed,
  cylinderFound,
  cylinderQuarantined,
  cylinderReportedLost,
  cylinderRetired,
  incidentReported,
  inspectionCompleted,
  inspectionSent,
  quarantineReleased,
} from './service.ts'
import { gasReleased } from './station.ts'

/** Everything that the API writes on a person's behalf, by `type`. */
export const apiEventSchemas = {
  'cylinder.registered': cylinderRegistered,
  'tag.bound': tagBound,
  'tag.released': tagReleased,
  'tare.corrected': tareCorrected,
  'ownership.transferred': ownershipTransferred,
  'custody.handed-over': custodyHandedOver,
  'delivery.completed': deliveryCompleted,
  'delivery.failed': deliveryFailed,
  'cylinder.returned': cylinderReturned,
  'inspection.sent': inspectionSent,
  'inspection.completed': inspectionCompleted,
  'cylinder.quarantined': cylinderQuarantined,
  'quarantine.released': quarantineReleased,
  'cylinder.reported-lost': cylinderReportedLost,
  'cylinder.found': cylinderFound,
  'cylinder.retired': cylinderRetired,
  'cylinder.destroyed': cylinderDestroyed,
  'incident.reported': incidentReported,
  'event.annulled': eventAnnulled,
  'gas.released': gasReleased,
} as const

type Schemas = typeof apiEventSchemas

export type ApiEventType = keyof Schemas

export type ApiEventOf<T extends ApiEventType> = { [K in T]: Known<z.infer<Schemas[K]>> }[T]

export type ApiEvent = ApiEventOf<ApiEventType>
