import type { KpiTests } from '#store/books/kpi-tests.ts'
import type { Job } from './scheduler.ts'

/** Keeps the tests behind the KPIs of filling and leaks up with the log; the answer says as of when. */
export const kpiTests = (
  tests: Pick<KpiTests, 'count'>,
  now: () => number,
  everyMs: number,
): Job => ({
  name: 'kpi-tests',
  everyMs,
  run: async (signal) => {
    await tests.count(now(), signal)
  },
})
