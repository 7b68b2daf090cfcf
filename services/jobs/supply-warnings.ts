import type { SupplyWarningStore } from '#store/deadlines/supply-warning-store.ts'
import type { Job } from './scheduler.ts'

const PAGE = 1_000

/** Tells the customers of an area of warnings and interruptions (R003-5.12.6-8), once each. */
export const supplyWarnings = (
  store: Pick<SupplyWarningStore, 'tellSome'>,
  now: () => number,
  everyMs: number,
): Job => ({
  name: 'supply-warnings',
  everyMs,
  run: async (signal) => {
    while (!signal.aborted && (await store.tellSome(now(), PAGE)));
  },
})
