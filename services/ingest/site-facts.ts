import type { SiteBook, SiteFactChange } from '#domain/ports.ts'
import type { Finding } from '#domain/finding.ts'
import { type Candidate, contextOf } from './candidate.ts'

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

/** Findings on events of a site: a check before the shift that failed, a clock that cannot be right. */
export const siteFindingsOf = (candidate: Candidate, book: SiteBook): Finding[] => {
  const { profile } = contextOf(candidate)
  const { event } = candidate
  const findings: Finding[] = []
  if (event.effectiveAt !== event.at) {
    findings.push({
      code: 'CLOCK_INVALID',
      severity: 'warn',
      measured: new Date(event.at).toISOString(),
      limit: new Date(event.recordedAt).toISOString(),
      clause: 'design-4',
      profile,
      force: 'unconfirmed',
    })
  }
  if (event.type === 'scale.checked') {
    const { scale, testMassG, readG } = event.body as {
      scale: string
      testMassG: number
      readG: number
    }
    const limit = book.scale(scale)?.toleranceG ?? 0
    const measured = Math.abs(readG - testMassG)
    if (measured > limit) {
      findings.push({
        code: 'SCALE_CHECK_FAILED',
        severity: 'warn',
        measured,
        limit,
        unit: 'g',
        clause: 'R000-5.1.1',
        profile,
        force: 'draft',
      })
    }
  }
  return findings
}
