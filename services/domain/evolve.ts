import type { ContentState, Cylinder } from './cylinder.ts'
import { initialCylinder } from './cylinder.ts'
import type { CustodyKind, CylinderEventBodies, FillBody, StockBody } from './event-types.ts'
import type { EventHeader, LifeEvent } from './life-event.ts'
import { type Registry, valueAt } from './registry.ts'
import { type EpochMs, type Grams, grams } from './units.ts'

/** Filling factor of LPG, g per mL (facts F2: 0.42 kg/L), as an integer ratio so that no gram is lost to a float. */
const FILLING_FACTOR = { numerator: 42, denominator: 100 }
/** More permits than this are never open at once on one cylinder; the oldest fall out. */
const MAX_OPEN_PERMITS = 4

/** A copy that one step of the fold works on; nobody else has it, so the fold stays pure. */
type Draft = { -readonly [K in keyof Cylinder]: Cylinder[K] }

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

const weigh = (
  draft: Draft,
  event: EventHeader,
  grossG: Grams,
  registry: Registry,
  eventTareG?: Grams,
): void => {
  draft.weighing = { at: event.effectiveAt, grossG }
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? eventTareG
  if (tareG === undefined) return
  const netG = grams(grossG - tareG)
  draft.content = { state: contentByWeight(netG, registry), netG }
}

/** What was weighed, checked or begun before says nothing about the cylinder that arrives. */
const forgetHandling = (draft: Draft): void => {
  draft.weighing = null
  draft.prefill = null
  draft.interruptedFillAt = null
}

const move = (draft: Draft, kind: CustodyKind, id: string | undefined, since: EpochMs): void => {
  if (draft.custody.kind === kind && draft.custody.id === id) return
  draft.custody = id === undefined ? { kind, since } : { kind, id, since }
  forgetHandling(draft)
}

const endCustomerCustody = (draft: Draft, at: EpochMs): void => {
  const { kind, id } = draft.custody
  if (kind !== 'customer') return
  draft.content = { state: 'unknown' }
  draft.lastReturn = {
    at,
    reason: 'used-up',
    weighed: false,
    ...(id === undefined ? {} : { customerRef: id }),
  }
  draft.lastUsedAt = at
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

/** The same tag at two stations within this time, with no stock-out between, is no journey but a copy. */
const CLONE_WINDOW_MS = 10 * 60_000

const seenElsewhere = ({ custody, lastSeenAt }: Draft, id: string, at: EpochMs): boolean =>
  custody.kind === 'station' &&
  custody.id !== id &&
  lastSeenAt !== null &&
  lastSeenAt.stationId !== id &&
  at - lastSeenAt.at < CLONE_WINDOW_MS

const arriveInto = (draft: Draft, event: LifeEvent & { stationId: string }): void => {
  const id = siteOf(event)
  if (seenElsewhere(draft, id, event.effectiveAt)) draft.conflictAt = event.effectiveAt
  endCustomerCustody(draft, event.effectiveAt)
  move(draft, 'station', id, event.effectiveAt)
  draft.lastSeenAt = { stationId: id, at: event.effectiveAt }
}

/** A cylinder that a station's device has before it is at that station, whatever was recorded last. */
export const arrive = (cylinder: Cylinder, event: LifeEvent): Cylinder => {
  if (!isAtStation(event)) return cylinder
  const draft: Draft = { ...cylinder }
  arriveInto(draft, event)
  return draft
}

const spendPermit = (draft: Draft, permitId: string | undefined): void => {
  if (permitId === undefined || draft.permits.length === 0) return
  draft.permits = draft.permits.filter((permit) => permit.permitId !== permitId)
}

const fill = (draft: Draft, event: EventHeader, body: FillBody, registry: Registry): void => {
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? body.tareG
  const netG = grams(body.grossG - tareG)
  draft.content = { state: contentByWeight(netG, registry), netG }
  draft.weighing = { at: event.effectiveAt, grossG: body.grossG }
  draft.prefill = null
  spendPermit(draft, body.permitId)
  draft.lastFill = {
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
  }
  draft.needsVacuum = false
  draft.checkedSinceFill = false
  draft.interruptedFillAt = null
  draft.seal = null
  draft.lastUsedAt = event.effectiveAt
}

const stock = (draft: Draft, event: EventHeader, body: StockBody, out: boolean): void => {
  const { leakFree, vehicle } = body
  if (leakFree !== undefined) draft.lastLeakCheck = { at: event.effectiveAt, leakFree }
  if (out) move(draft, vehicle === undefined ? 'unknown' : 'vehicle', vehicle, event.effectiveAt)
}

type Body<T extends LifeEvent['type']> = CylinderEventBodies[T]

const weighResidual = (
  draft: Draft,
  event: EventHeader,
  body: Body<'residual.weighed'>,
  registry: Registry,
): void => {
  weigh(draft, event, body.grossG, registry, body.tareG)
  const { lastReturn } = draft
  if (lastReturn === null || lastReturn.weighed) return
  draft.lastReturn = {
    ...lastReturn,
    weighed: true,
    reason: body.returnReason ?? lastReturn.reason,
  }
}

const permit = (draft: Draft, event: EventHeader, body: Body<'fill.permitted'>): void => {
  const { scale, maxNetG, tareG, expiresAt } = body
  const { id: permitId, effectiveAt: at, stationId } = event
  const opened = { permitId, at, scale, stationId, maxNetG, tareG, expiresAt }
  draft.permits = [...draft.permits, opened].slice(-MAX_OPEN_PERMITS)
}

const checkAfterFill = (
  draft: Draft,
  event: EventHeader,
  body: Body<'postfill.checked'>,
  registry: Registry,
): void => {
  const { leakFree, sealed, sealNo, checkWeighG, labelledNetG } = body
  draft.checkedSinceFill = true
  draft.lastLeakCheck = { at: event.effectiveAt, leakFree }
  draft.seal = sealNo === undefined ? { sealed } : { sealed, sealNo }
  if (draft.lastFill !== null && labelledNetG !== undefined) {
    draft.lastFill = { ...draft.lastFill, labelledNetG }
  }
  if (checkWeighG !== undefined) weigh(draft, event, checkWeighG, registry)
}

const giveBack = (draft: Draft, at: EpochMs, body: Body<'cylinder.returned'>): void => {
  const held = draft.custody.kind === 'customer' ? draft.custody.id : undefined
  const customerRef = held ?? body.customerRef ?? draft.lastReturn?.customerRef
  move(draft, body.to?.kind ?? 'unknown', body.to?.id, at)
  draft.content = { state: 'unknown' }
  draft.lastReturn = {
    at,
    reason: body.reason ?? 'used-up',
    weighed: false,
    ...(customerRef === undefined ? {} : { customerRef }),
  }
  forgetHandling(draft)
  draft.lastUsedAt = at
}

const inspect = (draft: Draft, at: EpochMs, body: Body<'inspection.completed'>): void => {
  draft.atInspection = false
  draft.content = { state: 'empty' }
  if (body.result === 'pass') {
    draft.needsVacuum = true
    draft.lastUsedAt = at
  } else {
    draft.retired ??= { at, reason: body.reason ?? 'INSPECTION_FAILED' }
  }
}

const apply = (draft: Draft, event: LifeEvent, registry: Registry): void => {
  const at = event.effectiveAt
  switch (event.type) {
    case 'residual.weighed':
      return weighResidual(draft, event, event.body, registry)
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
      return permit(draft, event, event.body)
    case 'fill.completed':
      return fill(draft, event, event.body, registry)
    case 'fill.aborted':
      weigh(draft, event, event.body.grossG, registry, event.body.tareG)
      draft.interruptedFillAt = at
      return spendPermit(draft, event.body.permitId)
    case 'postfill.checked':
      return checkAfterFill(draft, event, event.body, registry)
    case 'stock.in':
      return stock(draft, event, event.body, false)
    case 'stock.out':
      return stock(draft, event, event.body, true)
    case 'custody.handed-over':
      endCustomerCustody(draft, at)
      return move(draft, event.body.to.kind, event.body.to.id, at)
    case 'delivery.completed':
      move(draft, 'customer', event.body.customerRef, at)
      draft.lastUsedAt = at
      return
    case 'cylinder.returned':
      return giveBack(draft, at, event.body)
    case 'inspection.sent':
      move(draft, 'lab', event.body.labId, at)
      draft.atInspection = true
      return
    case 'inspection.completed':
      return inspect(draft, at, event.body)
    case 'cylinder.quarantined': {
      const { by, role, reason } = event.body
      draft.orders = [...draft.orders, { eventId: event.id, by, role, reason, since: at }]
      return
    }
    case 'quarantine.released': {
      const { role } = event.body
      draft.conflictAt = null
      draft.orders = draft.orders.filter(
        (order) => order.role === 'regulator' && role !== 'regulator',
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
  if (isAtStation(event)) arriveInto(draft, event)
  apply(draft, event, registry)
  draft.newest = { effectiveAt: event.effectiveAt, at: event.at, id: event.id }
  return draft
}
