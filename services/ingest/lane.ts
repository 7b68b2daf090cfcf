import type { DownlinkPort, OutboxItem } from '#domain/edge-ports.ts'
import {
  type BatchLane,
  DuplicateEvent,
  RaceLost,
  RefusedByStore,
  StoreUnavailable,
} from '#domain/store-ports.ts'
import { type BatchTools, commitBatch } from './commit-batch.ts'
import type { Item } from './decoded-message.ts'

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 2000
const MAX_RACES = 20
/** Who repeats once repeats again: for so long every batch asks first what is stored, instead of being written twice. */
const CAREFUL_MS = 5000

/** What could be read and could not be stored. */
const REFUSED = 'REFUSED'

const isRefusal = ({ message }: Item): boolean =>
  message.kind === 'rejected' && message.code === REFUSED

export type LaneLog = {
  warn(detail: object, message: string): void
  error(detail: object, message: string): void
}

export type LaneOptions = {
  readonly open: () => BatchLane
  readonly tools: BatchTools
  readonly downlink: DownlinkPort
  readonly log: LaneLog
  readonly metrics?: LaneMetrics
}

/** Called after every committed batch: how many messages, and how long the transaction took. */
export type LaneMetrics = { committed(items: number, ms: number): void; retried(): void }

/** One connection, which writes batch after batch. */
export class Lane {
  readonly #options: LaneOptions
  readonly #connection: BatchLane
  #stopping = false
  #carefulUntil = 0
  #wake: (() => void) | null = null

  constructor(options: LaneOptions) {
    this.#options = options
    this.#connection = options.open()
  }

  /** While the database is away, what is under way is given up instead of tried again. */
  insistNoMore(): void {
    this.#stopping = true
    this.#wake?.()
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  /** Commits the items however often it takes. @returns false when it was told to give up before it succeeded */
  settle(items: readonly Item[]): Promise<boolean> {
    return this.#settle(items, false)
  }

  async #settle(items: readonly Item[], repeated: boolean): Promise<boolean> {
    let careful =
      repeated || performance.now() < this.#carefulUntil || items.some((item) => item.uplink.dup)
    let pause = FIRST_PAUSE_MS
    let races = 0
    for (;;) {
      try {
        const started = performance.now()
        const pushed = await commitBatch(this.#connection, items, this.#options.tools, careful)
        this.#options.metrics?.committed(items.length, performance.now() - started)
        this.#push(pushed)
        return true
      } catch (error) {
        this.#options.metrics?.retried()
        careful = true
        if (error instanceof DuplicateEvent) this.#carefulUntil = performance.now() + CAREFUL_MS
        if (error instanceof DuplicateEvent || error instanceof RaceLost) {
          if (this.#stopping) return false
          if (++races < MAX_RACES) continue
          // No race ends this often: something in here meets its own trace.
          if (error instanceof DuplicateEvent) return this.#isolate(items, error)
        }
        // Even the note that a message was refused could not be kept: as bad as no database, and as passing.
        const waits = error instanceof StoreUnavailable || items.every(isRefusal)
        if (waits) {
          this.#options.log.warn(
            { reason: (error as Error).message, items: items.length },
            'batch not committed, trying again',
          )
          if (this.#stopping) return false
          await this.#sleep(pause)
          if (this.#stopping) return false
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
        } else {
          return this.#isolate(items, error as Error)
        }
      }
    }
  }

  /** The database, or a defect of ours, refuses something in here: halve until it stands alone, and reject that. */
  async #isolate(items: readonly Item[], error: Error): Promise<boolean> {
    const only = items[0]
    if (only === undefined) return true
    if (items.length > 1) {
      const middle = items.length >> 1
      const first = await this.#settle(items.slice(0, middle), true)
      return first && (await this.#settle(items.slice(middle), true))
    }
    this.#options.log.error(
      { reason: error.message, topic: only.uplink.topic },
      'message refused by the store',
    )
    const { raw } = only.message
    const reason = error instanceof RefusedByStore ? error.message : 'it could not be processed'
    const rejected = { kind: 'rejected' as const, code: REFUSED, message: reason, raw }
    return this.#settle([{ uplink: only.uplink, message: rejected }], true)
  }

  #push(items: readonly OutboxItem[]): void {
    if (items.length > 0) this.#options.downlink.push(items)
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
