import { dayOf, shownInstant } from '#console/i18n/format.ts'

const clock = (instant: string): string => shownInstant(instant).slice(-5)

/** From and to; the day once where it is the same. */
export const spanText = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  dayOf(from) === dayOf(to)
    ? `${shownInstant(from)}–${clock(to)}`
    : `${shownInstant(from)} – ${shownInstant(to)}`
