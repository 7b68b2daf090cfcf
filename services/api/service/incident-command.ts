import { instantOf } from '#api/sales/instant-of.ts'
import type { IncidentCommand } from '#domain/service/incident.ts'
import type { EpochMs } from '#domain/units.ts'
import type { IncidentStepBody } from '#schemas/api/incident.ts'
import { happenedAt } from './case-desk.ts'

/** A step as it came in, as a command of the domain. */
export const incidentCommand = (step: IncidentStepBody, now: EpochMs): IncidentCommand => {
  if (step.type === 'note') return { type: 'note', shown: step.shown }
  const at = happenedAt(step.at, now)
  switch (step.type) {
    case 'read-prompts':
      return { type: 'read-prompts', at, language: step.language }
    case 'dispatch':
      return { type: 'dispatch', at, crew: step.crew, vehicle: step.vehicle ?? null }
    case 'arrive': {
      const { type, lelPercent, publicDanger } = step
      return { type, at, lelPercent: lelPercent ?? null, publicDanger }
    }
    case 'measure':
      return { type: 'measure', at, taken: step.taken }
    case 'escalate':
      return { type: 'escalate', at, to: step.to, planId: step.planId ?? null }
    case 'tell-insurer':
      return { type: 'tell-insurer', at, policyId: step.policyId }
    case 'assess-loss': {
      const { type, amountFen, partsKept } = step
      const toldUserAt = instantOf(step.toldUserAt, '/toldUserAt')
      return { type, at, amountFen, toldUserAt, partsKept }
    }
    case 'end':
      return { type: 'end', at, harm: step.harm }
    case 'review':
      return { type: 'review', at, planChanged: step.planChanged }
  }
}
