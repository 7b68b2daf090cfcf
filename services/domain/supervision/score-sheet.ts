/** Both languages of what people read. */
export type Words = { readonly zh: string; readonly en: string }

/** 评分方式: points up to a maximum, a yes or no (有/无、是/否), or a rate with its target where the text gives one. */
export type Scoring =
  | { readonly kind: 'points'; readonly max: number }
  | { readonly kind: 'yes-no' }
  | {
      readonly kind: 'rate'
      /** Per cent; `strictly` = more than, not as much as. null = the text gives a formula and no target. */
      readonly target: { readonly percent: number; readonly strictly: boolean } | null
    }

/** Names of what the system can count by itself; the queries behind them stand in the store. */
export const evidenceNames = [
  'licences',
  'rectified',
  'certificates',
  'gas-quality',
  'hazards',
  'hazard-loop',
  'patrols',
  'home-checks',
  'home-success',
  'trainings',
  'certified',
  'manuals',
  'accident-plans',
  'event-plans',
  'hotline',
  'crew-training',
  'drills',
  'incidents',
  'cylinder-inspections',
  'own-cylinders',
  'scales',
  'contracts',
  'tags',
  'receipts',
  'real-names',
  'complaints',
  'incident-reviews',
  'home-hazards',
  'deliveries',
  'delivery-checks',
  'ratings',
  'fills',
  'leak-checks',
  'price-notices',
  'calls',
  'appointments',
  'arrivals',
  'publicity',
  'warnings',
] as const

export type EvidenceName = (typeof evidenceNames)[number]

/** 评价内容: one row of a sheet. Its text is that of the clause. */
export type SheetItem = {
  /** As printed in the sheet. */
  readonly no: string
  readonly clause: string
  /** Empty where the sheet has no groups. */
  readonly group: string
  readonly scoring: Scoring
  /** null = nobody but an expert can tell; then the points want an attachment or a remark. */
  readonly evidence: EvidenceName | null
  /** The indicator (指标) that the item names, by its id: the same figure in both places. */
  readonly kpi?: string
  /** How damage or a gap in the source was read. */
  readonly reading?: Words
}

/** 等次: from `from` up to, but not including, `below`; null = no end. */
export type Band = {
  readonly name: string
  readonly words: Words
  readonly from: number
  readonly below: number | null
}

export type SheetVeto = { readonly code: string; readonly clause: string; readonly words: Words }

export type SheetGroup = {
  readonly name: string
  readonly words: Words
  readonly points: number | null
}

/** 评价表 as data. */
export type ScoreSheet = {
  readonly id: string
  readonly version: number
  readonly document: string
  readonly words: Words
  readonly groups: readonly SheetGroup[]
  readonly items: readonly SheetItem[]
  readonly bands: readonly Band[]
  readonly vetoes: readonly SheetVeto[]
  /** How gaps and contradictions of the source were read, each with its number in `clauses.md`. */
  readonly readings: readonly { readonly about: string; readonly words: Words }[]
}

/** One count behind an item: so many of so many, and where the records are. */
export type Measure = {
  readonly name: string
  readonly good: number
  readonly all: number
  /** Path of the API's list behind the count; null = there is none. */
  readonly link: string | null
}

/** Points are given in halves. */
export const POINT_STEP = 0.5

/**
 * What the counts alone would give, in halves, rounded down: maximum × the mean of the shares that have a base. The sheets give a
 * maximum and no scale, so proportion is our own; the expert decides. null = nothing was counted.
 */
export const suggestedPoints = (max: number, measures: readonly Measure[]): number | null => {
  const based = measures.filter(({ all }) => all > 0)
  if (based.length === 0) return null
  const share =
    based.reduce((sum, { good, all }) => sum + Math.min(1, good / all), 0) / based.length
  return Math.floor((max * share) / POINT_STEP + 1e-9) * POINT_STEP
}

/** Nothing with a base falls short; null = nothing was counted. */
export const suggestedYes = (measures: readonly Measure[]): boolean | null => {
  const based = measures.filter(({ all }) => all > 0)
  return based.length === 0 ? null : based.every(({ good, all }) => good >= all)
}

/** Does a rate meet its target? Compared in whole numbers; null = no target, or nothing was counted. */
export const meetsTarget = (
  { target }: Extract<Scoring, { kind: 'rate' }>,
  { good, all }: Pick<Measure, 'good' | 'all'>,
): boolean | null => {
  if (target === null || all === 0) return null
  const [have, want] = [good * 100, target.percent * all]
  return target.strictly ? have > want : have >= want
}

/** The one band that a total falls into; bands leave no gap. */
export const bandOf = (bands: readonly Band[], total: number): Band | null =>
  bands.find(({ from, below }) => total >= from && (below === null || total < below)) ?? null
