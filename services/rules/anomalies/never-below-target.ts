import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { atMost } from '#domain/anomalies/statistics.ts'
import { groupBy, monthly, type SeenFill, type StationMonth } from './station-month.ts'

type Judged = SeenFill & { readonly overG: number }

const isBelow = ({ overG }: Judged): boolean => overG < 0

/** Another scale's share proves something from so many fills on. */
const MIN_PEERS = 30

/** How often an honest scale there fills below its target: as its peers do, but at least so often as is set, and never more than every second time. */
const honestShare = (peers: readonly Judged[], leastPermille: number): number => {
  const least = leastPermille / 1000
  if (peers.length < MIN_PEERS) return least
  return Math.min(0.5, Math.max(least, peers.filter(isBelow).length / peers.length))
}

/**
 * Net weights that never fall below the target on one scale: fills scatter around what they aim at, and where the low half is missing
 * somebody helps (按秤). One-sided binomial test against the other scales of the station.
 */
export const neverBelowTarget = (month: StationMonth): readonly Anomaly[] => {
  const limits = month.thresholds.NEVER_BELOW_TARGET
  const judged = month.fills.filter((fill): fill is Judged => fill.overG !== null)
  return [...groupBy(judged, ({ scale }) => scale)].flatMap(([scale, fills]) => {
    if (fills.length < limits.minFills) return []
    const peers = judged.filter((fill) => fill.scale !== scale)
    const share = honestShare(peers, limits.expectedBelowPermille)
    const below = fills.filter(isBelow).length
    const chance = atMost(below, fills.length, share)
    if (chance * 1e6 >= limits.alphaPerMillion) return []
    const permille = Math.round((below / fills.length) * 1000)
    const detail = {
      fills: fills.length,
      below,
      expectedPermille: Math.round(share * 1000),
      peers: peers.length,
      chancePerMillion: Number((chance * 1e6).toPrecision(2)),
      alphaPerMillion: limits.alphaPerMillion,
    }
    const numbers = {
      measured: permille,
      limit: detail.expectedPermille,
      unit: 'permille',
    } as const
    return [
      monthly(month, { kind: 'scale', id: scale }, fills, {
        kind: 'NEVER_BELOW_TARGET',
        ...numbers,
        detail,
      }),
    ]
  })
}
