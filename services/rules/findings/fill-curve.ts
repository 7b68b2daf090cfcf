import type { Finding, Severity } from '#domain/finding.ts'
import type { FindingCode } from '#domain/codes.ts'
import { finding, rule } from '#rules/rule.ts'

/**
 * Compares a completed fill with its weight curve: two cylinders on one scan, no rise, a jump back, a gross that the curve never
 * reached. The last stay on the scale is the fill's.
 */
export const fillCurve = rule({
  codes: ['CURVE_TWO_CYLINDERS', 'CURVE_NO_RISE', 'CURVE_JUMP_BACK', 'CURVE_NET_NOT_REACHED'],
  on: ['fill.curve-compared'],
  needs: ['curve'],
  judge: ({ event: { body, context }, profile }) => {
    const band = profile.single.curve?.value
    if (band === undefined) return undefined
    const found: Finding[] = []
    const add = (code: FindingCode, measured: number, limit: number, unit: 'g' | null = 'g') => {
      const severity: Severity = 'warn'
      const measure = unit === null ? { measured, limit } : { measured, limit, unit }
      found.push(finding(profile, [code, severity], measure))
    }
    const { stays, firstG, topG, dropG, grossG, tareG } = body
    if (stays > 1) add('CURVE_TWO_CYLINDERS', stays, 1, null)
    if (topG - firstG < band.riseG) add('CURVE_NO_RISE', topG - firstG, band.riseG)
    if (dropG > band.dropG) add('CURVE_JUMP_BACK', dropG, band.dropG)
    const toleranceG = context.scale?.known === true ? context.scale.toleranceG : 0
    if (topG < grossG - band.slackG - toleranceG) {
      add('CURVE_NET_NOT_REACHED', topG - tareG, grossG - tareG)
    }
    return found.length === 0 ? undefined : found
  },
})
