import type { LifeEvent } from './life-event.ts'
import type { Entrustment, RegisteredFacts } from './event-types.ts'
import type { Day, EpochMs, Grams } from './units.ts'

/** A value and since when it holds; `from` null = from the beginning. */
export type Dated<T> = { readonly from: EpochMs | null; readonly value: T }

export type Ownership = Entrustment & { readonly ownerId: string }
export type Inspection = { readonly inspectedOn?: Day; readonly nextInspectionOn?: Day }

/**
 * What is registered of a cylinder. Timeless: the first value holds from the beginning, a correction from its own
 * valid-from. Lists are sorted by `from`.
 */
export type Registry = {
  readonly facts: RegisteredFacts | null
  readonly tare: readonly Dated<Grams>[]
  readonly ownership: readonly Dated<Ownership>[]
  readonly inspections: readonly Dated<Inspection>[]
}

export const emptyRegistry: Registry = { facts: null, tare: [], ownership: [], inspections: [] }

/** The value in force at an instant; before the first correction the first value. */
export const valueAt = <T>(values: readonly Dated<T>[], at: EpochMs): T | undefined => {
  let found = values[0]?.value
  for (let i = 1; i < values.length; i++) {
    const entry = values[i]
    if (entry === undefined || entry.from === null || entry.from > at) break
    found = entry.value
  }
  return found
}

const insert = <T>(values: readonly Dated<T>[], from: EpochMs | null, value: T): Dated<T>[] =>
  [...values.filter((entry) => entry.from !== from), { from, value }].sort(
    (a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY),
  )

const ownershipOf = (said: Ownership): Ownership => {
  const { ownerId, entrustedTo, entrustContractNo, entrustedFrom, entrustedUntil } = said
  return {
    ownerId,
    ...(entrustedTo === undefined ? {} : { entrustedTo }),
    ...(entrustContractNo === undefined ? {} : { entrustContractNo }),
    ...(entrustedFrom === undefined ? {} : { entrustedFrom }),
    ...(entrustedUntil === undefined ? {} : { entrustedUntil }),
  }
}

/** Entrusted (托管) to an enterprise on a day: only under a contract, and only while it runs. */
export const isEntrustedTo = (owned: Ownership, enterpriseId: string, on: Day): boolean =>
  owned.entrustedTo === enterpriseId &&
  owned.entrustContractNo !== undefined &&
  (owned.entrustedFrom === undefined || owned.entrustedFrom <= on) &&
  (owned.entrustedUntil === undefined || on <= owned.entrustedUntil)

const register = (registry: Registry, facts: RegisteredFacts): Registry => ({
  facts: { ...registry.facts, ...facts },
  tare: facts.tareG === undefined ? registry.tare : insert(registry.tare, null, facts.tareG),
  ownership: insert(registry.ownership, null, ownershipOf(facts)),
  inspections: insert(registry.inspections, null, {
    ...(facts.inspectedOn === undefined ? {} : { inspectedOn: facts.inspectedOn }),
    ...(facts.nextInspectionOn === undefined ? {} : { nextInspectionOn: facts.nextInspectionOn }),
  }),
})

/** True for events that say something about the registry, and so may change how earlier events are judged. */
export const changesRegistry = (event: LifeEvent): boolean =>
  event.type === 'cylinder.registered' ||
  event.type === 'tare.corrected' ||
  event.type === 'ownership.transferred' ||
  (event.type === 'inspection.completed' && event.body.result === 'pass')

/** The registry with one event's say added. Other events leave it as it is. */
export const amendRegistry = (registry: Registry, event: LifeEvent): Registry => {
  switch (event.type) {
    case 'cylinder.registered':
      return register(registry, event.body)
    case 'tare.corrected': {
      const from = event.body.validFrom ?? event.effectiveAt
      return { ...registry, tare: insert(registry.tare, from, event.body.tareG) }
    }
    case 'ownership.transferred': {
      const value = ownershipOf(event.body)
      const from = event.body.validFrom ?? event.effectiveAt
      return { ...registry, ownership: insert(registry.ownership, from, value) }
    }
    case 'inspection.completed': {
      if (event.body.result === 'fail') return registry
      const { inspectedOn, nextInspectionOn, tareG } = event.body
      const inspection = {
        ...(inspectedOn === undefined ? {} : { inspectedOn }),
        ...(nextInspectionOn === undefined ? {} : { nextInspectionOn }),
      }
      return {
        ...registry,
        inspections: insert(registry.inspections, event.effectiveAt, inspection),
        tare: tareG === undefined ? registry.tare : insert(registry.tare, event.effectiveAt, tareG),
      }
    }
    default:
      return registry
  }
}
