import { dayOf, startOfDay } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'

/** 2026-11-20 15:30 in Asia/Shanghai, as people write an appointment. */
export const momentText = (at: EpochMs): string => {
  const today = dayOf(at)
  const minutes = Math.floor((at - startOfDay(today)) / 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${today} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
