import type { z } from 'zod'
import type { evaluation, evaluationDetail, scoreSheet } from '#schemas/api/evaluation.ts'

export type Evaluation = z.infer<typeof evaluation>
export type EvaluationDetail = z.infer<typeof evaluationDetail>
export type Sheet = z.infer<typeof scoreSheet>

export type Words = { readonly zh: string; readonly en: string }
export type Value =
  | { readonly points: number }
  | { readonly met: boolean }
  | { readonly good: number; readonly all: number }

export type Scoring =
  | { readonly kind: 'points'; readonly max: number }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'rate'; readonly target: { readonly percent: number } | null }

/** A row of the sheet; what the schema leaves loose is said here. */
export type Item = EvaluationDetail['items'][number] & {
  readonly scoring: Scoring
  readonly suggested: Value | null
  readonly value: Value | null
  readonly isMet: boolean | null
  readonly reason: string | null
  readonly reading?: Words
}

/** Whoever began it gives the points and signs. */
export const isOwn = ({ kind }: Evaluation, role: string | undefined): boolean =>
  kind === 'self' ? role === 'office' : role === 'regulator'

/** The schema leaves rows loose: the sheet says how each is scored. */
export const itemsOf = ({ items }: EvaluationDetail): readonly Item[] =>
  items as unknown as readonly Item[]
