import { shownDay, shownInstant } from '#console/i18n/format.ts'
import type { Period } from './period.ts'

/** What a headline says of the time that was asked for. */
export const shownPeriod = ({ from, to }: Period, until: string) => ({
  from: shownDay(from),
  to: shownDay(to),
  at: shownInstant(until),
})
