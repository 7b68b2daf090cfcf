import type { SiteBook } from '#domain/site-book.ts'
import type { SiteFactChange } from '#domain/store-ports.ts'
import type { Candidate } from './candidate.ts'

/** What an event of a site (no cylinder) says about its scale, people or gas. */
export const siteFactOf = (candidate: Candidate, book: SiteBook): SiteFactChange | null => {
  const { type, body, stationId, operator, effectiveAt: at } = candidate.event
  switch (type) {
    case 'scale.checked': {
      const scale = body['scale'] as string
      const tolerance = book.scale(scale)?.toleranceG ?? 0
      const error = Math.abs((body['readG'] as number) - (body['testMassG'] as number))
      return { kind: 'scale-check', scale, at, passed: error <= tolerance }
    }
    case 'operator.signed-in':
    case 'operator.signed-out':
      if (stationId === null || operator === null) return null
      return {
        kind: 'shift',
        stationId,
        operator,
        scale: (body['scale'] as string | undefined) ?? null,
        at,
        signedIn: type === 'operator.signed-in',
      }
    case 'gas.received':
    case 'gas.tested': {
      const passed = body['passed'] as boolean | undefined
      if (stationId === null || passed === undefined) return null
      return { kind: 'tank', stationId, tank: body['tank'] as string, at, released: passed }
    }
    default:
      return null
  }
}
