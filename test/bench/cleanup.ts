/** What a benchmark started, ended in the opposite order: at its end, on an error, and on SIGINT or SIGTERM. */
export class Cleanup {
  readonly #stops: (() => unknown)[] = []
  #running: Promise<void> | null = null
  readonly #interrupt = (): void => {
    void this.run().then(() => process.exit(130))
  }

  start(): void {
    process.once('SIGINT', this.#interrupt)
    process.once('SIGTERM', this.#interrupt)
  }

  add(stop: () => unknown): void {
    this.#stops.push(stop)
  }

  /** Whoever calls while it runs waits for the same end: an interrupt breaks what was measured, which then cleans up too. */
  run(): Promise<void> {
    this.#running ??= this.#stopAll().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #stopAll(): Promise<void> {
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
