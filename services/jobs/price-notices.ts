import type { PriceNoticeStore } from '#store/price-notice-store.ts'
import type { Job } from './scheduler.ts'

const PAGE = 1_000

/** Tells customers of changed prices (R000-5.1.3), once each. */
export const priceNotices = (store: PriceNoticeStore, now: () => number, everyMs: number): Job => ({
  name: 'price-notices',
  everyMs,
  run: async (signal) => {
    while (!signal.aborted && (await store.tellSome(now(), PAGE)));
  },
})
