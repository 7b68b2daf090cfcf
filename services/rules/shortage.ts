import type { ShortageRow } from './profile.ts'

/**
 * Order 70 (2023), Annex 3: the allowable shortage (允许短缺量) of a labelled mass, g. Above 1 kg it is rounded to the gram,
 * half up; below, cut down to what whole grams can show. Undefined above 50 kg, where the table ends.
 */
export const allowedShortage = (
  rows: readonly ShortageRow[],
  labelledG: number,
): number | undefined => {
  const row = rows.find(({ toG }) => labelledG <= toG)
  if (row === undefined) return undefined
  const exact = row.fixedG ?? (labelledG * (row.permille ?? 0)) / 1000
  return labelledG > 1_000 ? Math.round(exact) : Math.floor(exact)
}
