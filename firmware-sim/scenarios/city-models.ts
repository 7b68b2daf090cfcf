/** Sizes of a city and their share; masses as `facts` tables of GB 5842 models give them, grams. */
export interface CityModel {
  readonly model: string
  readonly share: number
  readonly waterVolumeMl: number
  readonly stampedMaxG: number
  readonly targetNetG: number
  readonly tareG: number
  readonly tareSpreadG: number
}

export const cityModels: readonly CityModel[] = [
  {
    model: 'YSP35.5',
    share: 0.82,
    waterVolumeMl: 35_500,
    stampedMaxG: 14_900,
    targetNetG: 14_500,
    tareG: 16_500,
    tareSpreadG: 500,
  },
  {
    model: 'YSP118',
    share: 0.1,
    waterVolumeMl: 118_000,
    stampedMaxG: 49_500,
    targetNetG: 49_000,
    tareG: 45_000,
    tareSpreadG: 900,
  },
  {
    model: 'YSP12',
    share: 0.08,
    waterVolumeMl: 12_000,
    stampedMaxG: 5000,
    targetNetG: 4800,
    tareG: 6500,
    tareSpreadG: 250,
  },
]

/** The size that a number 0 ≤ x < 1 falls on. */
export function modelIndexFor(x: number): number {
  let left = x
  for (const [index, { share }] of cityModels.entries()) {
    left -= share
    if (left < 0) return index
  }
  return 0
}
