import { DUP } from './publish-frame.ts'

export interface WindowCounters {
  resent: number
  overtaking: number
}

/**
 * The publishes of one device that are in flight: each keeps its bytes in a slot of one buffer until its PUBACK. Message
 * ids are slot number + 1. A slot is taken again only when all earlier ones are done, so the order of sending is the
 * order of the ring.
 */
export class PublishWindow {
  readonly region: Buffer
  readonly slotBytes: number
  readonly dueMs: Float64Array
  readonly sentMs: Float64Array
  private readonly size: number
  private readonly lengths: Uint32Array
  private readonly done: Uint8Array
  private readonly counters: WindowCounters
  private head = 0
  private tail = 0
  private flushed = 0

  constructor(size: number, slotBytes: number, counters: WindowCounters) {
    if (size < 1 || size > 60_000) throw new RangeError('a window holds 1 to 60000 publishes')
    this.size = size
    this.slotBytes = slotBytes
    this.region = Buffer.allocUnsafeSlow(size * slotBytes)
    this.dueMs = new Float64Array(size)
    this.sentMs = new Float64Array(size)
    this.lengths = new Uint32Array(size)
    this.done = new Uint8Array(size)
    this.counters = counters
  }

  get free(): number {
    return this.size - (this.head - this.tail)
  }

  get inFlight(): number {
    return this.head - this.tail
  }

  /** The next free slot; the caller writes a frame of `length` bytes at slot × `slotBytes`. Only when `free` > 0. */
  take(length: number, dueMs: number): number {
    const slot = this.head % this.size
    this.head += 1
    this.lengths[slot] = length
    this.dueMs[slot] = dueMs
    this.done[slot] = 0
    return slot
  }

  messageId(slot: number): number {
    return slot + 1
  }

  /** The slot of an acknowledged message id, or -1 when that id is not in flight. */
  acknowledge(messageId: number): number {
    const slot = messageId - 1
    if (slot < 0 || slot >= this.size || this.done[slot] === 1 || !this.holds(slot)) return -1
    this.done[slot] = 1
    if (slot !== this.tail % this.size) this.counters.overtaking += 1
    while (this.tail < this.head && this.done[this.tail % this.size] === 1) this.tail += 1
    return slot
  }

  /** Bytes of all publishes taken since the last flush, in order; their clock starts. */
  flush(nowMs: number): Buffer | null {
    if (this.flushed >= this.head) return null
    for (let n = this.flushed; n < this.head; n += 1) this.sentMs[n % this.size] = nowMs
    const bytes = this.gather(this.flushed)
    this.flushed = this.head
    return bytes
  }

  /** All that is in flight and was sent before, again, marked as a repetition. */
  resend(): Buffer | null {
    if (this.tail >= this.flushed) return null
    for (let n = this.tail; n < this.flushed; n += 1) {
      const at = (n % this.size) * this.slotBytes
      this.region[at] = (this.region[at] ?? 0) | DUP
      if (this.done[n % this.size] === 0) this.counters.resent += 1
    }
    const head = this.head
    this.head = this.flushed
    const bytes = this.gather(this.tail)
    this.head = head
    return bytes
  }

  private holds(slot: number): boolean {
    const place = (slot - (this.tail % this.size) + this.size) % this.size
    return place < this.inFlight
  }

  private gather(from: number): Buffer {
    let total = 0
    for (let n = from; n < this.head; n += 1) {
      if (this.done[n % this.size] === 0) total += this.lengths[n % this.size] ?? 0
    }
    const bytes = Buffer.allocUnsafe(total)
    let at = 0
    for (let n = from; n < this.head; n += 1) {
      const slot = n % this.size
      if (this.done[slot] === 1) continue
      const start = slot * this.slotBytes
      at += this.region.copy(bytes, at, start, start + (this.lengths[slot] ?? 0))
    }
    return bytes
  }
}
