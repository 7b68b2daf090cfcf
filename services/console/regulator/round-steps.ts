/** 1, 2 or 5 times a power of ten: steps that people count in. */
const roundStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((times) => times * power >= least) ?? 10) * power
}

/** The round values of a scale from `low` to `high`, at most `most` of them. */
export const roundSteps = (low: number, high: number, most: number): readonly number[] => {
  if (high <= low) return [low]
  const step = roundStep((high - low) / most)
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: count }, (_, n) => (first + n) * step)
}
