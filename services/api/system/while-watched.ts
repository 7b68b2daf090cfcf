/** Runs `look` again and again while somebody watches, one look for all of them, and never two at once. */
export class WhileWatched<Listener> {
  readonly listeners = new Set<Listener>()
  readonly #everyMs: number
  readonly #begin: () => void
  readonly #look: () => Promise<void>
  readonly #onFailure: (error: unknown) => void
  #failed = false
  #timer: NodeJS.Timeout | undefined
  #looking = false

  /**
   * `begin` is called when the first one comes: what happened before is not told. `onFailure` hears of the first failure of a row:
   * screens that stand still without a word are found by nobody.
   */
  constructor(
    everyMs: number,
    begin: () => void,
    look: () => Promise<void>,
    onFailure: (error: unknown) => void,
  ) {
    this.#everyMs = everyMs
    this.#begin = begin
    this.#look = look
    this.#onFailure = onFailure
  }

  /** Returns the function that ends it. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    if (this.listeners.size === 1) {
      this.#begin()
      this.#run()
    }
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.stop()
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.listeners.clear()
  }

  #run(): void {
    if (this.#looking) return
    this.#looking = true
    // A database that is away is looked at again at the next turn.
    this.#look()
      .then(
        () => {
          this.#failed = false
        },
        (error: unknown) => {
          if (!this.#failed) this.#onFailure(error)
          this.#failed = true
        },
      )
      .finally(() => {
        this.#looking = false
        if (this.listeners.size > 0) this.#timer = setTimeout(() => this.#run(), this.#everyMs)
      })
  }
}
