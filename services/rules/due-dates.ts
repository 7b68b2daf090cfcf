import { addMonths, dayOf } from '#domain/calendar.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import type { Day, EpochMs } from '#domain/units.ts'
import { cycleMonths, inspectionDue } from './gate/inspection-due.ts'
import { lifeEnd } from './gate/life-end.ts'
import type { ProfileBook } from './profile-book.ts'
import type { ProfileActivation, ResolvedProfile } from './profile.ts'

/** Last days on which a cylinder may still be filled, each for its own reason; null = nothing known says so. */
export type DueDates = {
  readonly inspectOn: Day | null
  readonly lifeOn: Day | null
  /** R000-4.3.3.6: out of use for an inspection cycle. */
  readonly idleOn: Day | null
}

/** Without a station the rules of the whole country. */
const NOWHERE = '000000'

/** What will fall due of a cylinder if nothing happens to it: the same days at which the fill gate begins to refuse. */
export const dueDates = (
  registry: Registry,
  lastUsedAt: EpochMs | null,
  profile: ResolvedProfile,
  now: EpochMs,
): DueDates => {
  const { facts, inspections } = registry
  if (facts === null) return { inspectOn: null, lifeOn: null, idleOn: null }
  const inspection = valueAt(inspections, now)
  const cycle = profile.single.inspectionCycle?.value
  const inspectedOn = inspection?.inspectedOn ?? null
  const usedOn = lastUsedAt === null ? null : dayOf(lastUsedAt)
  const since =
    usedOn === null || (inspectedOn !== null && inspectedOn > usedOn) ? inspectedOn : usedOn
  return {
    inspectOn: inspectionDue(facts, inspection, cycle)?.day ?? null,
    lifeOn: lifeEnd(facts, inspection, profile)?.lastDay ?? null,
    idleOn:
      since === null || cycle === undefined ? null : addMonths(since, cycleMonths(facts, cycle)),
  }
}

/**
 * {@link dueDates} by the rules in force today, activations and the owner's promises among them, in the region of a station of the
 * owner (null = it has none).
 */
export const dueDatesToday =
  (book: ProfileBook, activations: readonly ProfileActivation[], now: EpochMs) =>
  (cylinder: {
    readonly registry: Registry
    readonly state: { readonly lastUsedAt: EpochMs | null }
    readonly region: string | null
    readonly ownerId: string | null
  }): DueDates => {
    const { registry, state, region, ownerId } = cylinder
    const today = dayOf(now)
    const ref = book.select(region ?? NOWHERE, today, activations, ownerId ?? undefined)
    const profile = book.resolve(ref)
    return dueDates(registry, state.lastUsedAt, profile, now)
  }
