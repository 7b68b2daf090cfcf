import type { CustodyBooks as Books } from '#store/books/custody-books.ts'
import type { Job } from './scheduler.ts'

export type CustodyBooksOptions = {
  readonly books: Books
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/** Under heavy load a cylinder has several events between two looks: looking less often books them at once (18 µs an event at 36 000/s otherwise). */
const REST = 10

/** Keeps the balances of custody behind the log: ingest pays nothing for them, and they are as old as this pass. */
export class CustodyBooks implements Job {
  readonly name = 'custody-books'
  readonly everyMs: number
  readonly #options: CustodyBooksOptions
  #restUntil = 0

  constructor(options: CustodyBooksOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { books, now } = this.#options
    const started = now()
    if (started < this.#restUntil) return
    await books.book(started, signal)
    const ended = now()
    this.#restUntil = ended + REST * (ended - started)
  }
}
