import type { ScoreSheet } from '#domain/supervision/score-sheet.ts'
import { annex2 } from './cn-3704-annex-2.ts'
import { table1003 } from './cn-65-table-10-0-3.ts'

/** Every version that was ever shipped: an evaluation stays with the one it began with. */
export const scoreSheets: readonly ScoreSheet[] = [annex2, table1003]

/** The newest version of a sheet, or the one that is named. */
export const sheetById = (id: string, version?: number): ScoreSheet | undefined =>
  scoreSheets
    .filter((sheet) => sheet.id === id && (version === undefined || sheet.version === version))
    .toSorted((a, b) => b.version - a.version)[0]
