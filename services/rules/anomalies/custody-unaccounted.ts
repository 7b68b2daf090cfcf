import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { MAX_EVIDENCE } from '#domain/anomalies/anomaly.ts'
import type { EpochMs } from '#domain/units.ts'
import type { ThresholdsOf } from './thresholds.ts'

/** A place of the books of custody where cylinders have been for too long, or a stock count whose differences nobody resolved. */
export type Unaccounted = {
  readonly how: 'vehicle' | 'unknown' | 'count'
  /** A vehicle, an enterprise, a site. */
  readonly holder: string
  /** Of a stock count: its id. */
  readonly anchor: string
  readonly stationId: string | null
  readonly codes: readonly string[]
  readonly cylinders: number
  readonly since: EpochMs
}

const HOURS = { vehicle: 'vehicleHours', unknown: 'unknownDays', count: 'differenceDays' } as const

/** Balances of custody that do not add up to cylinders which somebody has in hand. */
export const custodyUnaccounted = (
  enterpriseId: string,
  found: readonly Unaccounted[],
  limits: ThresholdsOf<'CUSTODY_UNACCOUNTED'>,
  now: EpochMs,
): readonly Anomaly[] =>
  found.flatMap((one) => {
    const { how, holder, anchor, stationId, codes, cylinders, since } = one
    if (cylinders < limits.minCylinders) return []
    const allowed = limits[HOURS[how]]
    return [
      {
        kind: 'CUSTODY_UNACCOUNTED',
        subject: { kind: how === 'count' ? 'station' : 'holder', id: holder },
        anchor: `${how} ${anchor}`,
        stationId,
        enterpriseId,
        from: since,
        to: now,
        measured: cylinders,
        limit: limits.minCylinders,
        unit: 'cylinders',
        detail: { how, allowed, codes: codes.slice(0, MAX_EVIDENCE).join(' ') },
        evidence: [],
        events: cylinders,
      } satisfies Anomaly,
    ]
  })
