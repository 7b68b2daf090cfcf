/** What a cylinder's last stay on the scale shows, g, and how many stays there were on one scan. */
export type CurveSummary = {
  readonly stays: number
  readonly firstG: number
  readonly topG: number
  /** The largest fall from a top within the stay. */
  readonly dropG: number
}

/**
 * Splits a weight curve (重量曲线), all samples of one scan in order of time, where the scale stood without a cylinder: less than
 * half a tare on it. Null when no cylinder was ever on it.
 */
export const summariseCurve = (grossG: readonly number[], tareG: number): CurveSummary | null => {
  let stays = 0
  let onScale = false
  let firstG = 0
  let topG = 0
  let dropG = 0
  for (const value of grossG) {
    if (value < tareG / 2) {
      onScale = false
      continue
    }
    if (!onScale) {
      onScale = true
      stays++
      firstG = value
      topG = value
      dropG = 0
    }
    topG = Math.max(topG, value)
    dropG = Math.max(dropG, topG - value)
  }
  return stays === 0 ? null : { stays, firstG, topG, dropG }
}
