import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import type { TankDay, TankLevel } from '#domain/anomalies/tank-balance.ts'
import { tankLevel } from '#domain/anomalies/tank-balance.ts'
import type { EpochMs } from '#domain/units.ts'
import type { ThresholdsOf } from './thresholds.ts'

export type TankMonths = {
  readonly stationId: string
  readonly tank: string
  readonly month: string
  readonly from: EpochMs
  readonly to: EpochMs
  readonly capacityG: number
  readonly days: readonly TankDay[]
  /** The newest receipts. */
  readonly receipts: readonly string[]
  readonly limits: ThresholdsOf<'TANK_UNBALANCED'>
}

const allowedG = ({ receivedG, filledG }: TankLevel, limits: TankMonths['limits']): number =>
  Math.max(limits.minG, Math.round(((receivedG + filledG) * limits.tolerancePermille) / 1000))

/** More gas went through a tank than it can hold: filled from gas that nobody received, or received and not filled on the record. */
export const tankUnbalanced = (tank: TankMonths): readonly Anomaly[] => {
  const level = tankLevel(tank.days, tank.capacityG)
  const limit = allowedG(level, tank.limits)
  const overG = level.unexplainedG ?? 0
  if (overG <= limit) return []
  const { stationId, month, from, to, capacityG, receipts } = tank
  const { receivedG, filledG, minG, maxG } = level
  return [
    {
      kind: 'TANK_UNBALANCED',
      subject: { kind: 'tank', id: `${stationId}/${tank.tank}` },
      anchor: month,
      stationId,
      enterpriseId: null,
      from,
      to,
      measured: overG,
      limit,
      unit: 'g',
      detail: {
        tank: tank.tank,
        receivedG,
        filledG,
        capacityG,
        rangeG: maxG - minG,
        direction: level.direction,
        month,
      },
      evidence: receipts.map((id) => ({ id, code: null })),
      events: receipts.length,
    },
  ]
}
