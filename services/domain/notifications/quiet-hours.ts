import { addDays, dayOf, startOfDay } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'

/** 免打扰: minutes after midnight in Asia/Shanghai, `from` included, `to` not; from 22:00 to 08:00 it spans midnight. Equal = none. */
export type QuietHours = { readonly from: number; readonly to: number }

/** No clause says when: our default, which an enterprise may change. */
export const DEFAULT_QUIET: QuietHours = { from: 21 * 60, to: 8 * 60 }

const MINUTE_MS = 60_000

/** When the quiet hours around an instant end; null = it is none of them. */
export const quietUntil = (at: EpochMs, { from, to }: QuietHours): EpochMs | null => {
  const today = dayOf(at)
  const minute = Math.floor((at - startOfDay(today)) / MINUTE_MS)
  const quiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  if (!quiet) return null
  const ends = minute < to ? today : addDays(today, 1)
  return epochMs(startOfDay(ends) + to * MINUTE_MS)
}
