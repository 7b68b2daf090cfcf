import type { z } from 'zod'
import type { Known } from '#schemas/known.ts'
import {
  fillAborted,
  fillCompleted,
  fillRequested,
  postfillChecked,
  prefillChecked,
  vacuumCompleted,
} from './filling.ts'
import { cylinderScanned, stockIn, stockOut } from './movement.ts'
import { gasReceived, gasTested, operatorSignedIn, operatorSignedOut } from './station.ts'
import { residualRemoved, residualWeighed, scaleChecked } from './weighing.ts'

/** Everything that a device may report on its `event` topic, by `type`. */
export const uplinkEventSchemas = {
  'cylinder.scanned': cylinderScanned,
  'residual.weighed': residualWeighed,
  'residual.removed': residualRemoved,
  'vacuum.completed': vacuumCompleted,
  'prefill.checked': prefillChecked,
  'fill.requested': fillRequested,
  'fill.completed': fillCompleted,
  'fill.aborted': fillAborted,
  'postfill.checked': postfillChecked,
  'stock.in': stockIn,
  'stock.out': stockOut,
  'scale.checked': scaleChecked,
  'operator.signed-in': operatorSignedIn,
  'operator.signed-out': operatorSignedOut,
  'gas.received': gasReceived,
  'gas.tested': gasTested,
} as const

type Schemas = typeof uplinkEventSchemas

export type UplinkEventType = keyof Schemas

/** The type of one event, or of several: `UplinkEventOf<'fill.completed'>`. */
export type UplinkEventOf<T extends UplinkEventType> = { [K in T]: Known<z.infer<Schemas[K]>> }[T]

/** One event on the `event` topic, discriminated by `type`. */
export type UplinkEvent = UplinkEventOf<UplinkEventType>

/** Events about one cylinder: those with a `tag`. */
export type UplinkCylinderEvent = Extract<UplinkEvent, { tag: unknown }>

export const uplinkEventTypes = Object.keys(uplinkEventSchemas) as UplinkEventType[]

/** True for a type that a device may send; names written by the API or the gateway are not among them. */
export function isUplinkEventType(type: unknown): type is UplinkEventType {
  return typeof type === 'string' && Object.hasOwn(uplinkEventSchemas, type)
}
