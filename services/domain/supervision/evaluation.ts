import type { EpochMs } from '#domain/units.ts'
import {
  bandOf,
  meetsTarget,
  type Band,
  type Measure,
  type ScoreSheet,
  type SheetItem,
  suggestedPoints,
  suggestedYes,
} from './score-sheet.ts'

export type EvaluationStatus = 'draft' | 'scored' | 'signed' | 'final'

/** What was found for an item: points, a yes or no, or a rate, as the sheet asks. */
export type ScoreValue =
  | { readonly points: number }
  | { readonly met: boolean }
  | { readonly good: number; readonly all: number }

export type ItemScore = {
  readonly value: ScoreValue
  /** What the expert saw, or why it differs from what was counted. */
  readonly reason: string | null
  readonly by: string
  readonly at: EpochMs
}

export type Attachment = {
  readonly item: string
  readonly object: string
  readonly note: string | null
  readonly by: string
  readonly at: EpochMs
}

export type StandingVeto = {
  readonly code: string
  readonly reason: string
  readonly objects: readonly string[]
  readonly by: string
  readonly at: EpochMs
  readonly withdrawn: { readonly reason: string; readonly by: string; readonly at: EpochMs } | null
}

export type Signature = { readonly by: string; readonly object: string; readonly at: EpochMs }

/** 评价: draft until every item has its value, then signed by experts, then final and never changed. */
export type Evaluation = {
  readonly status: EvaluationStatus
  readonly collectedAt: EpochMs
  /** Counts by number of the item, as they stood when they were collected. */
  readonly evidence: Readonly<Record<string, readonly Measure[]>>
  readonly scores: Readonly<Record<string, ItemScore>>
  readonly attachments: readonly Attachment[]
  readonly vetoes: readonly StandingVeto[]
  readonly signatures: readonly Signature[]
  readonly finalAt: EpochMs | null
}

export type EvaluationResult = {
  /** null = the sheet gives no points, or an item has none yet. */
  readonly total: number | null
  /** Sum of what can be had. */
  readonly most: number | null
  readonly band: Band | null
  readonly vetoed: boolean
  /** Items without points: how many are met, are not, and are recorded without a target. */
  readonly met: number
  readonly unmet: number
  readonly recorded: number
}

/** What was counted would give this; null = nothing was counted. */
export const suggestionOf = (
  { scoring }: SheetItem,
  measures: readonly Measure[],
): ScoreValue | null => {
  switch (scoring.kind) {
    case 'points': {
      const points = suggestedPoints(scoring.max, measures)
      return points === null ? null : { points }
    }
    case 'yes-no': {
      const met = suggestedYes(measures)
      return met === null ? null : { met }
    }
    case 'rate': {
      const first = measures[0]
      return first === undefined || first.all === 0 ? null : { good: first.good, all: first.all }
    }
  }
}

/** Met, not met, or null = no target. */
export const isMet = ({ scoring }: SheetItem, value: ScoreValue): boolean | null => {
  if ('met' in value) return value.met
  if ('points' in value) return null
  return scoring.kind === 'rate' ? meetsTarget(scoring, value) : null
}

const pointsOf = (score: ItemScore | undefined): number | null =>
  score !== undefined && 'points' in score.value ? score.value.points : null

const lowest = (bands: readonly Band[]): Band | null =>
  bands.toSorted((a, b) => a.from - b.from)[0] ?? null

/** Total, band and vetoes. A standing veto puts the band to the lowest one; the points stay. */
export const resultOf = (sheet: ScoreSheet, { scores, vetoes }: Evaluation): EvaluationResult => {
  const withPoints = sheet.items.filter(({ scoring }) => scoring.kind === 'points')
  const points = withPoints.map(({ no }) => pointsOf(scores[no]))
  const known = points.filter((one) => one !== null)
  const complete = withPoints.length > 0 && known.length === withPoints.length
  const total = complete ? known.reduce((sum, one) => sum + one, 0) : null
  const most = withPoints.reduce(
    (sum, { scoring }) => sum + (scoring.kind === 'points' ? scoring.max : 0),
    0,
  )
  const vetoed = vetoes.some(({ withdrawn }) => withdrawn === null)
  const others = sheet.items.flatMap((item) => {
    const score = scores[item.no]
    return score === undefined || item.scoring.kind === 'points' ? [] : [isMet(item, score.value)]
  })
  return {
    total,
    most: withPoints.length === 0 ? null : most,
    band: vetoed ? lowest(sheet.bands) : total === null ? null : bandOf(sheet.bands, total),
    vetoed,
    met: others.filter((one) => one === true).length,
    unmet: others.filter((one) => one === false).length,
    recorded: others.filter((one) => one === null).length,
  }
}
