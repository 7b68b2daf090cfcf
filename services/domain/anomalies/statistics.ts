/** ln Γ by Lanczos (g = 7, n = 9): relative error below 1e-13 for the counts that are asked here. */
const lnGamma = (x: number): number => {
  const series = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  const y = x - 1
  const sum = series.reduce((all, c, i) => all + c / (y + i + 1), 0.9999999999998099)
  const t = y + series.length - 0.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** P(X ≤ k) of a binomial: n tries, each with chance p. */
export const atMost = (k: number, n: number, p: number): number => {
  if (k >= n) return 1
  let sum = 0
  for (let i = 0; i <= k; i += 1) {
    const choose = lnGamma(n + 1) - lnGamma(i + 1) - lnGamma(n - i + 1)
    sum += Math.exp(choose + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return Math.min(1, sum)
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/**
 * Rank-sum test (Mann–Whitney), normal approximation with ties: how many standard deviations the ranks of `some` lie below those of
 * `others`. Positive = lower. Distribution-free: residuals are nothing like normal.
 */
export const ranksBelow = (some: readonly number[], others: readonly number[]): number => {
  const [n, m] = [some.length, others.length]
  if (n === 0 || m === 0) return 0
  const all = [
    ...some.map((value) => ({ value, own: true })),
    ...others.map((value) => ({ value, own: false })),
  ].sort((a, b) => a.value - b.value)
  let [rankSum, ties] = [0, 0]
  for (let i = 0; i < all.length; ) {
    let end = i
    while (end < all.length && all[end]?.value === all[i]?.value) end += 1
    const count = end - i
    for (let j = i; j < end; j += 1) if (all[j]?.own === true) rankSum += (i + end + 1) / 2
    ties += count ** 3 - count
    i = end
  }
  const total = n + m
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)))
  return variance <= 0 ? 0 : ((n * (total + 1)) / 2 - rankSum) / Math.sqrt(variance)
}

export type ChartSetting = {
  /** Readings from which mean and spread are learned. */
  readonly baseline: number
  /** Slack and decision interval of the CUSUM, in standard deviations. */
  readonly k: number
  readonly h: number
  /** One reading so far off is enough. */
  readonly shewhart: number
  /** The spread is never taken for less: a display has steps. */
  readonly minSigma: number
}

export type ChartAlarm = {
  /** Index of the reading where the run began, and of the one that gave the alarm. */
  readonly from: number
  readonly at: number
  readonly how: 'shewhart' | 'cusum'
  readonly mean: number
  readonly sigma: number
  /** Mean of the run less the baseline's mean. */
  readonly shift: number
  /** How many deviations: of the reading, or of the sum. */
  readonly score: number
}

/** Mean and spread of what came so far (Welford). */
class Learned {
  #count = 0
  #mean = 0
  #squares = 0

  get count(): number {
    return this.#count
  }

  get mean(): number {
    return this.#mean
  }

  add(value: number): void {
    this.#count += 1
    const off = value - this.#mean
    this.#mean += off / this.#count
    this.#squares += off * (value - this.#mean)
  }

  sigma(least: number): number {
    return Math.max(least, Math.sqrt(this.#squares / Math.max(1, this.#count - 1)))
  }
}

/** The first alarm from `begin` on; null = none. */
const nextAlarm = (
  values: readonly number[],
  begin: number,
  { baseline, k, h, shewhart, minSigma }: ChartSetting,
): ChartAlarm | null => {
  const before = new Learned()
  let [up, down, upFrom, downFrom] = [0, 0, begin, begin]
  for (let at = begin; at < values.length; at += 1) {
    const value = values[at] ?? 0
    if (before.count >= baseline) {
      const { count, mean } = before
      const sigma = before.sigma(minSigma)
      // The mean is an estimate too: the factor keeps its error from adding up.
      const z = ((value - mean) / sigma) * Math.sqrt(count / (count + 1))
      if (up === 0) upFrom = at
      if (down === 0) downFrom = at
      up = Math.max(0, up + z - k)
      down = Math.max(0, down - z - k)
      const far = Math.abs(z) > shewhart
      if (far || Math.max(up, down) > h) {
        const from = far ? at : up > down ? upFrom : downFrom
        const run = values.slice(from, at + 1)
        const shift = run.reduce((all, one) => all + one, 0) / run.length - mean
        const score = far ? Math.abs(z) : Math.max(up, down)
        return { from, at, how: far ? 'shewhart' : 'cusum', mean, sigma, shift, score }
      }
    }
    before.add(value)
  }
  return null
}

/**
 * Combined Shewhart–CUSUM chart of single readings (Page 1954, Lucas 1982), self-starting (Hawkins 1987): it learns mean and spread as it
 * goes, and anew after each alarm, because somebody has adjusted the scale or should have. With k = 0.5 and h = 10 an honest chart
 * gives an alarm in some 70 000 readings (Siegmund's approximation), one that moved by 1 σ after some 25, by 2 σ after 7.
 */
export const chartAlarms = (
  values: readonly number[],
  setting: ChartSetting,
): readonly ChartAlarm[] => {
  const alarms: ChartAlarm[] = []
  for (let begin = 0; ; ) {
    const alarm = nextAlarm(values, begin, setting)
    if (alarm === null) return alarms
    alarms.push(alarm)
    begin = alarm.at + 1
  }
}

const EARTH_KM = 6371

/** Along the great circle, km: never more than a road. */
export const distanceKm = (
  a: { readonly lat: number; readonly lon: number },
  b: { readonly lat: number; readonly lon: number },
): number => {
  const rad = Math.PI / 180
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad]
  const half =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, half)))
}
