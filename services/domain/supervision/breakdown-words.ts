import type { Words } from './score-sheet.ts'

/** By what a figure of a return can be parted: size of cylinder, station, month, place, kind. */
export const breakdowns = ['model', 'station', 'month', 'region', 'kind'] as const
export type Breakdown = (typeof breakdowns)[number]

export const breakdownWords: Readonly<Record<Breakdown, Words>> = {
  model: { zh: '型号', en: 'model' },
  station: { zh: '场站', en: 'station' },
  month: { zh: '月份', en: 'month' },
  region: { zh: '区划', en: 'region' },
  kind: { zh: '类别', en: 'kind' },
}
