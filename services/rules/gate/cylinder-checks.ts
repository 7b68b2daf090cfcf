import { addMonths, dayOf } from '#domain/calendar.ts'
import { isEntrustedTo, valueAt } from '#domain/registry.ts'
import { forbidsFilling } from '#domain/settle-blocks.ts'
import type { KnownCase, Refusal } from './gate-case.ts'
import { cycleMonths, inspectionDue } from './inspection-due.ts'
import { lifeEnd } from './life-end.ts'
import { refuse } from './refuse.ts'

type Check = (gate: KnownCase) => Refusal | undefined

const LPG = new Set(['LPG', 'lpg', '液化石油气'])

const tagConflict: Check = (gate) =>
  gate.tagConflict || gate.cylinder.conflictAt !== null ? refuse(gate, 'TAG_CONFLICT') : undefined

const reportedLost: Check = (gate) =>
  gate.cylinder.lost ? refuse(gate, 'REPORTED_LOST') : undefined

const retired: Check = (gate) =>
  gate.cylinder.retired === null && !gate.cylinder.destroyed ? undefined : refuse(gate, 'RETIRED')

const lifeExpired: Check = (gate) => {
  const end = lifeEnd(gate.facts, valueAt(gate.registry.inspections, gate.at), gate.profile)
  if (end === null || gate.day <= end.lastDay) return undefined
  const measure = {
    measured: gate.day,
    limit: end.lastDay,
    unit: 'day',
    limitFrom: end.limitFrom,
  } as const
  return refuse(gate, 'LIFE_EXPIRED', measure)
}

/** A cylinder registered for another gas. One whose medium nobody wrote down is an LPG cylinder by its model. */
const wrongMedium: Check = (gate) => {
  const { medium } = gate.facts
  return medium === undefined || LPG.has(medium)
    ? undefined
    : refuse(gate, 'WRONG_MEDIUM', { measured: medium, limit: 'LPG' })
}

/** Own cylinders only; entrusted ones where the profile allows it. */
const notOwned: Check = (gate) => {
  const { station } = gate.context
  const owned = valueAt(gate.registry.ownership, gate.at)
  if (station === null || owned === undefined || owned.ownerId === station.enterpriseId)
    return undefined
  const entrusted = gate.profile.single.entrustedFilling?.value === true
  if (entrusted && isEntrustedTo(owned, station.enterpriseId, gate.day)) return undefined
  return refuse(gate, 'NOT_OWNED', { measured: owned.ownerId, limit: station.enterpriseId })
}

/** A person's order always forbids; a standing finding unless filling belongs to its remedy. */
const quarantined: Check = (gate) => {
  const { standing, orders } = gate.cylinder
  if (orders.length > 0) return refuse(gate, 'QUARANTINED', { measured: 'ORDERED' })
  const block = standing.find(forbidsFilling)
  return block === undefined ? undefined : refuse(gate, 'QUARANTINED', { measured: block.code })
}

const inspectionOverdue: Check = (gate) => {
  const inspection = valueAt(gate.registry.inspections, gate.at)
  const due = inspectionDue(gate.facts, inspection, gate.profile.single.inspectionCycle?.value)
  if (due === undefined || gate.day <= due.day) return undefined
  return refuse(gate, 'INSPECTION_OVERDUE', {
    measured: gate.day,
    limit: due.day,
    unit: 'day',
    limitFrom: due.from,
  })
}

/** Out of use for longer than one inspection cycle since it was last used or inspected. */
const idleTooLong: Check = (gate) => {
  const cycle = gate.profile.single.inspectionCycle
  const { lastUsedAt } = gate.cylinder
  const inspectedOn = valueAt(gate.registry.inspections, gate.at)?.inspectedOn
  const usedOn = lastUsedAt === null ? undefined : dayOf(lastUsedAt)
  const since =
    usedOn === undefined || (inspectedOn !== undefined && inspectedOn > usedOn)
      ? inspectedOn
      : usedOn
  if (cycle === undefined || since === undefined) return undefined
  const limit = addMonths(since, cycleMonths(gate.facts, cycle.value))
  if (gate.day <= limit) return undefined
  return refuse(gate, 'IDLE_TOO_LONG', { measured: gate.day, limit, unit: 'day' })
}

/** What is wrong with the cylinder itself, whatever it weighs. */
export const cylinderChecks: readonly Check[] = [
  tagConflict,
  reportedLost,
  retired,
  lifeExpired,
  wrongMedium,
  notOwned,
  quarantined,
  inspectionOverdue,
  idleTooLong,
]
