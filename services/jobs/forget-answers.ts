import { DAY_MS, HOUR_MS } from '#domain/calendar.ts'
import type { Job } from './scheduler.ts'

/** Answers are kept for repeats with the same Idempotency-Key: a phone that was without signal comes back within a day. */
export const forgetAnswers = (
  forget: (createdBefore: number) => Promise<unknown>,
  now: () => number,
): Job => ({
  name: 'forget-answers',
  everyMs: HOUR_MS,
  run: async () => {
    await forget(now() - DAY_MS)
  },
})
