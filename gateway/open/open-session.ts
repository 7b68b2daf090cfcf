import { matchesFilter } from '#gateway/topic-filter.ts'
import { ackFrame, messageFrame, PUBLISH, PUBREL } from '#gateway/wire.ts'

export interface Message {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: number
  readonly retain: boolean
}

export interface Writer {
  readonly peer: { readonly isCongested: boolean }
  write(frame: Buffer): void
}

interface Delivery {
  readonly message: Message
  readonly qos: 0 | 1 | 2
}

const DUP = 8
const RETAIN = 1
const MESSAGE_ID_MAX = 65_535
const IN_FLIGHT_MAX = 1000
/** What waits for a client that is away; more drops the oldest. */
const WAITING_MAX = 10_000

/**
 * The state of one client, §4.1: subscriptions, what was not acknowledged yet, what waits. It outlives connections when the
 * client asked for that.
 */
export class OpenSession {
  readonly subscriptions = new Map<string, number>()
  /** QoS 2 identifiers that came and were not released: their repetition is not routed again [MQTT-4.3.3-2]. */
  readonly received = new Set<number>()
  private readonly unacknowledged = new Map<number, Delivery>()
  /** In the order of their PUBREC [MQTT-4.6.0-4]. */
  private readonly released = new Set<number>()
  private readonly waiting: Delivery[] = []
  private writer: Writer | null = null
  private lastId = 0

  get isAttached(): boolean {
    return this.writer !== null
  }

  /** Sends again what was not acknowledged, in its order and marked [MQTT-4.4.0-1, 3.3.1-1], then what came meanwhile. */
  attach(writer: Writer): void {
    this.writer = writer
    for (const [messageId, delivery] of this.unacknowledged) this.publish(delivery, messageId, true)
    for (const messageId of this.released) writer.write(ackFrame(PUBREL, messageId))
    this.pump()
  }

  detach(writer: Writer): void {
    if (this.writer === writer) this.writer = null
  }

  /** The highest QoS of the subscriptions that match [MQTT-3.3.5-1]; -1 for none. */
  qosFor(topic: string): number {
    let highest = -1
    for (const [filter, qos] of this.subscriptions) {
      if (qos > highest && matchesFilter(filter, topic)) highest = qos
    }
    return highest
  }

  /** At most the QoS of the message, at most that of the subscription [MQTT-3.8.4-6]. */
  deliver(message: Message, subscribedQos: number): void {
    const qos = Math.min(message.qos, subscribedQos) as 0 | 1 | 2
    if (qos > 0) {
      this.waiting.push({ message, qos })
      if (this.waiting.length > WAITING_MAX) this.waiting.shift()
      this.pump()
    } else if (this.writer?.peer.isCongested === false) this.publish({ message, qos }, 0, false)
  }

  /** PUBACK. */
  acknowledged(messageId: number): void {
    if (this.unacknowledged.get(messageId)?.qos !== 1) return
    this.unacknowledged.delete(messageId)
    this.pump()
  }

  /** PUBREC: from here on the identifier alone is kept. */
  recorded(messageId: number): void {
    if (this.unacknowledged.get(messageId)?.qos === 2) {
      this.unacknowledged.delete(messageId)
      this.released.add(messageId)
    }
    this.writer?.write(ackFrame(PUBREL, messageId))
  }

  /** PUBCOMP. */
  completed(messageId: number): void {
    if (this.released.delete(messageId)) this.pump()
  }

  private pump(): void {
    while (this.writer !== null && this.unacknowledged.size + this.released.size < IN_FLIGHT_MAX) {
      const delivery = this.waiting.shift()
      if (delivery === undefined) return
      const messageId = this.freeId()
      this.unacknowledged.set(messageId, delivery)
      this.publish(delivery, messageId, false)
    }
  }

  private publish({ message, qos }: Delivery, messageId: number, dup: boolean): void {
    const { topic, payload, retain } = message
    const first = (PUBLISH << 4) | (dup ? DUP : 0) | (qos << 1) | (retain ? RETAIN : 0)
    this.writer?.write(messageFrame(first, topic, payload, messageId))
  }

  private freeId(): number {
    do {
      this.lastId = this.lastId === MESSAGE_ID_MAX ? 1 : this.lastId + 1
    } while (this.unacknowledged.has(this.lastId) || this.released.has(this.lastId))
    return this.lastId
  }
}
