import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { countedSigns } from './counted-signs.ts'
import { neverBelowTarget } from './never-below-target.ts'
import { residualDrained } from './residual-drained.ts'
import { residualJustLegal } from './residual-just-legal.ts'
import type { StationMonth } from './station-month.ts'

/** What shows in the numbers of a station's month. */
export const judgeStation = (month: StationMonth): readonly Anomaly[] => [
  ...countedSigns(month),
  ...neverBelowTarget(month),
  ...residualDrained(month),
  ...residualJustLegal(month),
]
