import type { EventType } from '#domain/event-types.ts'
import { ownStep } from './epcis-names.ts'

/** What an event is in the words of the CBV: business step, state after it, and whether it begins or ends the object. */
export type EpcisStep = {
  readonly bizStep: string
  readonly disposition: string | null
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE'
}

type Body = Readonly<Record<string, unknown>>

const observed = (bizStep: string, disposition: string | null = null): EpcisStep => ({
  bizStep,
  disposition,
  action: 'OBSERVE',
})

const conforms = (good: unknown): string => (good === true ? 'conformant' : 'non_conformant')

const STEPS: Partial<Record<EventType, (body: Body) => EpcisStep>> = {
  'cylinder.registered': () => ({ ...observed('commissioning', 'active'), action: 'ADD' }),
  'tag.bound': () => observed('encoding', 'encoded'),
  'tag.released': () => observed('other'),
  'cylinder.scanned': ({ purpose }) =>
    observed(purpose === 'inventory' ? 'cycle_counting' : 'holding'),
  'residual.weighed': () => observed('inspecting', 'in_progress'),
  'residual.removed': () => observed(ownStep('removing-residual'), 'in_progress'),
  'vacuum.completed': () => observed(ownStep('evacuating'), 'in_progress'),
  'prefill.checked': ({ passed }) => observed('inspecting', conforms(passed)),
  'fill.completed': () => observed(ownStep('filling'), 'in_progress'),
  'fill.aborted': () => observed(ownStep('filling'), 'unavailable'),
  'postfill.checked': ({ leakFree, sealed }) =>
    observed('inspecting', conforms(leakFree === true && sealed === true)),
  'stock.in': ({ condition }) =>
    observed('receiving', condition === 'full' ? 'sellable_not_accessible' : 'returned'),
  'stock.out': () => observed('shipping', 'in_transit'),
  'custody.handed-over': () => observed('consigning', 'in_transit'),
  'delivery.completed': () => observed('retail_selling', 'retail_sold'),
  'delivery.failed': () => observed('other', 'in_transit'),
  'cylinder.returned': ({ reason }) =>
    observed('collecting', reason === 'recall' ? 'recalled' : 'returned'),
  'inspection.sent': () => observed('shipping', 'in_transit'),
  'inspection.completed': ({ result }) => observed('inspecting', conforms(result === 'pass')),
  'tare.corrected': () => observed('inspecting'),
  'ownership.transferred': () => observed('other'),
  'cylinder.quarantined': () => observed('holding', 'unavailable'),
  'quarantine.released': () => observed('holding', 'available'),
  'cylinder.reported-lost': () => observed('other', 'unknown'),
  'cylinder.found': () => observed('other', 'in_progress'),
  'incident.reported': () => observed('other', 'damaged'),
  'cylinder.retired': () => observed('decommissioning', 'inactive'),
  'cylinder.destroyed': () => ({ ...observed('destroying', 'destroyed'), action: 'DELETE' }),
}

/** Null for what is no physical event: requests, decisions, comparisons, annulments. */
export const epcisStep = (type: EventType, body: Body): EpcisStep | null =>
  STEPS[type]?.(body) ?? null

/** Types of events that are exported. */
export const epcisTypes = Object.keys(STEPS) as readonly EventType[]
