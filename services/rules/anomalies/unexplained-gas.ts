import type { Anomaly, AnomalyKind, SeenLife } from '#domain/anomalies/anomaly.ts'
import { massBalance, type MassStep } from '#domain/anomalies/mass-balance.ts'
import type { EpochMs } from '#domain/units.ts'
import type { LifeContext } from './life-context.ts'

const anomalyOf = (
  life: SeenLife,
  kind: AnomalyKind,
  step: MassStep,
  limit: number,
  sinceAt: EpochMs,
): Anomaly => ({
  kind,
  subject: { kind: 'cylinder', id: life.code },
  anchor: step.eventId,
  stationId: step.stationId,
  enterpriseId: step.stationId === null ? life.ownerId : null,
  from: sinceAt,
  to: step.at,
  measured: step.massG,
  limit,
  unit: 'g',
  detail: { netG: step.netG, scale: step.scale, how: 'weight' },
  evidence: [step.since, step.eventId].flatMap((id) =>
    id === null ? [] : [{ id, code: life.code }],
  ),
  events: step.since === null ? 1 : 2,
})

/** Gas that went where nobody burns it: less than at the weighing before, and no customer in between (抽气). */
const lost = (life: SeenLife, context: LifeContext, step: MassStep, since: EpochMs) => {
  const { lossG } = context.thresholds(step.stationId).GAS_LOST
  return step.massG > lossG ? [anomalyOf(life, 'GAS_LOST', step, lossG, since)] : []
}

/** More than at the weighing before, and no fill in between: somebody else filled it. */
const gained = (life: SeenLife, context: LifeContext, step: MassStep, since: EpochMs) => {
  const { gainG } = context.thresholds(step.stationId).REFILLED_ELSEWHERE
  return step.massG > gainG ? [anomalyOf(life, 'REFILLED_ELSEWHERE', step, gainG, since)] : []
}

/** What the mass balance of a life leaves unexplained, weighing by weighing. */
export const unexplainedGas = (life: SeenLife, context: LifeContext): readonly Anomaly[] => {
  const times = new Map(life.events.map(({ id, effectiveAt }) => [id, effectiveAt]))
  return massBalance(life).steps.flatMap((step) => {
    const since = times.get(step.since ?? '') ?? step.at
    if (step.flow === 'lost') return lost(life, context, step, since)
    return step.flow === 'gained' ? gained(life, context, step, since) : []
  })
}
