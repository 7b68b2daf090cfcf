import type { Certainty, Force } from '#domain/finding.ts'

/** Sampling by size of the lot: how many are weighed, by how much of the standard deviation the mean may miss, and how many may be short. */
export type SamplePlanRow = {
  /** Largest lot of the row; null = any. */
  readonly lotTo: number | null
  /** null = all of them. */
  readonly sample: number | null
  /** λ = t(0.995) / √n; 0 where all are weighed. */
  readonly lambda: number
  /** How many may be short by more than the allowance and up to twice of it. */
  readonly shortAllowed: number
}

/**
 * 抽样方案 of JJF 1070 (定量包装商品净含量计量检验规则). The figures are those of the edition of 2005 as remembered; that the edition of
 * 2023 kept them is unconfirmed (facts F5): a result says so.
 */
export const netContentPlan: {
  readonly clause: string
  readonly force: Force
  readonly certainty: Certainty
  readonly rows: readonly SamplePlanRow[]
} = {
  clause: 'F5',
  force: 'unconfirmed',
  certainty: 'from-memory',
  rows: [
    { lotTo: 10, sample: null, lambda: 0, shortAllowed: 0 },
    { lotTo: 50, sample: 10, lambda: 1.028, shortAllowed: 0 },
    { lotTo: 99, sample: 13, lambda: 0.848, shortAllowed: 1 },
    { lotTo: 500, sample: 50, lambda: 0.379, shortAllowed: 3 },
    { lotTo: 3_200, sample: 80, lambda: 0.295, shortAllowed: 5 },
    { lotTo: null, sample: 125, lambda: 0.234, shortAllowed: 7 },
  ],
}

/** How a lot of so many cylinders is sampled. */
export const samplePlan = (lotSize: number): SamplePlanRow & { readonly n: number } => {
  const row = netContentPlan.rows.find(({ lotTo }) => lotTo === null || lotSize <= lotTo)
  if (row === undefined) throw new Error('the last row of the plan is open')
  return { ...row, n: row.sample ?? lotSize }
}

/** What sampling showed; masses in g, the mean and the deviation not rounded. */
export type SampleVerdict = {
  readonly passed: boolean
  readonly n: number
  readonly required: number
  readonly meanG: number
  readonly deviationG: number
  /** Mean + λ · deviation; must reach the labelled mass. */
  readonly correctedMeanG: number
  readonly allowanceG: number
  readonly shortOver1: number
  readonly shortOver2: number
  readonly shortAllowed: number
  readonly reasons: readonly ('MEAN_SHORT' | 'TOO_MANY_SHORT' | 'ONE_FAR_SHORT')[]
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length

const deviationOf = (values: readonly number[], mean: number): number =>
  values.length < 2
    ? 0
    : Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1))

/**
 * Judges a sample of one labelled mass: the mean (Order 70: 平均实际含量 ≥ 标注净含量) and each single shortage (允许短缺量). `nets` in g,
 * at least one.
 */
export const judgeSample = (
  nets: readonly number[],
  lot: { readonly size: number; readonly labelledG: number; readonly allowanceG: number },
): SampleVerdict => {
  const { n: required, lambda, shortAllowed } = samplePlan(lot.size)
  const mean = meanOf(nets)
  const deviation = deviationOf(nets, mean)
  const corrected = mean + lambda * deviation
  const short = nets.map((net) => lot.labelledG - net)
  const shortOver1 = short.filter((by) => by > lot.allowanceG && by <= 2 * lot.allowanceG).length
  const shortOver2 = short.filter((by) => by > 2 * lot.allowanceG).length
  const reasons: SampleVerdict['reasons'][number][] = []
  if (corrected < lot.labelledG) reasons.push('MEAN_SHORT')
  if (shortOver1 > shortAllowed) reasons.push('TOO_MANY_SHORT')
  if (shortOver2 > 0) reasons.push('ONE_FAR_SHORT')
  return {
    passed: reasons.length === 0,
    n: nets.length,
    required,
    meanG: mean,
    deviationG: deviation,
    correctedMeanG: corrected,
    allowanceG: lot.allowanceG,
    shortOver1,
    shortOver2,
    shortAllowed,
    reasons,
  }
}
