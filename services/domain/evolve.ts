import type { Cylinder, ContentState, Custody, OpenPermit } from './cylinder.ts'
import { initialCylinder } from './cylinder.ts'
import type { FillBody, StockBody } from './event-types.ts'
import type { EventHeader, LifeEvent } from './life-event.ts'
import { type Registry, valueAt } from './registry.ts'
import { type EpochMs, type Grams, grams } from './units.ts'

/** Filling factor of LPG, g per mL (facts F2: 0.42 kg/L), as an integer ratio so that no gram is lost to a float. */
const FILLING_FACTOR = { numerator: 42, denominator: 100 }
/** More permits than this are never open at once on one cylinder; the oldest fall out. */
const MAX_OPEN_PERMITS = 4

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

const capacity = (registry: Registry): number | undefined => {
  const facts = registry.facts
  if (facts?.stampedMaxG !== undefined) return facts.stampedMaxG
  if (facts?.waterVolumeMl === undefined) return undefined
  return Math.floor((facts.waterVolumeMl * FILLING_FACTOR.numerator) / FILLING_FACTOR.denominator)
}

/** Full, partial or empty by weight; words for people, never used to decide. */
const contentByWeight = (netG: number, registry: Registry): ContentState => {
  const max = capacity(registry)
  if (netG <= (max === undefined ? 500 : max * 0.05)) return 'empty'
  return max !== undefined && netG >= max * 0.9 ? 'full' : 'partial'
}

const weighed = (
  cylinder: Cylinder,
  event: LifeEvent,
  grossG: Grams,
  registry: Registry,
  eventTareG?: Grams,
): Cylinder => {
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? eventTareG
  const weighing = { at: event.effectiveAt, grossG }
  if (tareG === undefined) return { ...cylinder, weighing }
  const netG = grams(grossG - tareG)
  return { ...cylinder, weighing, content: { state: contentByWeight(netG, registry), netG } }
}

/** Custody moves; what was weighed or checked before says nothing about the cylinder that arrives. */
const moved = (cylinder: Cylinder, custody: Custody): Cylinder => {
  const { kind, id } = cylinder.custody
  if (kind === custody.kind && id === custody.id) return cylinder
  return { ...cylinder, custody, weighing: null, prefill: null, interruptedFillAt: null }
}

const endCustomerCustody = (cylinder: Cylinder, at: EpochMs): Cylinder => {
  const { kind, id } = cylinder.custody
  if (kind !== 'customer') return cylinder
  return {
    ...cylinder,
    content: { state: 'unknown' },
    lastReturn: {
      at,
      reason: 'used-up',
      weighed: false,
      ...(id === undefined ? {} : { customerRef: id }),
    },
    lastUsedAt: at,
  }
}

/** Events of a device that has the cylinder in front of it, at its station. */
export const isAtStation = (event: LifeEvent): event is LifeEvent & { stationId: string } => {
  if (event.stationId === null || event.deviceId === null) return false
  switch (event.type) {
    case 'cylinder.scanned':
    case 'residual.weighed':
    case 'residual.removed':
    case 'vacuum.completed':
    case 'prefill.checked':
    case 'fill.requested':
    case 'fill.completed':
    case 'fill.aborted':
    case 'postfill.checked':
    case 'stock.in':
    case 'stock.out':
      return true
    default:
      return false
  }
}

const siteOf = (event: LifeEvent & { stationId: string }): string =>
  event.type === 'stock.in' || event.type === 'stock.out' ? event.body.siteId : event.stationId

/** A cylinder that a station's device has before it is at that station, whatever was recorded last. */
export const arrive = (cylinder: Cylinder, event: LifeEvent): Cylinder => {
  if (!isAtStation(event)) return cylinder
  const id = siteOf(event)
  const back = endCustomerCustody(cylinder, event.effectiveAt)
  return {
    ...moved(back, { kind: 'station', id, since: event.effectiveAt }),
    lastSeenAt: { stationId: id, at: event.effectiveAt },
  }
}

const withoutPermit = (
  permits: readonly OpenPermit[],
  permitId: string | undefined,
): readonly OpenPermit[] =>
  permitId === undefined ? permits : permits.filter((permit) => permit.permitId !== permitId)

const filled = (
  cylinder: Cylinder,
  event: EventHeader,
  body: FillBody,
  registry: Registry,
): Cylinder => {
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? body.tareG
  const netG = grams(body.grossG - tareG)
  return {
    ...cylinder,
    content: { state: contentByWeight(netG, registry), netG },
    weighing: { at: event.effectiveAt, grossG: body.grossG },
    prefill: null,
    permits: withoutPermit(cylinder.permits, body.permitId),
    lastFill: {
      eventId: event.id,
      at: event.effectiveAt,
      stationId: event.stationId,
      scale: body.scale,
      operator: event.operator,
      grossG: body.grossG,
      tareG,
      eventTareG: body.tareG,
      netG,
      scaleToleranceG: event.context.scale?.known === true ? event.context.scale.toleranceG : null,
    },
    needsVacuum: false,
    checkedSinceFill: false,
    interruptedFillAt: null,
    seal: null,
    lastUsedAt: event.effectiveAt,
  }
}

const stocked = (
  cylinder: Cylinder,
  event: EventHeader,
  body: StockBody,
  out: boolean,
): Cylinder => {
  const leakFree = body.leakFree
  const checked =
    leakFree === undefined
      ? cylinder
      : { ...cylinder, lastLeakCheck: { at: event.effectiveAt, leakFree } }
  if (!out) return checked
  const since = event.effectiveAt
  return moved(
    checked,
    body.vehicle === undefined
      ? { kind: 'unknown', since }
      : { kind: 'vehicle', id: body.vehicle, since },
  )
}

const custodyOf = (to: { kind: Custody['kind']; id?: string }, since: EpochMs): Custody =>
  to.id === undefined ? { kind: to.kind, since } : { kind: to.kind, id: to.id, since }

const apply = (cylinder: Cylinder, event: LifeEvent, registry: Registry): Cylinder => {
  const at = event.effectiveAt
  switch (event.type) {
    case 'residual.weighed': {
      const { lastReturn } = cylinder
      const next = weighed(cylinder, event, event.body.grossG, registry, event.body.tareG)
      return lastReturn === null || lastReturn.weighed
        ? next
        : {
            ...next,
            lastReturn: {
              ...lastReturn,
              weighed: true,
              reason: event.body.returnReason ?? lastReturn.reason,
            },
          }
    }
    case 'residual.removed':
      return weighed(cylinder, event, event.body.grossG, registry)
    case 'vacuum.completed':
      return { ...cylinder, needsVacuum: false, content: { state: 'empty' } }
    case 'prefill.checked':
      return {
        ...cylinder,
        prefill: { eventId: event.id, at, passed: event.body.passed, by: event.operator },
      }
    case 'fill.requested':
      return event.body.emptyGrossG === undefined
        ? cylinder
        : weighed(cylinder, event, event.body.emptyGrossG, registry)
    case 'fill.permitted': {
      const { scale, maxNetG, tareG, expiresAt } = event.body
      const permit = {
        permitId: event.id,
        at,
        scale,
        stationId: event.stationId,
        maxNetG,
        tareG,
        expiresAt,
      }
      return { ...cylinder, permits: [...cylinder.permits, permit].slice(-MAX_OPEN_PERMITS) }
    }
    case 'fill.completed':
      return filled(cylinder, event, event.body, registry)
    case 'fill.aborted':
      return {
        ...weighed(cylinder, event, event.body.grossG, registry, event.body.tareG),
        permits: withoutPermit(cylinder.permits, event.body.permitId),
        interruptedFillAt: at,
      }
    case 'postfill.checked': {
      const { leakFree, sealed, sealNo, checkWeighG, labelledNetG } = event.body
      const next: Cylinder = {
        ...cylinder,
        checkedSinceFill: true,
        lastLeakCheck: { at, leakFree },
        seal: sealNo === undefined ? { sealed } : { sealed, sealNo },
        lastFill:
          cylinder.lastFill === null || labelledNetG === undefined
            ? cylinder.lastFill
            : { ...cylinder.lastFill, labelledNetG },
      }
      return checkWeighG === undefined ? next : weighed(next, event, checkWeighG, registry)
    }
    case 'stock.in':
      return stocked(cylinder, event, event.body, false)
    case 'stock.out':
      return stocked(cylinder, event, event.body, true)
    case 'custody.handed-over':
      return moved(endCustomerCustody(cylinder, at), custodyOf(event.body.to, at))
    case 'delivery.completed': {
      const custody = { kind: 'customer' as const, id: event.body.customerRef, since: at }
      return { ...moved(cylinder, custody), lastUsedAt: at }
    }
    case 'cylinder.returned': {
      const { reason, to, customerRef } = event.body
      const ref = customerRef ?? cylinder.lastReturn?.customerRef
      const from = cylinder.custody.kind === 'customer' ? cylinder.custody.id : ref
      return {
        ...moved(cylinder, custodyOf(to ?? { kind: 'unknown' }, at)),
        content: { state: 'unknown' },
        lastReturn: {
          at,
          reason: reason ?? 'used-up',
          weighed: false,
          ...(from === undefined ? {} : { customerRef: from }),
        },
        weighing: null,
        prefill: null,
        interruptedFillAt: null,
        lastUsedAt: at,
      }
    }
    case 'inspection.sent':
      return {
        ...moved(cylinder, { kind: 'lab', id: event.body.labId, since: at }),
        atInspection: true,
      }
    case 'inspection.completed':
      return event.body.result === 'pass'
        ? {
            ...cylinder,
            atInspection: false,
            needsVacuum: true,
            content: { state: 'empty' },
            lastUsedAt: at,
          }
        : {
            ...cylinder,
            atInspection: false,
            content: { state: 'empty' },
            retired: cylinder.retired ?? { at, reason: event.body.reason ?? 'INSPECTION_FAILED' },
          }
    case 'cylinder.quarantined': {
      const { by, role, reason } = event.body
      const order = { eventId: event.id, by, role, reason, since: at }
      return { ...cylinder, orders: [...cylinder.orders, order] }
    }
    case 'quarantine.released':
      return {
        ...cylinder,
        orders: cylinder.orders.filter(
          (order) => order.role === 'regulator' && event.body.role !== 'regulator',
        ),
      }
    case 'cylinder.reported-lost':
      return { ...cylinder, lost: true, custody: { kind: 'unknown', since: at } }
    case 'cylinder.found':
      return { ...cylinder, lost: false }
    case 'cylinder.retired':
      return { ...cylinder, retired: cylinder.retired ?? { at, reason: event.body.reason } }
    case 'cylinder.destroyed':
      return {
        ...moved(cylinder, { kind: 'scrap', since: at }),
        destroyed: true,
        retired: cylinder.retired ?? { at, reason: 'DESTROYED' },
        content: { state: 'empty' },
      }
    case 'cylinder.scanned':
    case 'fill.denied':
    case 'delivery.failed':
    case 'incident.reported':
    case 'cylinder.registered':
    case 'tag.bound':
    case 'tag.released':
    case 'tare.corrected':
    case 'ownership.transferred':
    case 'event.annulled':
      return cylinder
  }
}

/**
 * One step of a life: the cylinder after an event, given the registry. Pure and total: any event in any state gives a state.
 * Standing blocks are not touched here: they follow from the findings, see `settleBlocks`.
 */
export const evolve = (cylinder: Cylinder, event: LifeEvent, registry: Registry): Cylinder => ({
  ...apply(arrive(cylinder, event), event, registry),
  newest: { effectiveAt: event.effectiveAt, at: event.at, id: event.id },
})
