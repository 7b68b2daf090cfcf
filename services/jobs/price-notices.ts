import type { PriceNoticeStore } from '#store/deadlines/price-notice-store.ts'
import type { Job } from './scheduler.ts'

const PAGE = 1_000

/** Tells customers of changed prices (R000-5.1.3), once each. */
export class PriceNotices implements Job {
  readonly name = 'price-notices'
  readonly everyMs: number
  readonly #store: PriceNoticeStore
  readonly #now: () => number

  constructor(store: PriceNoticeStore, now: () => number, everyMs: number) {
    this.#store = store
    this.#now = now
    this.everyMs = everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#store.tellSome(this.#now(), PAGE)));
  }
}
