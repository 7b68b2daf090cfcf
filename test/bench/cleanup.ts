/** What a benchmark started, ended in the opposite order: at its end, on an error, and on SIGINT or SIGTERM. */
export class Cleanup {
  readonly signal: AbortSignal
  readonly #stops: (() => unknown)[] = []
  readonly #abort = new AbortController()
  readonly #interrupt = (): void => {
    this.#abort.abort(new Error('interrupted'))
    void this.run().then(() => process.exit(130))
  }

  constructor() {
    this.signal = this.#abort.signal
  }

  start(): void {
    process.once('SIGINT', this.#interrupt)
    process.once('SIGTERM', this.#interrupt)
  }

  add(stop: () => unknown): void {
    this.#stops.push(stop)
  }

  async run(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop()
      } catch (error) {
        console.error('could not clean up:', error)
      }
    }
  }

  /** Cleans up and lets go of the signals. */
  async finish(): Promise<void> {
    await this.run()
    process.off('SIGINT', this.#interrupt)
    process.off('SIGTERM', this.#interrupt)
  }
}
