/**
 * Collects keys and hands them over in one go, `delayMs` after the first; what comes meanwhile goes with the next round.
 * A round that fails is dropped, or kept for the next one when `retryMs` is given.
 */
export class EveryFewMs<Key, Value> {
  readonly #write: (batch: ReadonlyMap<Key, Value>) => Promise<void>
  readonly #delayMs: number
  readonly #retryMs: number | undefined
  #waiting = new Map<Key, Value>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  constructor(
    write: (batch: ReadonlyMap<Key, Value>) => Promise<void>,
    times: { readonly delayMs: number; readonly retryMs?: number },
  ) {
    this.#write = write
    this.#delayMs = times.delayMs
    this.#retryMs = times.retryMs
  }

  /** The latest value of a key wins. */
  add(key: Key, value: Value): void {
    this.#waiting.set(key, value)
    this.#schedule(this.#delayMs)
  }

  /** Writes what waits and resolves when it was tried once. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#writing
    if (this.#waiting.size > 0) await this.#round()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== undefined || this.#writing !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#round()
    }, delayMs)
  }

  async #round(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = new Map()
    let nextMs = this.#delayMs
    this.#writing = this.#write(batch).catch(() => {
      if (this.#retryMs === undefined) return
      nextMs = this.#retryMs
      this.#waiting = new Map([...batch, ...this.#waiting])
    })
    await this.#writing
    this.#writing = undefined
    if (this.#waiting.size > 0) this.#schedule(nextMs)
  }
}
