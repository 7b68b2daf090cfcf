import { type Draft, forgetHandling, move, weigh } from './cylinder-draft.ts'
import type { CylinderEventBodies, FillBody, StockBody } from './event-types.ts'
import type { EventHeader, LifeEvent } from './life-event.ts'
import { type Registry, valueAt } from './registry.ts'
import { type EpochMs, grams } from './units.ts'

/** More permits than this are never open at once on one cylinder; the oldest fall out. */
const MAX_OPEN_PERMITS = 4

export const spendPermit = (draft: Draft, permitId: string | undefined): void => {
  if (permitId === undefined || draft.permits.length === 0) return
  draft.permits = draft.permits.filter((permit) => permit.permitId !== permitId)
}

export const fill = (
  draft: Draft,
  event: EventHeader,
  body: FillBody,
  registry: Registry,
): void => {
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? body.tareG
  const netG = grams(body.grossG - tareG)
  weigh(draft, event, body.grossG, registry, body.tareG)
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

export const stock = (draft: Draft, event: EventHeader, body: StockBody, out: boolean): void => {
  const { leakFree, vehicle } = body
  if (leakFree !== undefined) draft.lastLeakCheck = { at: event.effectiveAt, leakFree }
  if (out) move(draft, vehicle === undefined ? 'unknown' : 'vehicle', vehicle, event.effectiveAt)
}

type Body<T extends LifeEvent['type']> = CylinderEventBodies[T]

export const weighResidual = (
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

export const permit = (draft: Draft, event: EventHeader, body: Body<'fill.permitted'>): void => {
  const { scale, maxNetG, tareG, expiresAt } = body
  const { id: permitId, effectiveAt: at, stationId } = event
  const opened = { permitId, at, scale, stationId, maxNetG, tareG, expiresAt }
  draft.permits = [...draft.permits, opened].slice(-MAX_OPEN_PERMITS)
}

export const checkAfterFill = (
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

export const deliver = (
  draft: Draft,
  event: EventHeader,
  body: Body<'delivery.completed'>,
): void => {
  const at = event.effectiveAt
  move(draft, 'customer', body.customerRef, at)
  draft.lastSale = body.premisesRegion === undefined ? null : { at, profile: event.context.profile }
  draft.lastUsedAt = at
}

export const giveBack = (draft: Draft, at: EpochMs, body: Body<'cylinder.returned'>): void => {
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

export const inspect = (draft: Draft, at: EpochMs, body: Body<'inspection.completed'>): void => {
  draft.atInspection = false
  draft.content = { state: 'empty' }
  if (body.result === 'pass') {
    draft.needsVacuum = true
    draft.lastUsedAt = at
  } else {
    draft.retired ??= { at, reason: body.reason ?? 'INSPECTION_FAILED' }
  }
}
