import type { Socket } from 'node:net'
import type { Broker, Newcomer, Peer, Welcome } from './client.ts'
import type { DeviceSession } from './device-session.ts'
import { ticksOf, type Edge } from './edge.ts'
import { FrameReader } from './frame-reader.ts'
import { handFilters } from './hand-filters.ts'
import { OwnTopics } from './own-topics.ts'
import { notForIngest, PublishIntake } from './publish-intake.ts'
import { readConnect } from './read-connect.ts'
import { isRefused, refused, type Refused } from './refused.ts'
import { SocketGate } from './socket-gate.ts'
import {
  connackFrame,
  CONNECT,
  DISCONNECT,
  pingResponse,
  PINGREQ,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREL,
  SUBSCRIBE,
  UNSUBSCRIBE,
} from './wire.ts'

/** The part of a publish that a dead letter for an oversize frame shows. */
const PREVIEW_BYTES = 1024

type State = 'new' | 'connecting' | 'ready' | 'leaving' | 'closed'

/**
 * One socket. Cuts it into frames, hands publishes to ingest and the acknowledgements back; everything else is between the
 * `Client` and the peer.
 */
export class Connection implements Newcomer {
  readonly gate: SocketGate
  private readonly edge: Edge
  private readonly broker: Broker
  private readonly reader: FrameReader
  private readonly bornTick: number
  private state: State = 'new'
  /** From CONNACK on. */
  private welcomed: Welcome | null = null
  private session: DeviceSession | null = null
  private intake: PublishIntake | null = null
  private willSent = false
  private keepAliveTicks = 0
  private seenTick: number
  private frameSince = -1
  private partialBytes = 0

  constructor(edge: Edge, broker: Broker, socket: Socket) {
    this.edge = edge
    this.broker = broker
    this.bornTick = edge.tick
    this.seenTick = edge.tick
    this.reader = new FrameReader(this, edge.limits.connectFrameBytes)
    this.gate = new SocketGate(edge, socket, this)
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
    const wrong =
      this.state === 'ready'
        ? this.judge(first, bytes, body, end)
        : this.connect(first, bytes, body, end)
    if (wrong?.returnCode !== undefined) this.refuse(wrong.returnCode)
    else if (wrong !== null) this.fail(wrong.reason)
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

  private connect(first: number, bytes: Buffer, body: number, end: number): Refused | null {
    if (this.state !== 'new') return refused('packet before CONNACK')
    if (first >> 4 !== CONNECT) return refused('packet before CONNECT') // [MQTT-3.1.0-1]
    const request = readConnect(first, bytes, body, end)
    if (isRefused(request)) return request
    this.state = 'connecting'
    this.gate.close('connecting')
    this.broker.admit(this, request)
    return null
  }

  private judge(first: number, bytes: Buffer, body: number, end: number): Refused | null {
    const { intake, welcomed } = this
    if (intake === null || welcomed === null) return null
    const type = first >> 4
    if (type >= PUBACK && type <= PUBCOMP) return this.acknowledged(first, bytes, body, end)
    switch (type) {
      case PUBLISH: {
        const verdict = intake.publish(first, bytes, body, end)
        if (verdict !== notForIngest) return verdict
        return welcomed.client.publish(first, bytes, body, end)
      }
      case SUBSCRIBE:
      case UNSUBSCRIBE:
        return handFilters(welcomed.client, first, bytes, body, end)
      case PINGREQ:
      case DISCONNECT:
        return (first & 15) === 0 && body === end ? this.bare(type) : refused('malformed')
      default:
        // A second CONNECT [MQTT-3.1.0-2], what only a server sends, types 0 and 15.
        return refused('packet type')
    }
  }

  /** Packets that are a header alone. */
  private bare(type: number): null {
    if (type === PINGREQ)
      this.write(pingResponse) // [MQTT-3.12.4-1]
    else {
      this.state = 'leaving' // the will is dropped, and nothing may follow [MQTT-3.14.4-3]
      this.end(true)
    }
    return null
  }

  private acknowledged(first: number, bytes: Buffer, body: number, end: number): Refused | null {
    const type = first >> 4
    if ((first & 15) !== (type === PUBREL ? 2 : 0)) return refused('flags') // [MQTT-2.2.2-2]
    const messageId = end - body === 2 ? bytes.readUInt16BE(body) : 0
    if (messageId === 0) return refused('malformed acknowledgement')
    const verdict = type === PUBREL ? (this.intake?.release(messageId) ?? null) : notForIngest
    if (verdict !== notForIngest) return verdict
    this.welcomed?.client.acknowledged(type, messageId)
    return null
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

  // ---- what the broker says: `Newcomer`

  get isClosed(): boolean {
    return this.state === 'closed'
  }

  get peer(): Peer {
    return this.gate
  }

  write(frame: Buffer): void {
    this.gate.write(frame)
  }

  refuse(returnCode: number): void {
    if (this.state === 'closed') return
    this.edge.counters.refused += 1
    this.write(connackFrame(false, returnCode))
    this.end(true) // [MQTT-3.2.2-5]
  }

  /** The CONNECT is good: CONNACK, and the connection begins. */
  welcome(welcome: Welcome): void {
    const { edge } = this
    const { address, keepAlive, sessionPresent } = welcome
    this.welcomed = welcome
    this.state = 'ready'
    edge.counters.accepted += 1
    this.reader.maxBytes = edge.limits.frameBytes
    this.seenTick = edge.tick
    if (keepAlive > 0) this.keepAliveTicks = ticksOf(keepAlive * 1500)
    this.session = address === null ? edge.anonymousSession() : edge.session(address)
    this.session.join(this.gate)
    const topics = address === null ? null : new OwnTopics(address)
    this.intake = new PublishIntake(edge, this.gate, this.session, topics)
    this.intake.receivedAt = edge.now()
    this.write(connackFrame(sessionPresent, 0))
    if (address !== null) {
      this.reader.previewBytes = PREVIEW_BYTES
      this.session.ready += 1
      if (this.session.ready === 1)
        edge.presence.connected(address.stationId, address.deviceId, edge.now())
    }
    if (edge.pressure.high) this.gate.close('pressure')
    this.gate.open('connecting')
  }

  takenOver(): void {
    this.end(true)
  }

  // ---- end

  /** Once a second. Ends what is silent, stuck in a frame, or does not read. */
  sweep(): void {
    const { edge } = this
    if (this.gate.isStuck(edge.tick)) return this.fail('does not read')
    if (!this.gate.isOpen) return
    if (this.state === 'new' && edge.tick - this.bornTick > ticksOf(edge.limits.connectTimeoutMs))
      return this.fail('no CONNECT in time')
    if (this.keepAliveTicks > 0 && edge.tick - this.seenTick > this.keepAliveTicks)
      return this.fail('keep alive') // [MQTT-3.1.2-24]
    if (this.frameSince !== -1 && edge.tick - this.frameSince > ticksOf(edge.limits.frameTimeoutMs))
      this.fail('unfinished frame')
  }

  /** Submits the will early, for a gateway that stops: what it settles is still waited for. */
  submitWill(): void {
    const will = this.welcomed?.will ?? null
    if (will === null || this.intake === null || this.state !== 'ready' || this.willSent) return
    this.willSent = true
    this.intake.receivedAt = this.edge.now()
    this.intake.will(will.payload)
  }

  /** The socket ended, or the connection is to end. `gracefully`: what was written still goes out. */
  end(gracefully = false): void {
    if (this.state === 'closed') return
    const { edge, session, welcomed } = this
    const politely = this.state === 'leaving'
    if (session !== null) {
      const preview = this.reader.takePreview()
      if (preview !== null) this.deadLetter(preview.first, preview.announced)
      this.submitWill()
    }
    this.state = 'closed'
    edge.partialBytes -= this.partialBytes
    this.partialBytes = 0
    this.gate.end(gracefully)
    welcomed?.client.ended(politely)
    const address = welcomed?.address ?? null
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

  fail(reason: string): void {
    if (this.state === 'closed') return
    this.edge.counters.closedForCause += 1
    this.edge.log('connection closed', { reason, device: this.welcomed?.address ?? null })
    this.end()
  }
}
