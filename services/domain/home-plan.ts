import { addDays } from './calendar.ts'
import { type Day, day } from './units.ts'

export const premisesClasses = ['unit', 'urban', 'rural'] as const
export type PremisesClass = (typeof premisesClasses)[number]

/** How often a year the homes of a class and region are inspected, and who says so. */
export type PlanRule = {
  readonly region: string
  readonly class: PremisesClass
  readonly times: number
  readonly clause: string
  readonly profile: string
}

export type PlanPeriod = {
  readonly times: number
  readonly period: number
  readonly from: Day
  readonly due: Day
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** The year parted evenly into whole months; each part ends with its last day. `times` divides 12. */
export const planPeriods = (year: number, times: number): readonly PlanPeriod[] => {
  const months = 12 / times
  const first = (index: number): Day =>
    index === 12 ? day(`${year + 1}-01-01`) : day(`${year}-${pad(index + 1)}-01`)
  return Array.from({ length: times }, (_, i) => ({
    times,
    period: i + 1,
    from: first(i * months),
    due: addDays(first((i + 1) * months), -1),
  }))
}
