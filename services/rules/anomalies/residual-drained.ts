import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { medianOf, ranksBelow } from '#domain/anomalies/statistics.ts'
import {
  type CountedSign,
  groupBy,
  monthly,
  shownSigns,
  type StationMonth,
} from './station-month.ts'

const gramsOf = (signs: readonly CountedSign[]): number[] => signs.map(({ value }) => value)

/** Empties that one courier brings hold less residual than those of all others: it is let out on the way (倒卖残液), and customers lose their refund. */
export const residualDrained = (month: StationMonth): readonly Anomaly[] => {
  const limits = month.thresholds.RESIDUAL_DRAINED
  const residuals = month.signs.filter(({ kind }) => kind === 'residual')
  return [...groupBy(residuals, ({ group }) => group)].flatMap(([courier, own]) => {
    const others = residuals.filter(({ group }) => group !== courier)
    if (own.length < limits.minReturns || others.length < limits.minReturns) return []
    const sigmas = ranksBelow(gramsOf(own), gramsOf(others))
    const [mine, theirs] = [medianOf(gramsOf(own)), medianOf(gramsOf(others))]
    if (sigmas <= limits.sigmas || theirs - mine < limits.dropG) return []
    const detail = {
      returns: own.length,
      medianG: Math.round(mine),
      othersG: Math.round(theirs),
      others: others.length,
      dropG: limits.dropG,
    }
    const measured = Math.round(sigmas * 10) / 10
    return [
      monthly(month, { kind: 'courier', id: courier }, shownSigns(own), {
        kind: 'RESIDUAL_DRAINED',
        measured,
        limit: limits.sigmas,
        unit: 'sigma',
        detail,
      }),
    ]
  })
}
