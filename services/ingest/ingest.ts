import type { IngestPort, Uplink } from '#domain/edge-ports.ts'
import type { Decode, Item } from './decoded-message.ts'
import { FairQueue, type Taken } from './fair-queue.ts'
import { Lane, type LaneOptions } from './lane.ts'

export type IngestOptions = LaneOptions & {
  readonly decode: Decode
  /** Connections that commit side by side: while PostgreSQL works on one batch, Node prepares the next of another lane. */
  readonly lanes: number
}

/** Messages in one transaction. More does not make an event cheaper (measured), it only makes the others wait. */
const MAX_ITEMS = 1000
/** From here on nobody begins a second turn in this batch: a few who have much make nobody wait for a long one. */
const ENOUGH_ITEMS = 200
/** Publishes that are worth a transaction beside the one under way: it costs as much as twenty events before it has written any. */
const ANOTHER = 64
/** So long the few wait for the one under way: a commit takes less, unless something holds it up. */
const PATIENCE_MS = 10

type Waiting = { readonly uplink: Uplink; readonly settled: () => void }

type Batch = {
  readonly publishes: readonly Waiting[]
  readonly items: readonly Item[]
  readonly taken: Taken<Waiting>
}

/**
 * Everything that devices publish, committed before it is acknowledged. Devices take turns; a device is in one batch at a time, so
 * that its publishes are committed and acknowledged in the order in which they came. What is there is committed by a lane that is
 * free: a batch grows by itself while the one before it is being written, and more lanes work only when there is much.
 */
export class Ingest implements IngestPort {
  readonly #options: IngestOptions
  readonly #queue = new FairQueue<Waiting>()
  readonly #lanes: readonly Lane[]
  readonly #idle: Lane[]
  readonly #running = new Set<Promise<void>>()
  #asked = false
  #patience: NodeJS.Timeout | null = null
  #halted = false

  constructor(options: IngestOptions) {
    this.#options = options
    this.#lanes = Array.from({ length: options.lanes }, () => new Lane(options))
    this.#idle = [...this.#lanes]
  }

  submit(uplink: Uplink, settled: () => void): void {
    this.#queue.push({ uplink, settled })
    if (this.#asked) return
    this.#asked = true
    // What the same socket read still brings joins this batch.
    setImmediate(() => {
      this.#asked = false
      this.#begin()
    })
  }

  /** Publishes that no batch has taken yet. */
  get depth(): number {
    return this.#queue.size
  }

  /** Commits what is waiting if the database answers, and leaves it unacknowledged if it does not. */
  async stop(): Promise<void> {
    for (const lane of this.#lanes) lane.insistNoMore()
    this.#begin()
    while (this.#running.size > 0) await Promise.all(this.#running)
    if (this.#patience !== null) clearTimeout(this.#patience)
    await Promise.all(this.#lanes.map((lane) => lane.close()))
  }

  #begin(): void {
    while (this.#queue.ready > 0 && this.#idle.length > 0 && !this.#halted) {
      if (this.#running.size > 0 && this.#queue.ready < ANOTHER) {
        this.#patience ??= setTimeout(() => this.#lendOne(), PATIENCE_MS)
        return
      }
      this.#lend()
    }
  }

  /** The one under way takes long. */
  #lendOne(): void {
    this.#patience = null
    if (this.#queue.ready > 0 && this.#idle.length > 0 && !this.#halted) this.#lend()
    this.#begin()
  }

  #lend(): void {
    const lane = this.#idle.pop() as Lane
    const running = this.#work(lane).finally(() => {
      this.#running.delete(running)
      this.#begin()
    })
    this.#running.add(running)
  }

  async #work(lane: Lane): Promise<void> {
    const { publishes, items, taken } = this.#take()
    if (!(await lane.settle(items))) {
      this.#halted = true
      return
    }
    for (const { settled } of publishes) settled()
    this.#queue.release(taken)
    this.#idle.push(lane)
  }

  #take(): Batch {
    const publishes: Waiting[] = []
    const items: Item[] = []
    this.#queue.beginBatch()
    while (items.length < MAX_ITEMS) {
      const next = this.#queue.next(items.length >= ENOUGH_ITEMS)
      if (next === null) break
      const { uplink } = next
      const messages = this.#options.decode(uplink)
      for (const message of messages) items.push({ uplink, message })
      this.#queue.charge(messages.length)
      publishes.push(next)
    }
    return { publishes, items, taken: this.#queue.endBatch() }
  }
}
