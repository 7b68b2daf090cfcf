import { addMonths, madeOnDay } from '#domain/calendar.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Inspection } from '#domain/registry.ts'
import type { Day } from '#domain/units.ts'
import type { InspectionCycle } from '#rules/profile.ts'

/** Months between two inspections of a cylinder. */
export const cycleMonths = (facts: RegisteredFacts, cycle: InspectionCycle): number => {
  const name = modelOf(facts.model)?.name
  const made = facts.madeOn === undefined ? null : madeOnDay(facts.madeOn)
  const exception = cycle.exceptions.find(
    ({ model, madeUntil }) => model === name && made !== null && made < madeUntil,
  )
  return exception?.months ?? cycle.months
}

/**
 * The day by which a cylinder must be inspected again, itself still allowed: what the lab set, else its last inspection plus a
 * cycle. Undefined when no inspection is known: an unknown date refuses nothing.
 */
export const inspectionDue = (
  facts: RegisteredFacts,
  inspection: Inspection | undefined,
  cycle: InspectionCycle | undefined,
): { readonly day: Day; readonly from: 'lab' | 'cycle' } | undefined => {
  if (inspection?.nextInspectionOn !== undefined) {
    return { day: inspection.nextInspectionOn, from: 'lab' }
  }
  if (inspection?.inspectedOn === undefined || cycle === undefined) return undefined
  return { day: addMonths(inspection.inspectedOn, cycleMonths(facts, cycle)), from: 'cycle' }
}
