import { epochMs } from '#domain/units.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { ClaimStore } from '#store/deadlines/claim-store.ts'
import type { CalendarQueries } from '#store/queries/system/calendar.ts'
import { claimOf, refundOf } from './claim-of.ts'
import type { Job } from './scheduler.ts'

const PAGE = 500

export type ResidualClaimsOptions = {
  readonly store: ClaimStore
  readonly calendars: CalendarQueries
  readonly book: ProfileBook
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
  readonly everyMs: number
}

/** Makes claims (赔付) and refunds (退款) of weighings, with customer, price and deadline; keeps them true until they are paid. */
export class ResidualClaims implements Job {
  readonly name = 'residual-claims'
  readonly everyMs: number
  readonly #options: ResidualClaimsOptions

  constructor(options: ResidualClaimsOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, calendars, book, now, newId } = this.#options
    const { calendar } = await calendars.load()
    const tools = { calendar, book, newId }
    const at = epochMs(now())
    for (;;) {
      const looked = await store.closeReturns((weighed) => refundOf(weighed, tools), at, PAGE)
      if (looked < PAGE || signal.aborted) break
    }
    for (let before = 0; ; ) {
      const looked = await store.openClaims((weighed) => claimOf(weighed, tools), at, PAGE)
      // What no claim can be made of stays in the page: looking once more would find the same.
      if (looked < PAGE || looked === before || signal.aborted) break
      before = looked
    }
    await store.settle(at)
  }
}
