import { addDays } from '#domain/calendar.ts'
import { type Day, day } from '#domain/units.ts'

export type DrillPeriod = {
  readonly from: Day
  readonly to: Day
  /** Drills held in it. */
  readonly drills: number
  /** It is over and nobody drilled. */
  readonly overdue: boolean
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** The first day of the `index`-th period of so many months since year 0. */
const firstDay = (index: number, months: number): Day => {
  const month = index * months
  return day(`${String(Math.floor(month / 12)).padStart(4, '0')}-${pad((month % 12) + 1)}-01`)
}

const indexOf = (on: Day, months: number): number =>
  Math.floor((Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1) / months)

/**
 * 半年一次 (R004-A2-20), 每年一次 (R003-5.12.4): the periods of the calendar that end between two days, both included, each with the
 * drills held in it. A period counts as missed when its last day is over.
 */
export const drillPeriods = (
  { from, to, today }: { readonly from: Day; readonly to: Day; readonly today: Day },
  months: number,
  heldOn: readonly Day[],
): readonly DrillPeriod[] => {
  const periods: DrillPeriod[] = []
  for (let index = indexOf(from, months); ; index += 1) {
    const first = firstDay(index, months)
    const last = addDays(firstDay(index + 1, months), -1)
    if (last > to) return periods
    const drills = heldOn.filter((on) => on >= first && on <= last).length
    if (last >= from)
      periods.push({ from: first, to: last, drills, overdue: drills === 0 && today > last })
  }
}
