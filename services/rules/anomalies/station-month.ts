import type {
  Anomaly,
  AnomalySign,
  AnomalySubject,
  EvidenceEvent,
} from '#domain/anomalies/anomaly.ts'
import { MAX_EVIDENCE } from '#domain/anomalies/anomaly.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Thresholds } from './thresholds.ts'

export type CountedSign = AnomalySign & { readonly code: string | null }

/** A fill as its scale told it. */
export type SeenFill = {
  readonly id: string
  readonly code: string | null
  readonly at: EpochMs
  readonly scale: string
  /** Net less what the rules in force there aim at, g; null = no standard for the size. */
  readonly overG: number | null
}

/** One station in one calendar month (Asia/Shanghai). */
export type StationMonth = {
  readonly stationId: string
  /** `YYYY-MM` */
  readonly month: string
  readonly from: EpochMs
  readonly to: EpochMs
  readonly now: EpochMs
  readonly fills: readonly SeenFill[]
  readonly signs: readonly CountedSign[]
  /** Cylinders that left the site, by the books of custody. */
  readonly departures: number
  readonly thresholds: Thresholds
}

export const groupBy = <T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

type Shown = { readonly id: string; readonly at: EpochMs; readonly code: string | null }

const evidenceOf = (shown: readonly Shown[]): readonly EvidenceEvent[] =>
  shown
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MAX_EVIDENCE)
    .map(({ id, code }) => ({ id, code }))

/** What all anomalies of a station's month have in common. */
export const monthly = (
  { stationId, month, from, to }: StationMonth,
  subject: AnomalySubject,
  shown: readonly Shown[],
  rest: Pick<Anomaly, 'kind' | 'measured' | 'limit' | 'unit' | 'detail'>,
): Anomaly => ({
  ...rest,
  detail: { ...rest.detail, month },
  subject,
  anchor: `${stationId} ${month}`,
  stationId,
  enterpriseId: null,
  from,
  to,
  evidence: evidenceOf(shown),
  events: shown.length,
})

export const shownSigns = (signs: readonly CountedSign[]): readonly Shown[] =>
  signs.map(({ eventId, at, code }) => ({ id: eventId, at, code }))
