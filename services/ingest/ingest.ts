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
/** Somebody at a scale has asked within this time: those who have much work with one lane and short batches. */
const COURTESY_MS = 1000

/** A worker stands at the scale until this is answered. */
const REQUEST = Buffer.from('"fill.requested"')
/** Larger ones are what a device has kept while it was offline. */
const LARGEST_REQUEST = 4096

const asksForPermit = ({ kind, payload }: Uplink): boolean =>
  kind === 'event' && payload.length <= LARGEST_REQUEST && payload.includes(REQUEST)

type Waiting = { readonly uplink: Uplink; readonly settled: () => void; readonly asks: boolean }

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
  readonly #lanes: Lane[]
  readonly #idle: Lane[]
  /** For those who wait for a permit, beside what the others are busy with. */
  #express: Lane | null
  #courteousUntil = 0
  readonly #running = new Set<Promise<void>>()
  #asked = false
  #patience: NodeJS.Timeout | null = null
  #halted = false

  constructor(options: IngestOptions) {
    this.#options = options
    this.#lanes = Array.from({ length: options.lanes }, () => new Lane(options))
    this.#idle = [...this.#lanes]
    // One lane alone promises an order over all devices.
    this.#express = options.lanes > 1 ? new Lane(options) : null
    if (this.#express !== null) this.#lanes.push(this.#express)
  }

  submit(uplink: Uplink, settled: () => void): void {
    this.#queue.push({ uplink, settled, asks: asksForPermit(uplink) })
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
    if (this.#running.size > 0 || this.#queue.ready >= ANOTHER) this.#beginExpress()
    while (this.#mayLend) {
      if (this.#running.size > 0 && this.#queue.ready < ANOTHER) {
        this.#patience ??= setTimeout(() => this.#lendOne(), PATIENCE_MS)
        return
      }
      this.#lend()
    }
  }

  get #courteous(): boolean {
    return performance.now() < this.#courteousUntil
  }

  get #mayLend(): boolean {
    const kept = this.#courteous ? this.#options.lanes - 1 : 0
    return this.#queue.ready > 0 && this.#idle.length > kept && !this.#halted
  }

  /** The one under way takes long. */
  #lendOne(): void {
    this.#patience = null
    if (this.#mayLend) this.#lend()
    this.#begin()
  }

  #lend(): void {
    const lane = this.#idle.pop() as Lane
    this.#run(this.#work(lane, this.#take()), () => this.#idle.push(lane))
  }

  #beginExpress(): void {
    const lane = this.#express
    if (lane === null || this.#halted || !this.#queue.asked) return
    this.#express = null
    this.#courteousUntil = performance.now() + COURTESY_MS
    this.#run(this.#work(lane, this.#takeAsking()), () => (this.#express = lane))
  }

  #run(work: Promise<void>, free: () => void): void {
    const running = work.finally(() => {
      this.#running.delete(running)
      free()
      this.#begin()
    })
    this.#running.add(running)
  }

  async #work(lane: Lane, { publishes, items, taken }: Batch): Promise<void> {
    if (!(await lane.settle(items))) {
      this.#halted = true
      return
    }
    for (const { settled } of publishes) settled()
    this.#queue.release(taken)
  }

  #take(): Batch {
    const publishes: Waiting[] = []
    const items: Item[] = []
    this.#queue.beginBatch()
    const most = this.#courteous ? ENOUGH_ITEMS : MAX_ITEMS
    while (items.length < most) {
      const next = this.#queue.next(items.length >= ENOUGH_ITEMS)
      if (next === null) break
      this.#queue.charge(this.#decode(next, items))
      publishes.push(next)
    }
    return { publishes, items, taken: this.#queue.endBatch() }
  }

  #takeAsking(): Batch {
    const items: Item[] = []
    const publishes = this.#queue.takeAsking()
    for (const next of publishes) this.#decode(next, items)
    return { publishes, items, taken: this.#queue.endBatch() }
  }

  #decode({ uplink }: Waiting, items: Item[]): number {
    const messages = this.#options.decode(uplink)
    for (const message of messages) items.push({ uplink, message })
    return messages.length
  }
}
