import type { ShortageRow } from './profile.ts'

/** Order 70 (2023), Annex 3: 允许短缺量. That Order 70 kept the table of 2005 is from memory (facts F5). */
export const orderSeventy: readonly ShortageRow[] = [
  { toG: 50, permille: 90 },
  { toG: 100, fixedG: 4.5 },
  { toG: 200, permille: 45 },
  { toG: 300, fixedG: 9 },
  { toG: 500, permille: 30 },
  { toG: 1_000, fixedG: 15 },
  { toG: 10_000, permille: 15 },
  { toG: 15_000, fixedG: 150 },
  { toG: 50_000, permille: 10 },
]
