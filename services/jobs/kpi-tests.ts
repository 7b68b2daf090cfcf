import type { KpiTests } from '#store/books/kpi-tests.ts'
import type { Pace } from './pace.ts'
import type { Job } from './scheduler.ts'

/** Keeps the tests behind the KPIs of filling and leaks up with the log; the answer says as of when. */
export const kpiTests = (
  tests: Pick<KpiTests, 'count'>,
  { now, everyMs, pace }: { now: () => number; everyMs: number; pace: Pace },
): Job => ({
  name: 'kpi-tests',
  everyMs,
  run: async (signal) => {
    await tests.count(now(), pace(signal))
  },
})
