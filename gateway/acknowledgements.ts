import { writeAck } from './wire.ts'

/** One publish on its way through ingest. */
export interface PendingPublish {
  /** 0 for QoS 0. */
  readonly messageId: number
  /** PUBACK or PUBREC; 0 for QoS 0. */
  readonly ackType: number
  settled: boolean
  next: PendingPublish | null
}

/**
 * The publishes of one connection in the order received. Acknowledgements leave in that order [MQTT-4.6.0-2, 4.6.0-3],
 * and never for a publish that was not settled itself.
 */
export class Acknowledgements {
  private head: PendingPublish | null = null
  private tail: PendingPublish | null = null

  add(messageId: number, ackType: number): PendingPublish {
    const entry: PendingPublish = { messageId, ackType, settled: false, next: null }
    if (this.tail === null) this.head = entry
    else this.tail.next = entry
    this.tail = entry
    return entry
  }

  /** True when the oldest publish is this one: something can be written. */
  isNext(entry: PendingPublish): boolean {
    return this.head === entry
  }

  /** Takes all that are due and returns their acknowledgements, four bytes each, or null when none is to be written. */
  takeDue(): Buffer | null {
    let count = 0
    let last = this.head
    while (last?.settled === true) {
      if (last.ackType !== 0) count += 1
      last = last.next
    }
    const frames = count === 0 ? null : Buffer.allocUnsafe(count * 4)
    let at = 0
    for (let entry = this.head; entry !== last && entry !== null; entry = entry.next) {
      if (frames === null || entry.ackType === 0) continue
      writeAck(frames, at, entry.ackType, entry.messageId)
      at += 4
    }
    this.head = last
    if (last === null) this.tail = null
    return frames
  }
}
