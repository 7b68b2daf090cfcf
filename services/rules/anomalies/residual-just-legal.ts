import type { Anomaly, AnomalySubject } from '#domain/anomalies/anomaly.ts'
import { weighedBy } from '#domain/anomalies/anomaly.ts'
import { atMost } from '#domain/anomalies/statistics.ts'
import {
  type CountedSign,
  groupBy,
  monthly,
  shownSigns,
  type StationMonth,
} from './station-month.ts'
import type { ThresholdsOf } from './thresholds.ts'

type Limits = ThresholdsOf<'RESIDUAL_JUST_LEGAL'>
type Weighing = CountedSign & { readonly scale: string; readonly operator: string }

type Seen = {
  readonly below: readonly Weighing[]
  readonly above: number
  readonly farther: number
  readonly chance: number
}

/**
 * How many lie just below the limit, against two neighbours: just above it, and one band farther below. Residual knows nothing of a limit, and
 * much of it is rarer than little: honest weighings fall off over the three bands, so the middle one outweighs neither neighbour but by
 * chance. Two one-sided binomial tests, and both must fail.
 */
const seen = (weighings: readonly Weighing[], { bandG, expectedPermille }: Limits): Seen => {
  const between = (from: number, to: number) =>
    weighings.filter(({ value }) => value > from && value <= to)
  const below = between(-bandG, 0)
  const [above, farther] = [between(0, bandG).length, between(-2 * bandG, -bandG).length]
  const chanceOf = (neighbour: number): number =>
    atMost(neighbour, neighbour + below.length, 1 - expectedPermille / 1000)
  return { below, above, farther, chance: Math.max(chanceOf(above), chanceOf(farther)) }
}

const isOdd = ({ below, chance }: Seen, limits: Limits): boolean =>
  below.length >= limits.minCount && chance * 1e6 < limits.alphaPerMillion

/** Whether it still shows when the person with most of them is left out: then it is the scale. */
const showsByItself = (weighings: readonly Weighing[], limits: Limits): boolean => {
  const all = seen(weighings, limits)
  if (!isOdd(all, limits)) return false
  const [most] = [...groupBy(all.below, ({ operator }) => operator)]
    .filter(([operator]) => operator !== '')
    .toSorted(([, a], [, b]) => b.length - a.length)
  if (most === undefined) return true
  const rest = weighings.filter(({ operator }) => operator !== most[0])
  return isOdd(seen(rest, limits), limits)
}

const anomalyOf = (
  month: StationMonth,
  subject: AnomalySubject,
  weighings: readonly Weighing[],
  limits: Limits,
): Anomaly => {
  const { below, above, farther, chance } = seen(weighings, limits)
  const { bandG, expectedPermille, alphaPerMillion } = limits
  const nearest = below.length + Math.max(above, farther)
  const detail = {
    weighings: weighings.length,
    below: below.length,
    above,
    farther,
    bandG,
    expectedPermille,
    chancePerMillion: Number((chance * 1e6).toPrecision(2)),
    alphaPerMillion,
  }
  return monthly(month, subject, shownSigns(below), {
    kind: 'RESIDUAL_JUST_LEGAL',
    measured: Math.round((below.length / nearest) * 1000),
    limit: expectedPermille,
    unit: 'permille',
    detail,
  })
}

/**
 * Residuals that are just legal again and again on one scale, or by one operator: what lies above the limit is written down as if it
 * lay below (压线), and the customer is not paid for it. A scale is named where it shows whoever weighs, else the person.
 */
export const residualJustLegal = (month: StationMonth): readonly Anomaly[] => {
  const limits = month.thresholds.RESIDUAL_JUST_LEGAL
  const weighings = month.signs
    .filter(({ kind }) => kind === 'residual-limit')
    .map((sign) => ({ ...sign, ...weighedBy.split(sign.group) }))
  const scales = [...groupBy(weighings, ({ scale }) => scale)].filter(
    ([scale, own]) => scale !== '' && showsByItself(own, limits),
  )
  const odd = new Set(scales.map(([scale]) => scale))
  const elsewhere = weighings.filter(({ scale, operator }) => !odd.has(scale) && operator !== '')
  const people = [...groupBy(elsewhere, ({ operator }) => operator)].filter(([, own]) =>
    isOdd(seen(own, limits), limits),
  )
  return [
    ...scales.map(([id, own]) => anomalyOf(month, { kind: 'scale', id }, own, limits)),
    ...people.map(([id, own]) => anomalyOf(month, { kind: 'operator', id }, own, limits)),
  ]
}
