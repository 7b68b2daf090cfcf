import { DAY_MS } from '#domain/calendar.ts'
import type { Job } from './scheduler.ts'

/** No text says how long a vehicle's way is kept; half a year outlives every complaint, and it is the way of a driver too. */
const KEPT_DAYS = 180

/** Forgets where vehicles were long ago. */
export const forgetTracks = (
  forget: (recordedBefore: number) => Promise<void>,
  now: () => number,
  everyMs: number,
): Job => ({
  name: 'forget-tracks',
  everyMs,
  run: () => forget(now() - KEPT_DAYS * DAY_MS),
})
