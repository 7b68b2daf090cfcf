import type { Anomaly, AnomalySign, SeenLife } from '#domain/anomalies/anomaly.ts'
import { fullAgain } from './full-again.ts'
import type { LifeContext } from './life-context.ts'
import { lifeSigns } from './life-signs.ts'
import { residualSigns } from './residual-signs.ts'
import { tareDrift } from './tare-drift.ts'
import { twoPlaces } from './two-places.ts'
import { unexplainedGas } from './unexplained-gas.ts'

export type JudgedLife = {
  readonly anomalies: readonly Anomaly[]
  readonly signs: readonly AnomalySign[]
}

/** What one life shows by itself, and what it adds to the counts of stations. */
export const judgeLife = (life: SeenLife, context: LifeContext): JudgedLife => {
  const copies = twoPlaces(life, context)
  const gas = unexplainedGas(life, context)
  // A weighing that gave it away already is the better evidence of the same gas.
  const weighed = new Set(gas.map(({ anchor }) => anchor))
  const full = fullAgain(life, context).filter(({ evidence }) =>
    evidence.every(({ id }) => !weighed.has(id)),
  )
  return {
    anomalies: [...copies, ...gas, ...full, ...tareDrift(life, context)],
    signs: [
      ...lifeSigns(life, new Set(copies.flatMap(({ evidence }) => evidence.map(({ id }) => id)))),
      ...residualSigns(life, context),
    ],
  }
}
