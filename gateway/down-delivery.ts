import type { DownMessage } from '#schemas/down.ts'
import type { DownSink } from './down-feed.ts'
import type { EdgeCounters } from './edge.ts'
import { publishFrame } from './wire.ts'

const MESSAGE_ID_MAX = 65_535

interface Writer {
  write(frame: Buffer): void
}

/** Writes a device's messages to its socket and waits for their PUBACK. */
export class DownDelivery implements DownSink {
  /** As granted; a device that asked for QoS 0 gets no repetition. */
  qos = 1
  private readonly gate: Writer
  private readonly topic: string
  private readonly counters: EdgeCounters
  private readonly waiting = new Map<number, () => void>()
  private lastId = 0

  constructor(gate: Writer, topic: string, counters: EdgeCounters) {
    this.gate = gate
    this.topic = topic
    this.counters = counters
  }

  /** `DownSink`. */
  send(payload: string, acked: () => void): void {
    this.counters.downSent += 1
    if (this.qos === 0) {
      this.gate.write(publishFrame(this.topic, payload, 0))
      acked()
      return
    }
    const messageId = this.freeId()
    this.waiting.set(messageId, acked)
    this.gate.write(publishFrame(this.topic, payload, messageId))
  }

  /** Said once, for now: not kept, not repeated. */
  tell(message: DownMessage): void {
    this.gate.write(publishFrame(this.topic, JSON.stringify(message), 0))
  }

  /** PUBACK; one that nothing waits for is ignored. */
  acked(messageId: number): void {
    const done = this.waiting.get(messageId)
    if (done === undefined) return
    this.waiting.delete(messageId)
    this.counters.downAcked += 1
    done()
  }

  private freeId(): number {
    do {
      this.lastId = this.lastId === MESSAGE_ID_MAX ? 1 : this.lastId + 1
    } while (this.waiting.has(this.lastId))
    return this.lastId
  }
}
