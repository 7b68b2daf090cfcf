import type { Certainty, Force } from '#domain/finding.ts'
import type { ProfileBook } from './profile-book.ts'

type Words = { readonly zh: string; readonly en: string }

/**
 * What makes a record belong to a period: its deadline falls into it (clauses A13), it was tested, came in, was planned until or
 * told within it, or stands so at its end.
 */
export type KpiCohort = 'deadline' | 'test' | 'call' | 'plan' | 'survey' | 'end-of-period'

/** Shares in thousandths, times in seconds; `over` = more than, not as much as. */
export type KpiTarget = {
  readonly clause: string
  readonly force: Force
  readonly certainty: Certainty
  readonly bound: 'at-least' | 'over' | 'at-most'
  readonly permille?: number
  readonly seconds?: number
}

/** 指标: what is divided by what, in whose words, and what each document wants of it. */
export type Kpi = {
  readonly id: string
  readonly name: Words
  readonly numerator: Words
  readonly denominator: Words
  readonly cohort: KpiCohort
  /** A share in 0…1, or a mean in minutes. */
  readonly unit: 'share' | 'minutes'
  /** Documents that define it, with their formula or deadline. */
  readonly clauses: readonly string[]
  /** By profile; a profile that is not named has its parent's. No target is no row. */
  readonly targets: Readonly<Record<string, KpiTarget>>
  readonly source: { readonly of: string; readonly part: string }
}

const share = (
  bound: KpiTarget['bound'],
  permille: number,
  clause: string,
  force: Force,
): KpiTarget => ({ clause, force, certainty: 'document', bound, permille })

export const atLeast = (permille: number, clause: string, force: Force): KpiTarget =>
  share('at-least', permille, clause, force)

export const over = (permille: number, clause: string, force: Force): KpiTarget =>
  share('over', permille, clause, force)

export const within = (seconds: number, clause: string, force: Force): KpiTarget => ({
  clause,
  force,
  certainty: 'document',
  bound: 'at-most',
  seconds,
})

/** The target under a profile, else under its parents; null = no document of theirs gives one. */
export const kpiTarget = (
  { targets }: Pick<Kpi, 'targets'>,
  profileId: string,
  book: Pick<ProfileBook, 'profiles'>,
): KpiTarget | null => {
  const seen = new Set<string>()
  for (let id: string | null = profileId; id !== null && !seen.has(id); ) {
    const own: KpiTarget | undefined = targets[id]
    if (own !== undefined) return own
    seen.add(id)
    id = book.profiles.findLast((profile) => profile.id === id)?.parent ?? null
  }
  return null
}

/** Compared without rounding: `numerator` and `denominator` are counts, or seconds and persons. */
export const meetsTarget = (
  { bound, permille, seconds }: KpiTarget,
  numerator: number,
  denominator: number,
): boolean => {
  const [reached, wanted] =
    permille === undefined
      ? [numerator, (seconds ?? 0) * denominator]
      : [numerator * 1000, permille * denominator]
  return bound === 'over'
    ? reached > wanted
    : bound === 'at-most'
      ? reached <= wanted
      : reached >= wanted
}
