import type { Anomaly, SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import { distanceKm } from '#domain/anomalies/statistics.ts'
import { type LifeContext, seenAt } from './life-context.ts'
import type { ThresholdsOf } from './thresholds.ts'

const MINUTE_MS = 60_000

type Sighting = { readonly event: SeenEvent; readonly site: string }

/** How fast it would have travelled, or null where that proves nothing. */
const journey = (
  [from, to]: readonly [Sighting, Sighting],
  context: LifeContext,
  limits: ThresholdsOf<'TAG_IN_TWO_PLACES'>,
): Pick<Anomaly, 'measured' | 'limit' | 'unit' | 'detail'> | null => {
  const minutes = (to.event.effectiveAt - from.event.effectiveAt) / MINUTE_MS
  const [a, b] = [context.placeOf(from.site), context.placeOf(to.site)]
  const names = { fromSite: from.site, toSite: to.site, minutes: Math.round(minutes) }
  if (a === null || b === null) {
    if (minutes >= limits.unknownPlaceMin) return null
    const limit = limits.unknownPlaceMin
    return { measured: Math.round(minutes), limit, unit: 'min', detail: { ...names, km: null } }
  }
  const km = distanceKm(a, b)
  const kmh = Math.round(km / ((minutes + limits.slackMin) / 60))
  if (km < limits.minKm || kmh <= limits.maxKmh) return null
  const detail = { ...names, km: Math.round(km * 10) / 10 }
  return { measured: kmh, limit: limits.maxKmh, unit: 'km/h', detail }
}

/** The same tag read by devices at two sites, too far apart for the time: one of the two is a copy. Doubtful clocks prove nothing. */
export const twoPlaces = (life: SeenLife, context: LifeContext): readonly Anomaly[] => {
  const found: Anomaly[] = []
  let last: Sighting | null = null
  for (const event of life.events) {
    const site = event.deviceId === null ? null : seenAt(event)
    if (site === null || event.codes.includes('CLOCK_INVALID')) continue
    const now: Sighting = { event, site }
    if (last !== null && last.site !== site) {
      const limits = context.thresholds(site).TAG_IN_TWO_PLACES
      const odd = journey([last, now], context, limits)
      if (odd !== null) {
        found.push({
          ...odd,
          kind: 'TAG_IN_TWO_PLACES',
          subject: { kind: 'cylinder', id: life.code },
          anchor: event.id,
          stationId: site,
          enterpriseId: null,
          from: last.event.effectiveAt,
          to: event.effectiveAt,
          evidence: [last.event, event].map(({ id }) => ({ id, code: life.code })),
          events: 2,
        })
      }
    }
    last = now
  }
  return found
}
