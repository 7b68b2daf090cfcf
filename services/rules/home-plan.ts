import { type PlanRule, premisesClasses } from '#domain/home-plan.ts'
import type { ResolvedProfile } from './profile.ts'

/** 入户安检周期 of a region under its profile (R003-5.11.1, R004-A2-11), a row a class; none where no profile says it. */
export const planRules = (region: string, profile: ResolvedProfile): readonly PlanRule[] => {
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
