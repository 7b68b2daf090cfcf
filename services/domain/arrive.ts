import type { Cylinder } from './cylinder.ts'
import { type Draft, endCustomerCustody, move } from './cylinder-draft.ts'
import type { LifeEvent } from './life-event.ts'
import type { EpochMs } from './units.ts'

/** Events of a device that has the cylinder in front of it, at its station. */
export const isAtStation = (event: LifeEvent): event is LifeEvent & { stationId: string } => {
  if (event.stationId === null || event.deviceId === null) return false
  switch (event.type) {
    case 'cylinder.scanned':
    case 'residual.weighed':
    case 'residual.removed':
    case 'vacuum.completed':
    case 'prefill.checked':
    case 'fill.requested':
    case 'fill.completed':
    case 'fill.aborted':
    case 'postfill.checked':
    case 'stock.in':
    case 'stock.out':
      return true
    default:
      return false
  }
}

const siteOf = (event: LifeEvent & { stationId: string }): string =>
  event.type === 'stock.in' || event.type === 'stock.out' ? event.body.siteId : event.stationId

/** The same tag at two stations within this time, with no stock-out between, is no journey but a copy. */
const CLONE_WINDOW_MS = 10 * 60_000

const seenElsewhere = ({ custody, lastSeenAt }: Draft, id: string, at: EpochMs): boolean =>
  custody.kind === 'station' &&
  custody.id !== id &&
  lastSeenAt !== null &&
  lastSeenAt.stationId !== id &&
  at - lastSeenAt.at < CLONE_WINDOW_MS

export const arriveInto = (draft: Draft, event: LifeEvent & { stationId: string }): void => {
  const id = siteOf(event)
  if (seenElsewhere(draft, id, event.effectiveAt)) draft.conflictAt = event.effectiveAt
  endCustomerCustody(draft, event.effectiveAt)
  move(draft, 'station', id, event.effectiveAt)
  draft.lastSeenAt = { stationId: id, at: event.effectiveAt }
}

/** A cylinder that a station's device has before it is at that station, whatever was recorded last. */
export const arrive = (cylinder: Cylinder, event: LifeEvent): Cylinder => {
  if (!isAtStation(event)) return cylinder
  const draft: Draft = { ...cylinder }
  arriveInto(draft, event)
  return draft
}
