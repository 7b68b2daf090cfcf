import { type PlanPeriod, planPeriods, type PlanRule, premisesClasses } from '#domain/home-plan.ts'
import type { ResolvedProfile } from './profile.ts'

/** 入户安检周期 of a region under its profile (R003-5.11.1, R004-A2-11), a row a class; none where no profile says it. */
const planRules = (region: string, profile: ResolvedProfile): readonly PlanRule[] => {
  const times = profile.single.homeInspections
  if (times === undefined) return []
  return premisesClasses.map((one) => ({
    region,
    class: one,
    times: times.value[one],
    clause: times.clause,
    profile: profile.ref,
  }))
}

/** The plan of a year for the regions in which an enterprise has homes. */
export const yearPlan = (
  year: number,
  places: readonly { readonly region: string; readonly profile: ResolvedProfile }[],
): { readonly rules: readonly PlanRule[]; readonly periods: readonly PlanPeriod[] } => {
  const rules = places.flatMap(({ region, profile }) => planRules(region, profile))
  const times = [...new Set(rules.map((rule) => rule.times))]
  return { rules, periods: times.flatMap((count) => planPeriods(year, count)) }
}
