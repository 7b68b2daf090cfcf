import type { DownMessage } from '#schemas/down.ts'
import type { DownSink } from './down-feed.ts'
import type { EdgeCounters } from './edge.ts'
import type { SentIds } from './kept-sessions.ts'
import { messageFrame, PUBLISH_QOS1_DUP, publishFrame } from './wire.ts'

const MESSAGE_ID_MAX = 65_535
/** Of a session that is kept; what the store expired meanwhile makes room, oldest first. */
const SENT_MAX = 1000

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
  private readonly sent: SentIds
  private readonly waiting = new Map<number, () => void>()
  private lastId: number

  /** `sent`: what an earlier connection of the session left unacknowledged. */
  constructor(gate: Writer, topic: string, counters: EdgeCounters, sent: SentIds) {
    this.gate = gate
    this.topic = topic
    this.counters = counters
    this.sent = sent
    this.lastId = [...sent.values()].at(-1) ?? 0
  }

  /** `DownSink`. */
  send(payload: string, acked: () => void, outboxId: string): void {
    const { sent, gate, topic } = this
    this.counters.downSent += 1
    if (this.qos === 0) {
      gate.write(publishFrame(topic, payload, 0))
      acked()
      return
    }
    const before = sent.get(outboxId)
    const messageId = before ?? this.freeId()
    sent.set(outboxId, messageId)
    const [oldest] = sent.keys()
    if (sent.size > SENT_MAX && oldest !== undefined) sent.delete(oldest)
    this.waiting.set(messageId, () => {
      sent.delete(outboxId)
      acked()
    })
    if (before === undefined) gate.write(publishFrame(topic, payload, messageId))
    else gate.write(messageFrame(PUBLISH_QOS1_DUP, topic, payload, messageId)) // [MQTT-3.3.1-1]
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
    const used = new Set(this.sent.values())
    do {
      this.lastId = this.lastId === MESSAGE_ID_MAX ? 1 : this.lastId + 1
    } while (this.waiting.has(this.lastId) || used.has(this.lastId))
    return this.lastId
  }
}
