import { addMonths } from '#domain/calendar.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Day } from '#domain/units.ts'
import { cycleMonths } from './gate/inspection-due.ts'
import { lifeEnd } from './gate/life-end.ts'
import type { ResolvedProfile } from './profile.ts'

export type NextInspection =
  | { readonly ok: true; readonly day: Day }
  | {
      readonly ok: false
      /** `life-ended`: the cylinder cannot pass any more. The others: the day that the lab set is too late or too early. */
      readonly reason: 'life-ended' | 'beyond-life' | 'beyond-cycle' | 'not-after'
      readonly limit: Day
      readonly clause: string
    }

/**
 * The day by which a cylinder that passed must be inspected again: a cycle later, or what the lab set (never later), and never
 * past the end of its life (facts F3). Null when the profile knows no cycle and the lab set none.
 */
export const nextInspection = (
  facts: RegisteredFacts,
  inspectedOn: Day,
  wanted: Day | undefined,
  profile: ResolvedProfile,
): NextInspection | null => {
  const cycle = profile.single.inspectionCycle
  const byCycle =
    cycle === undefined ? undefined : addMonths(inspectedOn, cycleMonths(facts, cycle.value))
  const aim = wanted ?? byCycle
  if (aim === undefined) return null
  const refuse = (
    reason: 'life-ended' | 'beyond-life' | 'beyond-cycle' | 'not-after',
    limit: Day,
    clause: string,
  ) => ({ ok: false, reason, limit, clause }) as const
  const end = lifeEnd(facts, { inspectedOn, nextInspectionOn: aim }, profile)
  if (end !== null && end.lastDay <= inspectedOn) {
    return refuse('life-ended', end.lastDay, end.citation.clause)
  }
  if (wanted === undefined) {
    return { ok: true, day: end !== null && end.lastDay < aim ? end.lastDay : aim }
  }
  if (wanted <= inspectedOn) return refuse('not-after', inspectedOn, cycle?.clause ?? 'F3')
  if (byCycle !== undefined && wanted > byCycle) {
    return refuse('beyond-cycle', byCycle, cycle?.clause ?? 'F3')
  }
  if (end !== null && wanted > end.lastDay) {
    return refuse('beyond-life', end.lastDay, end.citation.clause)
  }
  return { ok: true, day: wanted }
}
