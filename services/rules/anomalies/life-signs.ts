import type { AnomalySign, SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import type { ToldEvent } from '#domain/arrive.ts'
import { custodyAfter } from '#domain/custody-after.ts'
import { seenAt } from './life-context.ts'

/** Asked again so soon, the first permit was not the one that was meant. */
const ASKED_AGAIN_MS = 30 * 60_000

export const signOf = (
  kind: AnomalySign['kind'],
  { id, effectiveAt }: SeenEvent,
  stationId: string,
  group: string,
  value = 1,
): AnomalySign => ({ kind, eventId: id, at: effectiveAt, stationId, group, value })

/** Fills that named no permit of theirs: the judge's finding, counted. */
const permitless = ({ events }: SeenLife): AnomalySign[] =>
  events.flatMap((event) => {
    const { codes, stationId, scale } = event
    const bare = event.type === 'fill.completed' && codes.includes('FILL_WITHOUT_PERMIT')
    return bare && stationId !== null && scale !== null
      ? [signOf('permitless', event, stationId, scale)]
      : []
  })

/** Permits that no fill used: the gas may have gone in all the same, unrecorded. */
const unusedPermits = ({ events }: SeenLife): AnomalySign[] => {
  const spent = new Set(
    events.flatMap(({ type, body }) => {
      const { permitId } = body as { permitId?: string }
      const fills = type === 'fill.completed' || type === 'fill.aborted'
      return fills && permitId !== undefined ? [permitId.toLowerCase()] : []
    }),
  )
  const permits = events.filter(({ type }) => type === 'fill.permitted')
  return permits.flatMap((event, i) => {
    const { scale } = event.body as { scale?: string }
    const next = permits[i + 1]
    const again = next !== undefined && next.effectiveAt - event.effectiveAt < ASKED_AGAIN_MS
    if (spent.has(event.id.toLowerCase()) || again) return []
    return event.stationId === null || scale === undefined
      ? []
      : [signOf('permit-unused', event, event.stationId, scale)]
  })
}

/** From a site to somewhere else without a scan that lets it go. A return that nobody scanned is the judge's finding. */
const jumps = ({ events }: SeenLife, cloned: ReadonlySet<string>): AnomalySign[] => {
  const found: AnomalySign[] = []
  let site: string | null = null
  for (const event of events) {
    const place = custodyAfter(event as unknown as ToldEvent)
    if (place === null) continue
    const elsewhere =
      event.type === 'delivery.completed' || (seenAt(event) !== null && seenAt(event) !== site)
    if (site !== null && elsewhere && !cloned.has(event.id))
      found.push(signOf('jump', event, site, site))
    site = place.kind === 'station' ? (place.id ?? null) : null
  }
  return found
}

/** What one life gives to be counted by station and month. @param cloned events at which a copy of the tag was read */
export const lifeSigns = (life: SeenLife, cloned: ReadonlySet<string>): readonly AnomalySign[] => [
  ...permitless(life),
  ...unusedPermits(life),
  ...jumps(life, cloned),
]
