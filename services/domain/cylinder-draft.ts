import type { ContentState, Cylinder } from './cylinder.ts'
import type { CustodyKind } from './event-types.ts'
import type { EventHeader } from './life-event.ts'
import { type Registry, valueAt } from './registry.ts'
import { type EpochMs, type Grams, grams } from './units.ts'

/** Filling factor of LPG, g per mL (facts F2: 0.42 kg/L), as an integer ratio so that no gram is lost to a float. */
const FILLING_FACTOR = { numerator: 42, denominator: 100 }
/** A copy that one step of the fold works on; nobody else has it, so the fold stays pure. */
export type Draft = { -readonly [K in keyof Cylinder]: Cylinder[K] }

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

/** A weighing: gross on the scale, and content where the tare is known. */
export const weigh = (
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
export const forgetHandling = (draft: Draft): void => {
  draft.weighing = null
  draft.prefill = null
  draft.interruptedFillAt = null
}

export const move = (
  draft: Draft,
  kind: CustodyKind,
  id: string | undefined,
  since: EpochMs,
): void => {
  if (draft.custody.kind === kind && draft.custody.id === id) return
  draft.custody = id === undefined ? { kind, since } : { kind, id, since }
  forgetHandling(draft)
}

export const endCustomerCustody = (draft: Draft, at: EpochMs): void => {
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
