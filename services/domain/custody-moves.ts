import { custodyAfter, type Place } from './custody-after.ts'
import type { ToldEvent } from './arrive.ts'
import type { CustodyKind } from './event-types.ts'
import { type Registry, valueAt } from './registry.ts'
import type { EpochMs } from './units.ts'

/** Whose books a cylinder is in, and where. Customers are one place: the books name no person. */
export type Holding = { readonly ownerId: string; readonly kind: CustodyKind; readonly id: string }

/** From one holding to the next; `from` null = the cylinder enters the books. */
export type CustodyMove = {
  readonly at: EpochMs
  readonly from: Holding | null
  readonly to: Holding
}

export type TimedEvent = ToldEvent & { readonly effectiveAt: EpochMs }

const same = (a: Holding | null, b: Holding): boolean =>
  a !== null && a.ownerId === b.ownerId && a.kind === b.kind && a.id === b.id

const holding = (ownerId: string, { kind, id }: Place): Holding => ({
  ownerId,
  kind,
  id: kind === 'customer' || kind === 'scrap' || kind === 'unknown' ? '' : (id ?? ''),
})

/**
 * The moves of a registered cylinder from an instant on: between places, and between owners when it changes hands.
 * @param before where it was since when, before the first event of `events`; null = these are all events of its life
 * @param events those that count, in effective order; types that move nothing may be left out, but not the first of the life
 */
export const custodyMoves = (
  registry: Registry,
  before: { readonly at: EpochMs; readonly to: Holding } | null,
  events: readonly TimedEvent[],
): readonly CustodyMove[] => {
  const begin = before?.at ?? events[0]?.effectiveAt
  const facts = registry.facts
  if (begin === undefined || facts === null) return []
  const moves: CustodyMove[] = []
  let held = before?.to ?? null
  let place: Place = held ?? facts.custody ?? { kind: 'unknown' }
  const moveTo = (at: EpochMs): void => {
    const to = holding(valueAt(registry.ownership, at)?.ownerId ?? facts.ownerId, place)
    if (same(held, to)) return
    moves.push({ at, from: held, to })
    held = to
  }
  // A transfer of ownership lies between events, or after the last one.
  const transfers = registry.ownership.flatMap(({ from }) =>
    from !== null && from > begin ? [from] : [],
  )
  let next = 0
  const transferUntil = (at: EpochMs): void => {
    for (; next < transfers.length; next++) {
      const on = transfers[next] as EpochMs
      if (on > at) return
      moveTo(on)
    }
  }
  for (const event of events) {
    transferUntil((event.effectiveAt - 1) as EpochMs)
    place = custodyAfter(event) ?? place
    moveTo(event.effectiveAt)
  }
  transferUntil(Number.MAX_SAFE_INTEGER as EpochMs)
  return moves
}
