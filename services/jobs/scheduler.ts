import { setTimeout as sleep } from 'node:timers/promises'

export type Job = {
  readonly name: string
  /** From the end of one pass to the beginning of the next, ms. */
  readonly everyMs: number
  /** One pass; ends early when the signal is aborted. Repeating a pass must do no harm. */
  run(signal: AbortSignal): Promise<void>
}

export type SchedulerOptions = {
  /** In the order of their first pass: what others build on comes first. */
  readonly jobs: readonly Job[]
  /** Runs the work if no other process does; false = another one does. */
  readonly exclusively: (name: string, work: () => Promise<void>) => Promise<boolean>
  readonly onError: (job: string, error: unknown) => void
}

/** A pass that failed (the database is away) is tried again so soon, whatever its job's interval. */
const RETRY_MS = 5_000

/** Runs jobs one after the other, each when it is due, in one of however many processes. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #dueAt = new Map<string, number>()
  #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  /** Returns at once; the first passes follow. */
  start(): void {
    this.#stopping = new AbortController()
    this.#running = this.#loop(this.#stopping.signal)
  }

  /** Resolves when the pass under way has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const job of this.#options.jobs) {
        if (signal.aborted) return
        // Not the wall clock: set back by an hour it would make all jobs rest for one.
        if (performance.now() < (this.#dueAt.get(job.name) ?? 0)) continue
        this.#dueAt.set(job.name, performance.now() + (await this.#pass(job, signal)))
      }
      const next = Math.min(...this.#dueAt.values()) - performance.now()
      await sleep(Math.max(1, next), undefined, { signal }).catch(() => undefined)
    }
  }

  /** @returns how long the job rests now, ms */
  async #pass(job: Job, signal: AbortSignal): Promise<number> {
    try {
      await this.#options.exclusively(job.name, () => job.run(signal))
      return job.everyMs
    } catch (error) {
      this.#options.onError(job.name, error)
      return Math.min(RETRY_MS, job.everyMs)
    }
  }
}
