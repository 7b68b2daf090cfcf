import { siteOf, type ToldEvent } from './arrive.ts'
import type { CustodyKind } from './event-types.ts'

/** Where a cylinder is (保管方); without `id` where the kind says all that is known. */
export type Place = { readonly kind: CustodyKind; readonly id?: string }

const place = (kind: CustodyKind, id: string | undefined): Place =>
  id === undefined ? { kind } : { kind, id }

/**
 * Where the cylinder is after an event, whatever was before it; null = the event leaves it where it is. The last event that says
 * something decides, so the places of a life need no fold; a property test holds this against `evolve`.
 */
export const custodyAfter = (event: ToldEvent): Place | null => {
  switch (event.type) {
    case 'stock.out':
      return place(event.body.vehicle === undefined ? 'unknown' : 'vehicle', event.body.vehicle)
    case 'custody.handed-over':
      return place(event.body.to.kind, event.body.to.id)
    case 'delivery.completed':
      return place('customer', event.body.customerRef)
    case 'cylinder.returned':
      return place(event.body.to?.kind ?? 'unknown', event.body.to?.id)
    case 'inspection.sent':
      return place('lab', event.body.labId)
    case 'cylinder.reported-lost':
      return { kind: 'unknown' }
    case 'cylinder.destroyed':
      return { kind: 'scrap' }
    default: {
      const site = siteOf(event)
      return site === null ? null : place('station', site)
    }
  }
}

/** Types of events after which {@link custodyAfter} may say something. */
export const movingTypes = [
  'cylinder.scanned',
  'residual.weighed',
  'residual.removed',
  'vacuum.completed',
  'prefill.checked',
  'fill.requested',
  'fill.completed',
  'fill.aborted',
  'postfill.checked',
  'stock.in',
  'stock.out',
  'custody.handed-over',
  'delivery.completed',
  'cylinder.returned',
  'inspection.sent',
  'cylinder.reported-lost',
  'cylinder.destroyed',
] as const satisfies readonly ToldEvent['type'][]
