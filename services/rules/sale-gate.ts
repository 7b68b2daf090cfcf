import { dayOf } from '#domain/calendar.ts'
import type { DenyCode } from '#domain/codes.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { inspectionDue } from './gate/inspection-due.ts'
import { lifeEnd } from './gate/life-end.ts'
import type { Citation, ResolvedProfile } from './profile.ts'
import { duty } from './rule.ts'
import { serviceCitation } from './service-clauses.ts'

/** What stands against giving a cylinder to a customer, with what was measured. */
export type SaleRefusal = {
  readonly code: string
  readonly clause: string
  readonly force: Citation['force']
  readonly measured?: string | number
  readonly limit?: string | number
}

export type SaleCase = {
  readonly cylinder: Cylinder
  readonly registry: Registry
  readonly profile: ResolvedProfile
  /** The enterprise that sells. */
  readonly enterpriseId: string
  readonly at: EpochMs
}

type Measured = Pick<SaleRefusal, 'measured' | 'limit'>

const deny = ({ profile }: SaleCase, code: DenyCode, measured: Measured = {}): SaleRefusal => {
  const { clause, force } = duty(profile, code)
  return { code, clause, force, ...measured }
}

const blocked = (facts: SaleCase): SaleRefusal | undefined => {
  const { standing, orders, lost, retired, destroyed, conflictAt, atInspection } = facts.cylinder
  if (retired !== null || destroyed) return deny(facts, 'RETIRED')
  if (lost) return deny(facts, 'REPORTED_LOST')
  if (conflictAt !== null) return deny(facts, 'TAG_CONFLICT')
  if (orders.length > 0) return deny(facts, 'QUARANTINED', { measured: 'ORDERED' })
  if (atInspection) return deny(facts, 'QUARANTINED', { measured: 'AT_INSPECTION' })
  const block = standing[0]
  if (block === undefined) return undefined
  const { clause, force } = duty(facts.profile, block.code)
  return { code: block.code, clause, force }
}

/** By its life it stands where nothing is taken from without a return, a report or at all. Unknown is no reason: it is here now. */
const elsewhere = (facts: SaleCase): SaleRefusal | undefined => {
  switch (facts.cylinder.custody.kind) {
    case 'customer': {
      const { clause, force } = duty(facts.profile, 'RETURN_NOT_SCANNED')
      return { code: 'RETURN_NOT_SCANNED', clause, force, measured: 'customer' }
    }
    case 'lab':
      return deny(facts, 'QUARANTINED', { measured: 'AT_INSPECTION' })
    case 'scrap':
      return deny(facts, 'RETIRED')
    default:
      return undefined
  }
}

/** Own cylinders, and those entrusted to the seller where the profile lets him fill them (R000-4.3.1.4a). */
export const isOwn = ({ registry, profile, enterpriseId, at }: SaleCase): boolean => {
  const owned = valueAt(registry.ownership, at)
  if (owned === undefined || owned.ownerId === enterpriseId) return true
  return profile.single.entrustedFilling?.value === true && owned.entrustedTo === enterpriseId
}

const dates = (facts: SaleCase): SaleRefusal | undefined => {
  const { registry, profile, at } = facts
  if (registry.facts === null) return deny(facts, 'UNKNOWN_CYLINDER')
  const today = dayOf(at)
  const inspection = valueAt(registry.inspections, at)
  const end = lifeEnd(registry.facts, inspection, profile)
  if (end !== null && today > end.lastDay) {
    return deny(facts, 'LIFE_EXPIRED', { measured: today, limit: end.lastDay })
  }
  const due = inspectionDue(registry.facts, inspection, profile.single.inspectionCycle?.value)
  if (due !== undefined && today > due.day) {
    return deny(facts, 'INSPECTION_OVERDUE', { measured: today, limit: due.day })
  }
  return undefined
}

/** What was ordered to stay stays, empty or full, whosever it is. */
export const refuseOrdered = (facts: SaleCase): SaleRefusal | null =>
  facts.cylinder.orders.length > 0 ? deny(facts, 'QUARANTINED', { measured: 'ORDERED' }) : null

/**
 * May this cylinder be assigned to an order or stocked out for one? A request, so it is refused: blocked, of somebody else, past
 * its dates, or known to be empty. Pure; asked again inside the lock.
 */
export const refuseSale = (facts: SaleCase): SaleRefusal | null => {
  // First whose it is: how a cylinder of somebody else stands is told to its owner alone.
  const owner = valueAt(facts.registry.ownership, facts.at)?.ownerId
  if (!isOwn(facts) && owner !== undefined) {
    const { clause, force } = serviceCitation(facts.profile, 'NOT_OWN_CYLINDER')
    return { code: 'NOT_OWNED', clause, force, measured: owner, limit: facts.enterpriseId }
  }
  const wrong = blocked(facts) ?? dates(facts) ?? elsewhere(facts)
  if (wrong !== undefined) return wrong
  const { state } = facts.cylinder.content
  if (state === 'empty' || state === 'partial') {
    const { clause, force } = serviceCitation(facts.profile, 'NOT_FULL')
    return { code: 'NOT_FULL', clause, force, measured: state, limit: 'full' }
  }
  return null
}
