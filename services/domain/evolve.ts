import { arriveInto, siteOf } from './arrive.ts'
import { type Cylinder, initialCylinder } from './cylinder.ts'
import { type Draft, endCustomerCustody, move, weigh } from './cylinder-draft.ts'
import * as step from './evolve-steps.ts'
import type { LifeEvent } from './life-event.ts'
import type { Registry } from './registry.ts'
import type { EpochMs } from './units.ts'

/** The life before its first event: what the registry says of a cylinder when it entered it. */
export const startOf = (registry: Registry): Cylinder => {
  const facts = registry.facts
  if (facts === null) return initialCylinder
  return {
    ...initialCylinder,
    content: { state: facts.content ?? 'unknown' },
    custody: { ...(facts.custody ?? { kind: 'unknown' }), since: 0 as EpochMs },
    needsVacuum: facts.needsVacuum ?? (facts.inspectedOn === undefined && facts.content !== 'full'),
  }
}

const apply = (draft: Draft, event: LifeEvent, registry: Registry): void => {
  const at = event.effectiveAt
  switch (event.type) {
    case 'residual.weighed':
      return step.weighResidual(draft, event, event.body, registry)
    case 'residual.removed':
      return weigh(draft, event, event.body.grossG, registry)
    case 'vacuum.completed':
      draft.needsVacuum = false
      draft.content = { state: 'empty' }
      return
    case 'prefill.checked':
      draft.prefill = { eventId: event.id, at, passed: event.body.passed, by: event.operator }
      return
    case 'fill.requested':
      if (event.body.emptyGrossG !== undefined) {
        weigh(draft, event, event.body.emptyGrossG, registry)
      }
      return
    case 'fill.permitted':
      return step.permit(draft, event, event.body)
    case 'fill.completed':
      return step.fill(draft, event, event.body, registry)
    case 'fill.aborted':
      weigh(draft, event, event.body.grossG, registry, event.body.tareG)
      draft.interruptedFillAt = at
      return step.spendPermit(draft, event.body.permitId)
    case 'postfill.checked':
      return step.checkAfterFill(draft, event, event.body, registry)
    case 'stock.in':
      return step.stock(draft, event, event.body, false)
    case 'stock.out':
      return step.stock(draft, event, event.body, true)
    case 'custody.handed-over':
      endCustomerCustody(draft, at)
      return move(draft, event.body.to.kind, event.body.to.id, at)
    case 'delivery.completed':
      return step.deliver(draft, event, event.body)
    case 'cylinder.returned':
      return step.giveBack(draft, at, event.body)
    case 'inspection.sent':
      move(draft, 'lab', event.body.labId, at)
      draft.atInspection = true
      return
    case 'inspection.completed':
      return step.inspect(draft, at, event.body)
    case 'cylinder.quarantined': {
      const { by, role, reason } = event.body
      draft.orders = [...draft.orders, { eventId: event.id, by, role, reason, since: at }]
      return
    }
    case 'quarantine.released': {
      const { role, orders } = event.body
      if (orders === undefined) draft.conflictAt = null
      draft.orders = draft.orders.filter(
        (order) =>
          (order.role === 'regulator' && role !== 'regulator') ||
          orders?.includes(order.eventId) === false,
      )
      return
    }
    case 'cylinder.reported-lost':
      draft.lost = true
      return move(draft, 'unknown', undefined, at)
    case 'cylinder.found':
      draft.lost = false
      return
    case 'cylinder.retired':
      draft.retired ??= { at, reason: event.body.reason }
      return
    case 'cylinder.destroyed':
      move(draft, 'scrap', undefined, at)
      draft.destroyed = true
      draft.retired ??= { at, reason: 'DESTROYED' }
      draft.content = { state: 'empty' }
      return
    case 'cylinder.scanned':
    case 'fill.denied':
    case 'fill.curve-compared':
    case 'delivery.failed':
    case 'incident.reported':
    case 'cylinder.registered':
    case 'tag.bound':
    case 'tag.released':
    case 'tare.corrected':
    case 'ownership.transferred':
    case 'event.annulled':
      return
  }
}

/**
 * One step of a life: the cylinder after an event, given the registry. Pure and total: any event in any state gives a state.
 * Standing blocks are not touched here: they follow from the findings, see `settleBlocks`.
 */
export const evolve = (cylinder: Cylinder, event: LifeEvent, registry: Registry): Cylinder => {
  const draft: Draft = { ...cylinder }
  const site = siteOf(event)
  if (site !== null) arriveInto(draft, event, site)
  apply(draft, event, registry)
  draft.newest = { effectiveAt: event.effectiveAt, at: event.at, id: event.id }
  return draft
}
