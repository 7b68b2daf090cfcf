import { dayOf, shownInstant, shownInstantOfYear, shownMinute } from '#console/i18n/format.ts'

const yearOf = (instant: string): string => dayOf(instant).slice(0, 4)

/** From and to; the day, or at least the year, once where it is the same. */
export const spanText = ({ from, to }: { readonly from: string; readonly to: string }): string => {
  if (dayOf(from) === dayOf(to)) return `${shownInstant(from)}–${shownMinute(to)}`
  const until = yearOf(from) === yearOf(to) ? shownInstantOfYear(to) : shownInstant(to)
  return `${shownInstant(from)} – ${until}`
}
