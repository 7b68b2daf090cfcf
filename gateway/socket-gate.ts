import type { Socket } from 'node:net'
import type { Peer, PeerCertificate } from './client.ts'
import type { SessionMember } from './device-session.ts'
import { ticksOf, type Edge } from './edge.ts'
import type { Flushable } from './flush-queue.ts'
import { peerCertificate } from './peer-certificate.ts'

/** Why a socket is left unread. Any of them suspends its keep-alive. */
export type Reason = 'connecting' | 'device' | 'rate' | 'pressure' | 'unread' | 'stop'

const BITS: Readonly<Record<Reason, number>> = {
  connecting: 1,
  device: 2,
  pressure: 4,
  unread: 8,
  stop: 16,
  rate: 32,
}

/** What we wrote and the peer did not take: above this it is not read either, so it cannot make us owe more. */
const UNREAD_MAX = 256 * 1024
/** A closing socket gets this long to take its last bytes (a CONNACK with the reason). */
const LINGER_MS = 5000

export interface GateOwner {
  received(chunk: Buffer): void
  resumed(): void
  takeAcks(): Buffer | null
  end(): void
}

/** The socket of a connection: whether it is read, and what is written to it in one go. */
export class SocketGate implements SessionMember, Flushable, Peer {
  private readonly edge: Edge
  private readonly socket: Socket
  private readonly owner: GateOwner
  private reasons = 0
  private paused = false
  private ended = false
  private queued = false
  private out: Buffer[] = []
  private held = 0
  private unreadSince = -1

  constructor(edge: Edge, socket: Socket, owner: GateOwner) {
    this.edge = edge
    this.socket = socket
    this.owner = owner
    socket.on('data', (chunk: Buffer) => owner.received(chunk))
    socket.on('drain', () => this.drained())
    socket.on('end', () => owner.end())
    socket.on('close', () => owner.end())
    socket.on('error', () => owner.end())
  }

  get isOpen(): boolean {
    return this.reasons === 0 && !this.ended
  }

  /** The peer leaves so much unread that it is not read either. */
  get isCongested(): boolean {
    return this.ended || (this.reasons & BITS.unread) !== 0
  }

  get remote(): string | undefined {
    return this.socket.remoteAddress
  }

  get certificate(): PeerCertificate | null {
    return peerCertificate(this.socket)
  }

  close(reason: Reason): void {
    this.reasons |= BITS[reason]
    if (this.paused || this.ended) return
    this.paused = true
    this.socket.pause()
  }

  open(reason: Reason): void {
    if ((this.reasons & BITS[reason]) === 0) return
    this.reasons &= ~BITS[reason]
    if (this.reasons === 0) this.flushLater()
  }

  /** `SessionMember`. */
  deviceFull(full: boolean): void {
    if (full) this.close('device')
    else this.open('device')
  }

  /** `SessionMember`. */
  tooFast(fast: boolean): void {
    if (fast) this.close('rate')
    else this.open('rate')
  }

  /** `SessionMember`. */
  supersede(): void {
    this.owner.end()
  }

  /** Bytes read behind the point where the reading stopped. */
  holding(bytes: number): void {
    const more = bytes - this.held
    this.held = bytes
    if (more > 0) this.edge.pressure.hold(more)
    else if (more < 0) this.edge.pressure.release(-more)
  }

  /** Goes out with the acknowledgements of this turn, in one write. */
  write(frame: Buffer): void {
    this.out.push(frame)
    this.flushLater()
  }

  flushLater(): void {
    if (this.queued || this.ended) return
    this.queued = true
    this.edge.flushes.later(this)
  }

  /** `Flushable`. */
  flush(): void {
    this.queued = false
    if (this.ended) return
    this.writeDue()
    if (this.paused && this.reasons === 0) this.goOn()
  }

  /** Nothing was taken by the peer for the drain timeout. */
  isStuck(tick: number): boolean {
    return (
      this.unreadSince !== -1 && tick - this.unreadSince > ticksOf(this.edge.limits.drainTimeoutMs)
    )
  }

  /** Gracefully: what was written still goes out. */
  end(gracefully: boolean): void {
    if (this.ended) return
    if (gracefully) this.writeDue()
    this.ended = true
    this.holding(0)
    const { socket } = this
    if (!gracefully) {
      socket.destroy()
      return
    }
    socket.removeAllListeners('data')
    socket.setTimeout(LINGER_MS, () => socket.destroy())
    socket.destroySoon()
    socket.resume()
  }

  private goOn(): void {
    this.paused = false
    this.holding(0)
    this.owner.resumed()
    if (this.reasons === 0 && !this.ended) this.socket.resume()
  }

  private writeDue(): void {
    const acks = this.owner.takeAcks()
    const { out } = this
    if (out.length === 0) {
      if (acks !== null) this.send(acks)
      return
    }
    this.out = []
    if (acks !== null) out.unshift(acks)
    this.send(out.length === 1 ? (out[0] as Buffer) : Buffer.concat(out))
  }

  private send(bytes: Buffer): void {
    if (this.socket.write(bytes)) return
    if (this.unreadSince === -1) this.unreadSince = this.edge.tick
    if (this.socket.writableLength > UNREAD_MAX) this.close('unread')
  }

  private drained(): void {
    this.unreadSince = -1
    this.open('unread')
  }
}
