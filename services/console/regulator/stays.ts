import type { LifeEvent } from './use-trace.ts'

/** Where a cylinder was for how long. `until` null = it is there still. */
export type Stay = {
  readonly kind: 'station' | 'vehicle' | 'customer' | 'lab'
  /** '' = not told (customers have no name here). */
  readonly id: string
  readonly from: number
  readonly until: number | null
}

type Place = Pick<Stay, 'kind' | 'id'>

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Where an event says that the cylinder is afterwards; null: it says nothing of that. */
const placeAfter = ({ type, body = {}, stationId }: LifeEvent): Place | null => {
  switch (type) {
    case 'stock.out': {
      const vehicle = text(body['vehicle'])
      return vehicle === null ? null : { kind: 'vehicle', id: vehicle }
    }
    case 'delivery.completed':
      return { kind: 'customer', id: '' }
    case 'cylinder.returned':
    case 'stock.in': {
      const site = text(body['siteId']) ?? stationId
      return site === null ? null : { kind: 'station', id: site }
    }
    case 'inspection.sent':
      return { kind: 'lab', id: text(body['labId']) ?? '' }
    case 'custody.handed-over': {
      const to = body['to'] as { readonly kind?: unknown; readonly id?: unknown } | undefined
      const kind = to?.kind
      const known =
        kind === 'station' || kind === 'vehicle' || kind === 'customer' || kind === 'lab'
      return known ? { kind, id: kind === 'customer' ? '' : (text(to?.id) ?? '') } : null
    }
    default:
      return stationId === null || !type.startsWith('fill.')
        ? null
        : { kind: 'station', id: stationId }
  }
}

/** The stays of a life, oldest first; what was told in between of the same place makes no new one. */
export const staysOf = (events: readonly LifeEvent[]): readonly Stay[] => {
  const stays: Stay[] = []
  for (const event of events) {
    const place = placeAfter(event)
    const before = stays.at(-1)
    if (place === null || (before?.kind === place.kind && before.id === place.id)) continue
    const from = Date.parse(event.at)
    if (before !== undefined) stays[stays.length - 1] = { ...before, until: from }
    stays.push({ ...place, from, until: null })
  }
  return stays
}
