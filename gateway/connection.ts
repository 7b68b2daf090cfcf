import type { Socket } from 'node:net'
import { parseTopic, type DeviceAddress } from '#schemas/topics.ts'
import { Acknowledgements, type PendingPublish } from './acknowledgements.ts'
import { BrokerPipe } from './broker-pipe.ts'
import type { DeviceSession } from './device-session.ts'
import { DownDelivery } from './down-delivery.ts'
import { ticksOf, type Edge } from './edge.ts'
import { FrameReader } from './frame-reader.ts'
import { readTopicName, OwnTopics } from './own-topics.ts'
import type { Uplink, UplinkKind } from './ports.ts'
import { SocketGate } from './socket-gate.ts'
import { CONNECT, DISCONNECT, PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL, writeAck } from './wire.ts'

/** The part of a publish that a dead letter for an oversize frame shows. */
const PREVIEW_BYTES = 1024
/** What a pending publish costs beside its bytes: objects and buffer views, measured about 400 bytes. */
const ENTRY_COST = 400

export interface Will {
  readonly topic: string
  readonly payload: Buffer
}

/** What a CONNECT said, once it was found good. */
export interface Accepted {
  readonly address: DeviceAddress | null
  readonly will: Will | null
  /** Seconds; 0 is none. */
  readonly keepAlive: number
}

type State = 'new' | 'connecting' | 'ready' | 'leaving' | 'closed'

/**
 * One socket. Cuts it into frames, hands publishes to ingest and the acknowledgements back, and passes everything else to
 * aedes through a `BrokerPipe`.
 */
export class Connection {
  readonly pipe: BrokerPipe
  readonly gate: SocketGate
  private readonly edge: Edge
  private readonly reader: FrameReader
  private readonly acks = new Acknowledgements()
  private state: State = 'new'
  private accepted: Accepted = { address: null, will: null, keepAlive: 0 }
  private session: DeviceSession | null = null
  private topics: OwnTopics | null = null
  private delivery: DownDelivery | null = null
  /** QoS 2 publishes before PUBCOMP: true once committed. */
  private qos2: Map<number, boolean> | null = null
  private keepAliveTicks = 0
  private seenTick: number
  private frameSince = -1
  private partialBytes = 0
  private receivedAt = 0
  private submittedBytes = 0

  constructor(edge: Edge, socket: Socket) {
    this.edge = edge
    this.seenTick = edge.tick
    this.reader = new FrameReader(this, edge.limits.connectFrameBytes)
    this.gate = new SocketGate(edge, socket, this)
    this.pipe = new BrokerPipe(this)
  }

  // ---- bytes in

  /** Called by the gate for each chunk read. */
  received(chunk: Buffer): void {
    const { edge, reader } = this
    if (this.state === 'closed') return
    // Nothing but CONNECT may come first: no need to wait for what another protocol's bytes announce.
    if (this.state === 'new' && reader.partialBytes === 0 && (chunk[0] as number) >> 4 !== CONNECT)
      return this.fail('no CONNECT')
    this.seenTick = edge.tick
    this.receivedAt = edge.now()
    this.submittedBytes = 0
    reader.feed(chunk)
    this.afterReading()
    // A chunk lives as long as any publish in it; what its publishes did not pay for is charged too.
    if (this.submittedBytes > 0 && this.submittedBytes < chunk.length / 2)
      this.session?.takeSlack(chunk.length - this.submittedBytes)
  }

  /** Called by the gate when nothing keeps the socket unread any more. */
  resumed(): void {
    this.seenTick = this.edge.tick
    this.receivedAt = this.edge.now()
    this.reader.resume()
    this.afterReading()
  }

  /** `FrameSink`. */
  frame(bytes: Buffer, start: number, body: number, end: number): boolean {
    const first = bytes[start] as number
    if (this.state === 'ready') this.readyFrame(first, bytes, start, body, end)
    else if (this.state === 'new' && first >> 4 === CONNECT) {
      this.state = 'connecting'
      this.gate.close('connecting')
      this.toBroker(bytes.subarray(start, end))
    } else this.fail('packet before CONNECT')
    return this.gate.isOpen
  }

  /** `FrameSink`. */
  oversize(first: Buffer, announced: number): void {
    if (this.state === 'ready' && this.session !== null && first[0]! >> 4 === PUBLISH)
      this.submitOversize(first, announced)
    this.fail('frame too big')
  }

  /** `FrameSink`. */
  malformed(reason: string): void {
    this.fail(reason)
  }

  private readyFrame(first: number, bytes: Buffer, start: number, body: number, end: number): void {
    switch (first >> 4) {
      case PUBLISH:
        this.publish(first, bytes, start, body, end)
        return
      case PUBACK:
        if (this.delivery === null || end - body < 2) break
        this.delivery.acked(bytes.readUInt16BE(body))
        return
      case PUBREL:
        if (end - body < 2 || !this.release(bytes.readUInt16BE(body))) break
        return
      case DISCONNECT:
        // [MQTT-3.14.4-3]: the will is dropped, and nothing may follow.
        this.state = 'leaving'
        this.gate.close('leaving')
        break
    }
    this.toBroker(bytes.subarray(start, end))
  }

  private afterReading(): void {
    const { edge, reader } = this
    const partial = reader.partialBytes
    edge.partialBytes += partial - this.partialBytes
    this.partialBytes = partial
    if (partial === 0) this.frameSince = -1
    else if (this.frameSince === -1) this.frameSince = edge.tick
    if (partial > 0 && edge.partialBytes > edge.limits.partialBytes) this.fail('partial frames')
    this.gate.holding(this.state === 'closed' ? 0 : reader.restBytes)
  }

  // ---- publishes

  private publish(first: number, bytes: Buffer, start: number, body: number, end: number): void {
    const qos = (first >> 1) & 3
    const topicAt = body + 2
    const topicEnd = topicAt > end ? end + 1 : topicAt + bytes.readUInt16BE(body)
    const payloadAt = qos === 0 ? topicEnd : topicEnd + 2
    if (qos === 3 || payloadAt > end) return this.fail('malformed PUBLISH')
    const messageId = qos === 0 ? 0 : bytes.readUInt16BE(topicEnd)
    if (qos !== 0 && messageId === 0) return this.fail('packet identifier 0') // [MQTT-2.3.1-1]
    const address = this.addressOf(bytes, topicAt, topicEnd)
    if (address === 'broker') return this.toBroker(bytes.subarray(start, end))
    if (address === null) return this.fail('topic name')
    if (qos === 2 && this.isKnownQos2(messageId)) return
    this.submit(
      {
        stationId: address.stationId,
        deviceId: address.deviceId,
        kind: address.kind,
        topic: address.topic,
        payload: bytes.subarray(payloadAt, end),
        receivedAt: this.receivedAt,
        dup: (first & 8) !== 0,
      },
      messageId,
      qos === 0 ? 0 : qos === 1 ? PUBACK : PUBREC,
    )
    this.submittedBytes += end - start
  }

  /** Whose publish this is and what; null for a topic that the protocol forbids. */
  private addressOf(
    bytes: Buffer,
    at: number,
    end: number,
  ): (DeviceAddress & { kind: UplinkKind; topic: string }) | 'broker' | null {
    const { topics } = this
    const { address } = this.accepted
    if (topics === null || address === null) return openAddress(bytes, at, end)
    const kind = topics.match(bytes, at, end)
    const { stationId, deviceId } = address
    if (kind !== null) return { stationId, deviceId, kind, topic: topics[kind] }
    const topic = readTopicName(bytes, at, end)
    if (topic === null) return null
    this.edge.counters.foreign += 1
    return { stationId, deviceId, kind: 'foreign', topic }
  }

  private submit(uplink: Uplink, messageId: number, ackType: number): void {
    const { session, edge } = this
    if (session === null) return
    const cost = uplink.payload.length + uplink.topic.length + ENTRY_COST
    const entry = this.acks.add(messageId, ackType)
    session.take(cost)
    edge.counters.publishes += 1
    edge.ingest.submit(uplink, () => this.settled(entry, session, cost))
  }

  private settled(entry: PendingPublish, session: DeviceSession, cost: number): void {
    if (entry.settled) throw new Error('settled twice')
    entry.settled = true
    if (entry.ackType === PUBREC) this.qos2?.set(entry.messageId, true)
    if (this.acks.isNext(entry)) this.gate.flushLater()
    session.give(cost)
  }

  /** Called by the gate before it writes: the acknowledgements that are due. */
  takeAcks(): Buffer | null {
    const frames = this.acks.takeDue()
    if (frames !== null) this.edge.counters.acknowledged += frames.length / 4
    return frames
  }

  /** A QoS 2 publish is stored once: its repetition is answered, not submitted [MQTT-4.3.3-2]. */
  private isKnownQos2(messageId: number): boolean {
    this.qos2 ??= new Map()
    const committed = this.qos2.get(messageId)
    if (committed === undefined) {
      if (this.qos2.size >= this.edge.limits.inboundQos2) this.fail('QoS 2 publishes in flight')
      else this.qos2.set(messageId, false)
      return this.state === 'closed'
    }
    if (committed) this.writeAck(PUBREC, messageId)
    return true
  }

  /** PUBREL. False when the publish is not ours: aedes answers it. */
  private release(messageId: number): boolean {
    const committed = this.qos2?.get(messageId)
    if (committed === undefined) return false
    if (committed) {
      this.qos2?.delete(messageId)
      this.writeAck(PUBCOMP, messageId)
    } else this.fail('PUBREL before PUBREC')
    return true
  }

  private writeAck(type: number, messageId: number): void {
    const frame = Buffer.allocUnsafe(4)
    writeAck(frame, 0, type, messageId)
    this.gate.write(frame)
  }

  private submitOversize(first: Buffer, announced: number): void {
    const { address } = this.accepted
    if (address === null) return
    let body = 1
    while ((first[body] ?? 0) >= 128) body += 1
    body += 1
    const topicEnd = first.length < body + 2 ? -1 : body + 2 + first.readUInt16BE(body)
    const whole = topicEnd !== -1 && topicEnd <= first.length
    const topic = whole ? readTopicName(first, body + 2, topicEnd) : null
    const idBytes = ((first[0]! >> 1) & 3) === 0 ? 0 : 2
    this.edge.counters.tooBig += 1
    this.submit(
      {
        ...address,
        kind: 'too-big',
        topic: topic ?? '',
        payload: Buffer.from(
          topic === null ? first.subarray(body) : first.subarray(topicEnd + idBytes),
        ),
        receivedAt: this.receivedAt,
        dup: (first[0]! & 8) !== 0,
        announcedBytes: announced,
      },
      0,
      0,
    )
  }

  // ---- what the broker says

  /** CONNECT was understood and its credentials are good; CONNACK follows. */
  accept(accepted: Accepted): void {
    this.accepted = accepted
    if (accepted.address !== null) this.topics = new OwnTopics(accepted.address)
  }

  /** CONNACK was written. */
  ready(): void {
    if (this.state !== 'connecting') return
    const { edge, accepted } = this
    this.state = 'ready'
    edge.counters.accepted += 1
    this.reader.maxBytes = edge.limits.frameBytes
    this.seenTick = edge.tick
    if (accepted.keepAlive > 0) this.keepAliveTicks = ticksOf(accepted.keepAlive * 1500)
    const { address } = accepted
    this.session = address === null ? edge.anonymousSession() : edge.session(address)
    this.session.join(this.gate)
    if (address !== null) {
      this.reader.previewBytes = PREVIEW_BYTES
      this.session.ready += 1
      if (this.session.ready === 1)
        edge.presence.connected(address.stationId, address.deviceId, edge.now())
    }
    if (edge.pressure.high) this.gate.close('pressure')
    this.gate.open('connecting')
  }

  /** Whether this connection's device may subscribe to the filter. */
  maySubscribe(filter: string): boolean {
    return filter === this.downTopic
  }

  /** The device subscribed to its `down` topic. */
  subscribedDown(qos: number): void {
    if (this.session === null || this.topics === null || this.state !== 'ready') return
    const { down } = this.topics
    this.delivery ??= new DownDelivery(this.gate, down, this.edge.counters)
    this.delivery.qos = qos
    this.edge.feed(this.session).attach(this.delivery)
  }

  unsubscribedDown(): void {
    if (this.delivery !== null) this.session?.down?.detach(this.delivery)
  }

  /** Null in open mode. */
  get downTopic(): string | null {
    return this.topics?.down ?? null
  }

  /** `PipeEnd`. */
  fromBroker(bytes: Buffer, written: () => void): void {
    this.gate.writeForBroker(bytes, written)
  }

  /** `PipeEnd`. */
  brokerReads(): void {
    this.gate.open('broker')
  }

  /** `PipeEnd`: aedes ends the connection: DISCONNECT, refusal, take-over, protocol error. */
  brokerClosed(): void {
    this.end('broker')
  }

  private toBroker(frame: Buffer): void {
    if (this.state !== 'closed' && !this.pipe.push(frame)) this.gate.close('broker')
  }

  // ---- end

  /** Once a second. Ends what is silent, stuck in a frame, or does not read. */
  sweep(): void {
    const { edge } = this
    if (this.gate.isStuck(edge.tick)) return this.fail('does not read')
    if (!this.gate.isOpen) return
    if (this.keepAliveTicks > 0 && edge.tick - this.seenTick > this.keepAliveTicks)
      return this.fail('keep alive') // [MQTT-3.1.2-24]
    if (this.frameSince !== -1 && edge.tick - this.frameSince > ticksOf(edge.limits.frameTimeoutMs))
      this.fail('unfinished frame')
  }

  /** Submits the will early, for a gateway that stops: what it settles is still waited for. */
  submitWill(): void {
    const { will, address } = this.accepted
    if (will === null || address === null || this.state !== 'ready') return
    this.accepted = { ...this.accepted, will: null }
    this.receivedAt = this.edge.now()
    this.submit(
      { ...address, kind: 'status', ...will, receivedAt: this.receivedAt, dup: false },
      0,
      0,
    )
  }

  /** The socket ended, or the connection is to end. */
  end(reason: string): void {
    if (this.state === 'closed') return
    const { edge, session } = this
    if (session !== null) {
      this.unsubscribedDown()
      const preview = this.reader.takePreview()
      if (preview !== null && this.state === 'ready')
        this.submitOversize(preview.first, preview.announced)
      this.submitWill()
    }
    const { address } = this.accepted
    this.state = 'closed'
    edge.partialBytes -= this.partialBytes
    this.partialBytes = 0
    this.gate.end(reason === 'broker' || reason === 'stop')
    this.pipe.destroy()
    if (session !== null && address !== null) {
      session.ready -= 1
      if (session.ready === 0)
        edge.presence.disconnected(address.stationId, address.deviceId, edge.now())
    }
    session?.leave(this.gate)
    edge.ended(this)
  }

  private fail(reason: string): void {
    if (this.state === 'closed') return
    this.edge.counters.closedForCause += 1
    this.edge.log('connection closed', { reason, device: this.accepted.address })
    this.end(reason)
  }
}

/** Open mode: the device is whom the topic names; all that is no ingest topic is the broker's. */
function openAddress(
  bytes: Buffer,
  at: number,
  end: number,
): (DeviceAddress & { kind: UplinkKind; topic: string }) | 'broker' {
  const topic = readTopicName(bytes, at, end)
  const parsed = topic === null ? null : parseTopic(topic)
  if (topic === null || parsed === null || parsed.kind === 'down') return 'broker'
  return { stationId: parsed.stationId, deviceId: parsed.deviceId, kind: parsed.kind, topic }
}
