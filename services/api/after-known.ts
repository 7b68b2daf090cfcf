import { type EpochMs, epochMs } from '#domain/units.ts'

/** Below the 2 minutes of `effectiveAt` (design §4), so that the time is believed. */
const MAX_AHEAD_MS = 60_000

/** When what a person does now counts: after everything known of the cylinder, even where a device's clock runs ahead. */
export const afterKnown = (now: EpochMs, newest: EpochMs | undefined): EpochMs =>
  epochMs(Math.max(now, Math.min((newest ?? 0) + 1, now + MAX_AHEAD_MS)))
