import { parseTopic } from '#schemas/topics.ts'
import { Acknowledgements, type PendingPublish } from './acknowledgements.ts'
import type { DeviceSession } from './device-session.ts'
import type { Edge } from './edge.ts'
import { type Origin, type OwnTopics, readTopicName } from './own-topics.ts'
import type { Uplink } from './ports.ts'
import { refused, type Refused } from './refused.ts'
import { ackFrame, PUBACK, PUBCOMP, PUBREC } from './wire.ts'

/** What a pending publish costs beside its bytes: objects and buffer views, about 400 bytes. */
const ENTRY_COST = 400
const QOS = 3
const DUP = 8

/** What becomes of a frame: taken, not for ingest, or the reason to end the connection. */
export type Verdict = null | typeof notForIngest | Refused
export const notForIngest = Symbol('not for ingest')

/** The connection that publishes come from. */
export interface IntakeOwner {
  /** Acknowledgements are due. */
  flushLater(): void
  write(frame: Buffer): void
}

/**
 * The publishes of one connection: to ingest in the order received, and their acknowledgements back once settled.
 */
export class PublishIntake {
  /** Epoch milliseconds of the chunk that is being read. */
  receivedAt = 0
  /** Bytes of frames submitted since it was last set to 0. */
  submittedBytes = 0
  private readonly edge: Edge
  private readonly owner: IntakeOwner
  private readonly session: DeviceSession
  /** Null in open mode, where the topic says which device it is. */
  private readonly topics: OwnTopics | null
  private readonly acks = new Acknowledgements()
  /** QoS 2 publishes before PUBCOMP: true once committed. */
  private qos2: Map<number, boolean> | null = null

  constructor(edge: Edge, owner: IntakeOwner, session: DeviceSession, topics: OwnTopics | null) {
    this.edge = edge
    this.owner = owner
    this.session = session
    this.topics = topics
  }

  /** A PUBLISH whose body is `bytes[body, end)`. */
  publish(first: number, bytes: Buffer, body: number, end: number): Verdict {
    const qos = (first >> 1) & QOS
    const topicAt = body + 2
    const topicEnd = topicAt > end ? end + 1 : topicAt + bytes.readUInt16BE(body)
    const payloadAt = qos === 0 ? topicEnd : topicEnd + 2
    if (qos === 3 || payloadAt > end) return refused('malformed PUBLISH') // [MQTT-3.3.1-4]
    if (qos === 0 && (first & DUP) !== 0) return refused('DUP with QoS 0') // [MQTT-3.3.1-2]
    const messageId = qos === 0 ? 0 : bytes.readUInt16BE(topicEnd)
    if (qos !== 0 && messageId === 0) return refused('packet identifier 0') // [MQTT-2.3.1-1]
    const origin = this.originOf(bytes, topicAt, topicEnd)
    if (origin === null) return refused('topic name')
    if (origin === notForIngest) return notForIngest
    if (qos === 2) {
      if (this.qos2?.has(messageId) === true) return this.repeated(messageId)
      if (!this.begin(messageId)) return refused('QoS 2 publishes in flight')
    }
    const payload = bytes.subarray(payloadAt, end)
    this.submittedBytes += end - body
    const dup = (first & DUP) !== 0
    this.submit(origin, payload, dup, messageId, qos === 0 ? 0 : qos === 1 ? PUBACK : PUBREC)
    return null
  }

  /** PUBREL. */
  release(messageId: number): Verdict {
    const committed = this.qos2?.get(messageId)
    if (committed === undefined) return notForIngest
    if (!committed) return refused('PUBREL before PUBREC')
    this.qos2?.delete(messageId)
    this.answer(PUBCOMP, messageId)
    return null
  }

  /** `first` are the bytes at hand of a PUBLISH beyond the cap, from its fixed header on. */
  oversize(first: Buffer, announcedBytes: number): void {
    if (this.topics === null) return
    const flags = first[0] as number
    let body = 1
    while ((first[body] ?? 0) >= 128) body += 1
    body += 1
    const topicEnd = first.length < body + 2 ? -1 : body + 2 + first.readUInt16BE(body)
    const whole = topicEnd !== -1 && topicEnd <= first.length
    const topic = whole ? readTopicName(first, body + 2, topicEnd) : null
    const payloadAt = topic === null ? body : topicEnd + (((flags >> 1) & QOS) === 0 ? 0 : 2)
    this.edge.counters.tooBig += 1
    this.submit(
      { address: this.topics.address, kind: 'too-big', topic: topic ?? '' },
      Buffer.from(first.subarray(payloadAt)),
      (flags & DUP) !== 0,
      0,
      0,
      announcedBytes,
    )
  }

  /** The last will, as the status publish that it is. */
  will(payload: Buffer): void {
    const { topics } = this
    if (topics === null) return
    this.submit(topics.origins.status, payload, false, 0, 0)
  }

  /** The acknowledgements that are due, or null. */
  takeAcks(): Buffer | null {
    const frames = this.acks.takeDue()
    if (frames !== null) this.edge.counters.acknowledged += frames.length / 4
    return frames
  }

  /** Where a publish comes from; null for a topic name that the protocol forbids. In open mode not all is for ingest. */
  private originOf(bytes: Buffer, at: number, end: number): Origin | typeof notForIngest | null {
    const { topics } = this
    const own = topics === null ? null : topics.match(bytes, at, end)
    if (own !== null) return own
    const topic = readTopicName(bytes, at, end)
    if (topic === null) return null
    if (topics !== null) {
      this.edge.counters.foreign += 1
      return { address: topics.address, kind: 'foreign', topic }
    }
    const address = parseTopic(topic)
    if (address === null || address.kind === 'down') return notForIngest
    return { address, kind: address.kind, topic }
  }

  private submit(
    { address, kind, topic }: Origin,
    payload: Buffer,
    dup: boolean,
    messageId: number,
    ackType: number,
    announcedBytes = 0,
  ): void {
    const { edge, session, receivedAt } = this
    const { stationId, deviceId } = address
    const uplink: Uplink =
      announcedBytes === 0
        ? { stationId, deviceId, kind, topic, payload, receivedAt, dup }
        : { stationId, deviceId, kind, topic, payload, receivedAt, dup, announcedBytes }
    const cost = payload.length + topic.length + ENTRY_COST
    const entry = this.acks.add(messageId, ackType)
    session.take(cost)
    edge.counters.publishes += 1
    edge.ingest.submit(uplink, () => this.settled(entry, cost))
  }

  private settled(entry: PendingPublish, cost: number): void {
    if (entry.settled) throw new Error('IngestPort: settled twice')
    entry.settled = true
    if (entry.ackType === PUBREC) this.qos2?.set(entry.messageId, true)
    if (this.acks.isNext(entry)) this.owner.flushLater()
    this.session.give(cost)
  }

  private begin(messageId: number): boolean {
    this.qos2 ??= new Map()
    if (this.qos2.size >= this.edge.limits.inboundQos2) return false
    this.qos2.set(messageId, false)
    return true
  }

  /** A QoS 2 publish is stored once: its repetition is answered, not submitted [MQTT-4.3.3-2]. */
  private repeated(messageId: number): null {
    if (this.qos2?.get(messageId) === true) this.answer(PUBREC, messageId)
    return null
  }

  private answer(type: number, messageId: number): void {
    this.owner.write(ackFrame(type, messageId))
  }
}
