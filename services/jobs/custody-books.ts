import type { CustodyBooks as Books } from '#store/books/custody-books.ts'
import type { Pace } from './pace.ts'
import type { Job } from './scheduler.ts'

export type CustodyBooksOptions = {
  readonly books: Books
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
  readonly pace: Pace
}

/** Keeps the balances of custody behind the log: ingest pays nothing for them, and they are as old as this pass. */
export class CustodyBooks implements Job {
  readonly name = 'custody-books'
  readonly everyMs: number
  readonly #options: CustodyBooksOptions

  constructor(options: CustodyBooksOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { books, now, pace } = this.#options
    await books.book(now(), pace(signal))
  }
}
