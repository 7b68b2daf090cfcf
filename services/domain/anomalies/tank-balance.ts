/** What went into a tank and out of it on one day, g. */
export type TankDay = { readonly receivedG: number; readonly filledG: number }

export type TankLevel = {
  readonly receivedG: number
  readonly filledG: number
  /** Lowest and highest level of the books, counted from the level at the beginning, which nobody measured. */
  readonly minG: number
  readonly maxG: number
  /** Received less filled. */
  readonly changeG: number
  /** What no level at the beginning can explain; null = the tank's capacity is not known. */
  readonly unexplainedG: number | null
  /** `out` = more was filled than can have been in it; `in` = more was received than it can hold. */
  readonly direction: 'in' | 'out' | null
}

/**
 * From tanker to cylinder, without a dipstick: whatever the tank held at first (between nothing and its capacity), the level of the
 * books may never have moved by more than it holds. What goes beyond came or went off the record.
 */
export const tankLevel = (days: readonly TankDay[], capacityG: number | null): TankLevel => {
  let [level, minG, maxG, receivedG, filledG] = [0, 0, 0, 0, 0]
  for (const day of days) {
    receivedG += day.receivedG
    filledG += day.filledG
    // The tanker comes while filling goes on: within the day any order is possible, so only the level at its end counts.
    level += day.receivedG - day.filledG
    minG = Math.min(minG, level)
    maxG = Math.max(maxG, level)
  }
  const over = capacityG === null ? null : Math.max(0, maxG - minG - capacityG)
  const direction = over === null || over === 0 ? null : level > (minG + maxG) / 2 ? 'in' : 'out'
  return { receivedG, filledG, minG, maxG, changeG: level, unexplainedG: over, direction }
}
