import type { Uplink } from '#domain/edge-ports.ts'

/** Messages that a device may bring in its turn before the next device has its own. */
const QUANTUM = 32
/** Devices whose empty queue is kept for their next publish; making it anew costs more than the publish's turn. */
const KEPT = 20_000
/** What has passed, turns or publishes, is held until it is so much. */
const PASSED = 1024
/** Messages for one batch of those who ask; the others follow in the next. */
const ASKING = 128

/** Devices of a batch that is being written. */
export type Taken<T> = readonly DeviceQueue<T>[]

type DeviceQueue<T> = {
  readonly stationId: string
  readonly deviceId: string
  waiting: T[]
  first: number
  /** How many of them somebody waits for. */
  asking: number
  /** Messages that it may still bring; a large array makes it a debtor for some rounds. */
  credit: number
  /** The batch in which its last turn ended. */
  batch: number
  inTurn: boolean
  /** Something of it is being written: the rest waits, so that its publishes stay in order. */
  busy: boolean
  /** Something of it is in the batch that is being taken. */
  taken: boolean
}

const isShort = <T>({ busy, waiting, first }: DeviceQueue<T>): boolean =>
  !busy && waiting.length - first <= QUANTUM

/**
 * Publishes that wait for a lane, taken in turns of devices (deficit round robin) and in order within a device: who floods, or comes
 * back with half a million events, waits behind their own and not in front of others. A device is in one batch at a time.
 */
export class FairQueue<T extends { readonly uplink: Uplink; readonly asks: boolean }> {
  readonly #queues = new Map<string, Map<string, DeviceQueue<T>>>()
  #kept = 0
  #turns: DeviceQueue<T>[] = []
  #passed = 0
  #batch = 0
  #size = 0
  #ready = 0
  #taken: DeviceQueue<T>[] = []
  readonly #asking = new Set<DeviceQueue<T>>()

  /** All that wait. */
  get size(): number {
    return this.#size
  }

  /** Those that a batch could take now. */
  get ready(): number {
    return this.#ready
  }

  push(entry: T): void {
    const queue = this.#queueOf(entry.uplink)
    queue.waiting.push(entry)
    if (entry.asks && ++queue.asking === 1) this.#asking.add(queue)
    this.#size += 1
    if (queue.busy) return
    this.#ready += 1
    if (queue.inTurn) return
    // Whoever waited for nothing does not begin with a debt, nor with what they did not use.
    queue.credit = QUANTUM
    this.#enter(queue)
  }

  beginBatch(): void {
    this.#batch += 1
  }

  /** @returns for `release`, when the batch is written. What its devices have left waits until then. */
  endBatch(): Taken<T> {
    const taken = this.#taken
    this.#taken = []
    let left = false
    for (const queue of taken) {
      queue.taken = false
      queue.busy = true
      this.#ready -= queue.waiting.length - queue.first
      left ||= queue.inTurn
      queue.inTurn = false
    }
    if (left) {
      this.#turns = this.#turns.slice(this.#passed).filter(({ inTurn }) => inTurn)
      this.#passed = 0
    }
    return taken
  }

  release(taken: Taken<T>): void {
    for (const queue of taken) {
      queue.busy = false
      const left = queue.waiting.length - queue.first
      this.#ready += left
      if (left > 0) this.#enter(queue)
      else if (this.#kept > KEPT) this.#forget(queue)
    }
  }

  /** Takes the publish whose turn it is. `once`: only of a device whose turn in this batch has not ended. Then say what it cost. */
  next(once: boolean): T | null {
    for (let left = this.#turns.length - this.#passed; left > 0; ) {
      const queue = this.#turns[this.#passed] as DeviceQueue<T>
      if (queue.credit > 0 && !(once && queue.batch === this.#batch)) {
        this.#size -= 1
        this.#ready -= 1
        if (!queue.taken) {
          queue.taken = true
          this.#taken.push(queue)
        }
        const entry = queue.waiting[queue.first++] as T
        if (entry.asks && --queue.asking === 0) this.#asking.delete(queue)
        return entry
      }
      if (once) left -= 1
      else queue.credit += QUANTUM
      this.#pass(true)
    }
    return null
  }

  /** Somebody waits for an answer, and what their device has sent before it is little. */
  get asked(): boolean {
    for (const queue of this.#asking) if (isShort(queue)) return true
    return false
  }

  /** Takes all that those devices have sent, in place of `next` and `charge`. */
  takeAsking(): readonly T[] {
    const entries: T[] = []
    for (const queue of this.#asking) {
      if (entries.length >= ASKING) break
      if (!isShort(queue)) continue
      const left = queue.waiting.slice(queue.first)
      entries.push(...left)
      queue.waiting = []
      queue.first = 0
      queue.asking = 0
      queue.taken = true
      this.#asking.delete(queue)
      this.#taken.push(queue)
      this.#size -= left.length
      this.#ready -= left.length
    }
    return entries
  }

  /** The publish that was taken last held so many messages. */
  charge(messages: number): void {
    const queue = this.#turns[this.#passed]
    if (queue === undefined) return
    queue.credit -= messages
    if (queue.first >= PASSED && queue.first * 2 >= queue.waiting.length) {
      queue.waiting = queue.waiting.slice(queue.first)
      queue.first = 0
    }
    if (queue.first === queue.waiting.length) {
      queue.waiting = []
      queue.first = 0
      queue.inTurn = false
      this.#pass(false)
    } else if (queue.credit <= 0) {
      queue.credit += QUANTUM
      queue.batch = this.#batch
      this.#pass(true)
    }
  }

  #enter(queue: DeviceQueue<T>): void {
    queue.inTurn = true
    this.#turns.push(queue)
  }

  #pass(again: boolean): void {
    const queue = this.#turns[this.#passed] as DeviceQueue<T>
    this.#passed += 1
    if (again) this.#turns.push(queue)
    if (this.#passed < PASSED) return
    this.#turns = this.#turns.slice(this.#passed)
    this.#passed = 0
  }

  #queueOf(uplink: Uplink): DeviceQueue<T> {
    const { stationId, deviceId } = uplink
    let devices = this.#queues.get(stationId)
    if (devices === undefined)
      this.#queues.set(stationId, (devices = new Map<string, DeviceQueue<T>>()))
    let queue = devices.get(deviceId)
    if (queue === undefined) {
      const empty = { waiting: [], first: 0, asking: 0, credit: 0, batch: 0 }
      queue = { stationId, deviceId, ...empty, inTurn: false, busy: false, taken: false }
      devices.set(deviceId, queue)
      this.#kept += 1
    }
    return queue
  }

  #forget({ stationId, deviceId }: DeviceQueue<T>): void {
    const devices = this.#queues.get(stationId)
    if (devices?.delete(deviceId) !== true) return
    this.#kept -= 1
    if (devices.size === 0) this.#queues.delete(stationId)
  }
}
