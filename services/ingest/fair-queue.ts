import type { Uplink } from '#domain/edge-ports.ts'

/** Messages that a device may bring in its turn before the next device has its own. */
const QUANTUM = 32
/** Devices whose empty queue is kept for their next publish; making it anew costs more than the publish's turn. */
const KEPT = 20_000
/** What has passed, turns or publishes, is held until it is so much. */
const PASSED = 1024

type DeviceQueue<T> = {
  readonly stationId: string
  readonly deviceId: string
  waiting: T[]
  first: number
  /** Messages that it may still bring; a large array makes it a debtor for some rounds. */
  credit: number
  /** The batch in which its last turn ended. */
  batch: number
  inTurn: boolean
}

/**
 * Publishes that wait for a lane, taken in turns of devices (deficit round robin) and in order within a device: who floods, or comes
 * back with half a million events, waits behind their own and not in front of others.
 */
export class FairQueue<T extends { readonly uplink: Uplink }> {
  readonly #queues = new Map<string, Map<string, DeviceQueue<T>>>()
  #kept = 0
  #turns: DeviceQueue<T>[] = []
  #passed = 0
  #batch = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(entry: T): void {
    const queue = this.#queueOf(entry.uplink)
    queue.waiting.push(entry)
    this.#size += 1
    if (queue.inTurn) return
    queue.inTurn = true
    // Whoever waited for nothing does not begin with a debt, nor with what they did not use.
    queue.credit = QUANTUM
    this.#turns.push(queue)
  }

  beginBatch(): void {
    this.#batch += 1
  }

  /** Takes the publish whose turn it is. `once`: only of a device whose turn in this batch has not ended. Then say what it cost. */
  next(once: boolean): T | null {
    for (let left = this.#turns.length - this.#passed; left > 0; ) {
      const queue = this.#turns[this.#passed] as DeviceQueue<T>
      if (queue.credit > 0 && !(once && queue.batch === this.#batch)) {
        this.#size -= 1
        return queue.waiting[queue.first++] as T
      }
      if (once) left -= 1
      else queue.credit += QUANTUM
      this.#pass(true)
    }
    return null
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
      if (this.#kept > KEPT) this.#forget(queue)
    } else if (queue.credit <= 0) {
      queue.credit += QUANTUM
      queue.batch = this.#batch
      this.#pass(true)
    }
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
      const empty = { waiting: [], first: 0, credit: 0, batch: 0, inTurn: false }
      queue = { stationId, deviceId, ...empty }
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
