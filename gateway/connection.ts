import type { Socket } from 'node:net'
import { deviceUsername, type DeviceAddress } from '#schemas/topics.ts'
import { BrokerPipe } from './broker-pipe.ts'
import type { DeviceSession } from './device-session.ts'
import { DownDelivery } from './down-delivery.ts'
import { ticksOf, type Edge } from './edge.ts'
import { FrameReader } from './frame-reader.ts'
import { OwnTopics } from './own-topics.ts'
import { PublishIntake, toBroker, type Verdict } from './publish-intake.ts'
import { SocketGate } from './socket-gate.ts'
import { CONNECT, DISCONNECT, PUBACK, PUBLISH, PUBREL } from './wire.ts'

/** The part of a publish that a dead letter for an oversize frame shows. */
const PREVIEW_BYTES = 1024

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
  private state: State = 'new'
  private accepted: Accepted = { address: null, will: null, keepAlive: 0 }
  private session: DeviceSession | null = null
  private topics: OwnTopics | null = null
  private intake: PublishIntake | null = null
  private delivery: DownDelivery | null = null
  private keepAliveTicks = 0
  private seenTick: number
  private frameSince = -1
  private partialBytes = 0

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
    const { reader } = this
    if (this.state === 'closed') return
    // Nothing but CONNECT may come first: no need to wait for what another protocol's bytes announce.
    if (this.state === 'new' && reader.partialBytes === 0 && (chunk[0] as number) >> 4 !== CONNECT)
      return this.fail('no CONNECT')
    this.beforeReading()
    reader.feed(chunk)
    this.afterReading()
    // A chunk lives as long as any publish in it; what its publishes did not pay for is charged too.
    const paid = this.intake?.submittedBytes ?? 0
    if (paid > 0 && paid < (chunk.length - reader.restBytes) / 2)
      this.session?.takeSlack(chunk.length - reader.restBytes - paid)
  }

  /** Called by the gate when nothing keeps the socket unread any more. */
  resumed(): void {
    this.beforeReading()
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
    this.deadLetter(first, announced)
    this.fail('frame too big')
  }

  /** `FrameSink`. */
  malformed(reason: string): void {
    this.fail(reason)
  }

  private readyFrame(first: number, bytes: Buffer, start: number, body: number, end: number): void {
    const verdict = this.judge(first, bytes, body, end)
    if (verdict === null) return
    if (verdict === toBroker) this.toBroker(bytes.subarray(start, end))
    else this.fail(verdict.reason)
  }

  private judge(first: number, bytes: Buffer, body: number, end: number): Verdict {
    const { intake } = this
    const type = first >> 4
    if (type === PUBLISH && intake !== null) return intake.publish(first, bytes, body, end)
    if (type === DISCONNECT) {
      // [MQTT-3.14.4-3]: the will is dropped, and nothing may follow.
      this.state = 'leaving'
      this.gate.close('leaving')
      return toBroker
    }
    if (end - body !== 2) return toBroker
    if (type === PUBACK && this.delivery !== null) {
      this.delivery.acked(bytes.readUInt16BE(body))
      return null
    }
    // [MQTT-2.2.2-2]: the flags of PUBREL are 0010.
    if (type === PUBREL && (first & 15) === 2 && intake !== null)
      return intake.release(bytes.readUInt16BE(body))
    return toBroker
  }

  private beforeReading(): void {
    const { edge, intake } = this
    this.seenTick = edge.tick
    if (intake === null) return
    intake.receivedAt = edge.now()
    intake.submittedBytes = 0
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

  /** Called by the gate before it writes: the acknowledgements that are due. */
  takeAcks(): Buffer | null {
    return this.intake === null ? null : this.intake.takeAcks()
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
    this.intake = new PublishIntake(edge, this.gate, this.session, this.topics)
    this.intake.receivedAt = edge.now()
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
    this.delivery.tell({ type: 'time', at: new Date(this.edge.now()).toISOString() })
    this.edge.feed(this.session).attach(this.delivery)
  }

  unsubscribedDown(): void {
    if (this.delivery !== null) this.session?.down?.detach(this.delivery)
  }

  /** Null in open mode. */
  get username(): string | null {
    const { address } = this.accepted
    return address === null ? null : deviceUsername(address)
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
    const { will } = this.accepted
    if (will === null || this.intake === null || this.state !== 'ready') return
    this.accepted = { ...this.accepted, will: null }
    this.intake.receivedAt = this.edge.now()
    this.intake.will(will.payload)
  }

  /** The socket ended, or the connection is to end. */
  end(reason: string): void {
    if (this.state === 'closed') return
    const { edge, session } = this
    if (session !== null) {
      this.unsubscribedDown()
      const preview = this.reader.takePreview()
      if (preview !== null) this.deadLetter(preview.first, preview.announced)
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

  private deadLetter(first: Buffer, announced: number): void {
    if (this.state === 'ready' && (first[0] as number) >> 4 === PUBLISH)
      this.intake?.oversize(first, announced)
  }

  private fail(reason: string): void {
    if (this.state === 'closed') return
    this.edge.counters.closedForCause += 1
    this.edge.log('connection closed', { reason, device: this.accepted.address })
    this.end(reason)
  }
}
