import type { Cylinder } from './cylinder.ts'
import { type Draft, endCustomerCustody, move } from './cylinder-draft.ts'
import type { LifeEvent } from './life-event.ts'
import type { EpochMs } from './units.ts'

type WithoutTime<E> = E extends LifeEvent
  ? Pick<E, 'type' | 'body' | 'stationId' | 'deviceId'>
  : never

/** What an event says, without its place in the life. */
export type ToldEvent = WithoutTime<LifeEvent>

/**
 * The site at which an event has the cylinder in front of it: that of a station's device, or the one that a stock-in or stock-out names,
 * whoever told it. Null = the event says nothing of a site; what people enter about a cylinder moves it nowhere.
 */
export const siteOf = (event: ToldEvent): string | null => {
  switch (event.type) {
    case 'stock.in':
    case 'stock.out':
      return event.body.siteId
    case 'cylinder.scanned':
    case 'residual.weighed':
    case 'residual.removed':
    case 'vacuum.completed':
    case 'prefill.checked':
    case 'fill.requested':
    case 'fill.completed':
    case 'fill.aborted':
    case 'postfill.checked':
      return event.deviceId === null ? null : event.stationId
    default:
      return null
  }
}

export const isAtStation = (event: LifeEvent): boolean => siteOf(event) !== null

/** The same tag at two stations within this time, with no stock-out between, is no journey but a copy. */
const CLONE_WINDOW_MS = 10 * 60_000

const seenElsewhere = ({ custody, lastSeenAt }: Draft, id: string, at: EpochMs): boolean =>
  custody.kind === 'station' &&
  custody.id !== id &&
  lastSeenAt !== null &&
  lastSeenAt.stationId !== id &&
  at - lastSeenAt.at < CLONE_WINDOW_MS

export const arriveInto = (draft: Draft, event: LifeEvent, id: string): void => {
  const at = event.effectiveAt
  // Only a device has read the tag; a code that a person enters proves no copy.
  if (event.deviceId !== null && seenElsewhere(draft, id, at)) draft.conflictAt = at
  endCustomerCustody(draft, at)
  move(draft, 'station', id, at)
  draft.lastSeenAt = { stationId: id, at }
}

/** A cylinder that a station's device has before it is at that station, whatever was recorded last. */
export const arrive = (cylinder: Cylinder, event: LifeEvent): Cylinder => {
  const site = siteOf(event)
  if (site === null) return cylinder
  const draft: Draft = { ...cylinder }
  arriveInto(draft, event, site)
  return draft
}
