import type { Cylinder } from '#domain/cylinder.ts'
import { isAtStation } from '#domain/arrive.ts'
import type { CustodyKind } from '#domain/event-types.ts'
import { type Case, type EventOf, finding, rule } from '#rules/rule.ts'

/** A damaged cylinder stops at once, at stock-in and at stock-out alike. */
export const damaged = rule({
  codes: ['DAMAGED'],
  on: ['stock.in', 'stock.out'],
  judge: ({ event, profile }) =>
    event.body.appearanceOk ? undefined : finding(profile, ['DAMAGED', 'block']),
})

/** Never checked since it was filled. One that came into our books full, or whose leak check is known, was not filled here. */
const uncheckedFull = ({ before, registry }: Case, leakFree: boolean): boolean => {
  if (before.checkedSinceFill) return false
  if (before.lastFill !== null) return true
  return registry.facts?.content !== 'full' && !leakFree && before.lastLeakCheck?.leakFree !== true
}

/** A full cylinder left the station without its check after the fill. */
export const outWithoutCheck = rule({
  codes: ['OUT_WITHOUT_CHECK'],
  on: ['stock.out'],
  judge: (facts) => {
    const { condition, leakFree } = facts.event.body
    return condition === 'full' && uncheckedFull(facts, leakFree === true)
      ? finding(facts.profile, ['OUT_WITHOUT_CHECK', 'block'])
      : undefined
  },
})

/** A retired one that is not destroyed yet leaves the laboratory for anything but scrap. */
const leavesLabRetired = (before: Cylinder, to: CustodyKind): boolean =>
  before.retired !== null &&
  !before.destroyed &&
  before.custody.kind === 'lab' &&
  to !== 'lab' &&
  to !== 'scrap'

/** Why a cylinder may not go to anybody; the first reason, for the reader. */
const blockOf = ({ standing, orders, lost, retired }: Cylinder): string | undefined => {
  if (orders.length > 0) return 'ORDERED'
  if (retired !== null) return 'RETIRED'
  return lost ? 'REPORTED_LOST' : standing[0]?.code
}

/**
 * A blocked cylinder left. Empty it may be moved (back to the filling station, to the lab): that is how most blocks are cured.
 * What a person ordered to stay may not move at all.
 */
export const movedWhileBlocked = rule({
  codes: ['MOVED_WHILE_BLOCKED'],
  on: ['stock.out', 'custody.handed-over'],
  judge: ({ before, event, profile }) => {
    const block = blockOf(before)
    if (block === undefined) return undefined
    const leaves =
      event.type === 'stock.out'
        ? event.body.condition === 'full'
        : event.body.to.kind === 'customer' ||
          leavesLabRetired(before, event.body.to.kind) ||
          (event.body.to.kind === 'vehicle' && before.content.state !== 'empty')
    return leaves || block === 'ORDERED'
      ? finding(profile, ['MOVED_WHILE_BLOCKED', 'block'], { measured: block })
      : undefined
  },
})

export const deliveredWhileBlocked = rule({
  codes: ['DELIVERED_WHILE_BLOCKED'],
  on: ['delivery.completed'],
  judge: ({ before, profile }) => {
    const block = blockOf(before)
    return block === undefined
      ? undefined
      : finding(profile, ['DELIVERED_WHILE_BLOCKED', 'block'], { measured: block })
  },
})

const withoutReturn = [
  'cylinder.scanned',
  'residual.weighed',
  'residual.removed',
  'vacuum.completed',
  'prefill.checked',
  'fill.requested',
  'fill.completed',
  'fill.aborted',
  'postfill.checked',
  'stock.in',
  'stock.out',
  'custody.handed-over',
  'delivery.completed',
] as const

/** Where the event has the cylinder leave its customer without a return: at a station, with somebody else, delivered anew. */
const leavesCustomer = (event: EventOf<(typeof withoutReturn)[number]>, customer?: string) => {
  // Brought once more to the same customer it was away in between, or is told of twice.
  if (event.type === 'delivery.completed') return true
  if (event.type !== 'custody.handed-over') return isAtStation(event)
  return event.body.to.kind !== 'customer' || event.body.to.id !== customer
}

/** A cylinder of a customer stands at a station or goes to somebody else, and nobody recorded its return. */
export const returnNotScanned = rule({
  codes: ['RETURN_NOT_SCANNED'],
  on: withoutReturn,
  judge: ({ before, event, profile }) =>
    before.custody.kind === 'customer' && leavesCustomer(event, before.custody.id)
      ? finding(profile, ['RETURN_NOT_SCANNED', 'warn'])
      : undefined,
})

/** With nobody whom it could come back from: at a station, in a vehicle, or where its last return has put it. */
const isNotOut = ({ custody, lastReturn }: Cylinder): boolean =>
  custody.kind === 'unknown'
    ? lastReturn !== null && lastReturn.at === custody.since
    : custody.kind !== 'customer'

/** A return told twice, or of one that never left. */
export const returnNotOut = rule({
  codes: ['RETURN_NOT_OUT'],
  on: ['cylinder.returned'],
  judge: ({ before, profile }) =>
    isNotOut(before)
      ? finding(profile, ['RETURN_NOT_OUT', 'warn'], { measured: before.custody.kind })
      : undefined,
})
