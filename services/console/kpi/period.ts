import { dayOf } from '#console/i18n/format.ts'

/** Days of Asia/Shanghai, both included. */
export type Period = { readonly from: string; readonly to: string }

export const presets = ['month', 'lastMonth', 'quarter', 'year'] as const
export type Preset = (typeof presets)[number]

const two = (n: number): string => String(n).padStart(2, '0')

/** The last day of a month. */
const endOf = (year: number, month: number): string =>
  `${year}-${two(month)}-${two(new Date(Date.UTC(year, month, 0)).getUTCDate())}`

/** `months` whole months that begin with a month of a year; month 0 is the December before. */
const months = (year: number, month: number, count: number): Period => {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const last = new Date(Date.UTC(year, month - 2 + count, 1))
  return {
    from: `${first.getUTCFullYear()}-${two(first.getUTCMonth() + 1)}-01`,
    to: endOf(last.getUTCFullYear(), last.getUTCMonth() + 1),
  }
}

const today = (): readonly [year: number, month: number] => {
  const [year = 0, month = 1] = dayOf(Date.now()).split('-').map(Number)
  return [year, month]
}

export const periodOf = (preset: Preset): Period => {
  const [year, month] = today()
  switch (preset) {
    case 'month':
      return months(year, month, 1)
    case 'lastMonth':
      return months(year, month - 1, 1)
    case 'quarter':
      return months(year, month - ((month - 1) % 3), 3)
    case 'year':
      return months(year, 1, 12)
  }
}

/** The month and the ones before it, the oldest first. */
export const lastMonths = (count: number): readonly Period[] => {
  const [year, month] = today()
  return Array.from({ length: count }, (_, n) => months(year, month - count + 1 + n, 1))
}
