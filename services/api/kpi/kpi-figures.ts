import { kpiTarget, type Kpi, type KpiTarget, meetsTarget } from '#rules/kpi.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { KpiCount } from '#store/queries/kpi/kpis.ts'

type Figure = {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
}

const SECONDS = 60

/** Six digits are more than any count of a city needs. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

const targetView = (target: KpiTarget) => {
  const { bound, clause, force, certainty, permille, seconds } = target
  const value = permille === undefined ? (seconds ?? 0) / SECONDS : permille / 1000
  return { bound, value, clause, force, certainty }
}

const figureOf = ({ unit }: Kpi, rows: readonly KpiCount[]): Figure => {
  const denominator = rows.reduce((sum, row) => sum + row.all, 0)
  const numerator = rows.reduce((sum, row) => sum + (unit === 'minutes' ? row.amount : row.good), 0)
  const ratio = denominator === 0 ? null : numerator / denominator
  const value = ratio === null ? null : rounded(unit === 'minutes' ? ratio / SECONDS : ratio)
  return { value, numerator, denominator }
}

/** First tests as the figure, re-tests beside it (A14), against a target where there is one. */
export const judgedFigure = (kpi: Kpi, rows: readonly KpiCount[], target: KpiTarget | null) => {
  const first = figureOf(
    kpi,
    rows.filter(({ retest }) => !retest),
  )
  const again = rows.filter(({ retest }) => retest)
  const { numerator, denominator } = first
  const met =
    target === null || numerator === null || denominator === null || denominator === 0
      ? null
      : meetsTarget(target, numerator, denominator)
  return {
    ...first,
    retest: kpi.cohort === 'test' ? figureOf(kpi, again) : null,
    target: target === null ? null : targetView(target),
    met,
  }
}

/** An enterprise and whose targets it goes by; null = it has no station, and so no region. */
export type Member = { readonly enterpriseId: string; readonly profile: string | null }

/** The one target of all; `differ` = there are several, or some have none. */
export const sharedTarget = (
  kpi: Kpi,
  members: readonly Member[],
  book: Pick<ProfileBook, 'profiles'>,
): { readonly target: KpiTarget | null; readonly differ: boolean } => {
  const found = members.flatMap(({ profile }) =>
    profile === null ? [] : [kpiTarget(kpi, profile, book)],
  )
  const [first = null] = found
  const key = (target: KpiTarget | null): string =>
    target === null ? '' : `${target.bound} ${target.permille ?? target.seconds ?? ''}`
  const differ = found.some((one) => key(one) !== key(first))
  return { target: differ ? null : first, differ }
}
