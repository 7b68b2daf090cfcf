import type { Finding } from '#domain/finding.ts'
import type { Grams } from '#domain/units.ts'
import type { CurveBand, ResolvedProfile } from './profile.ts'
import { finding } from './rule.ts'

/** A completed fill as its curve must show it. */
export type CurvedFill = {
  readonly grossG: Grams
  readonly tareG: Grams
  readonly scaleToleranceG: Grams
}

/** What one cylinder's stay on the scale shows, g. */
type Stay = { first: number; top: number; drop: number }

/** Splits a curve where the scale stood without a cylinder: less than half a tare on it. */
const stays = (grossG: readonly number[], tareG: number): Stay[] => {
  const found: Stay[] = []
  let stay: Stay | null = null
  for (const value of grossG) {
    if (value < tareG / 2) {
      stay = null
      continue
    }
    if (stay === null) {
      stay = { first: value, top: value, drop: 0 }
      found.push(stay)
    }
    stay.top = Math.max(stay.top, value)
    stay.drop = Math.max(stay.drop, stay.top - value)
  }
  return found
}

const judgeStay = (
  { first, top, drop }: Stay,
  [fill, band]: readonly [CurvedFill, CurveBand],
  profile: ResolvedProfile,
): Finding[] => {
  const found: Finding[] = []
  const add = (code: Finding['code'], measured: number, limit: number) =>
    found.push(finding(profile, [code, 'warn'], { measured, limit, unit: 'g' }))
  if (top - first < band.riseG) add('CURVE_NO_RISE', top - first, band.riseG)
  if (drop > band.dropG) add('CURVE_JUMP_BACK', drop, band.dropG)
  const reachG = fill.grossG - band.slackG - fill.scaleToleranceG
  if (top < reachG) add('CURVE_NET_NOT_REACHED', top - fill.tareG, fill.grossG - fill.tareG)
  return found
}

const NONE: readonly Finding[] = []

/**
 * Compares a completed fill with its weight curve, all samples of one scan in order of time, g. The last stay on the scale is the
 * fill's; two stays are two cylinders on one scan. A fill without samples says nothing.
 */
export const judgeCurve = (
  fill: CurvedFill,
  grossG: readonly number[],
  profile: ResolvedProfile,
): readonly Finding[] => {
  const band = profile.single.curve?.value
  const found = stays(grossG, fill.tareG)
  const last = found.at(-1)
  if (band === undefined || last === undefined) return NONE
  const own = judgeStay(last, [fill, band], profile)
  return found.length < 2
    ? own
    : [
        finding(profile, ['CURVE_TWO_CYLINDERS', 'warn'], { measured: found.length, limit: 1 }),
        ...own,
      ]
}
