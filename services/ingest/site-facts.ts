import type { SiteBook } from '#domain/site-book.ts'
import type { SiteFactChange } from '#domain/store-ports.ts'
import type { TankStep } from '#domain/tank.ts'
import type { Candidate } from './candidate.ts'

const tankStep = ({ event, findings }: Candidate, type: TankStep['type']): TankStep => {
  const { id, effectiveAt: at, operator: by, body } = event
  const said = (body['passed'] as boolean | undefined) ?? null
  // Values go before words: gas beyond a limit did not pass, whatever its tester said.
  const outside = findings?.some(({ code }) => code === 'GAS_OUT_OF_SPEC') === true
  const passed = outside ? false : said
  return { at, id, type, by, passed, awaitsRelease: body['awaitsRelease'] === true }
}

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
    case 'gas.tested':
    case 'gas.released':
      if (stationId === null) return null
      return {
        kind: 'tank',
        stationId,
        tank: body['tank'] as string,
        at,
        step: tankStep(candidate, type),
      }
    default:
      return null
  }
}
