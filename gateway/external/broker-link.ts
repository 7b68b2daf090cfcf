import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { generate, parser, type Packet } from 'mqtt-packet'
import { FrameReader, type FrameSink } from '#gateway/frame-reader.ts'
import { DISCONNECT, PUBACK, PUBLISH } from '#gateway/wire.ts'
import type { BrokerUrl } from './broker-url.ts'
import { type Inbound, readPublish } from './v5-frames.ts'

/** Publishes that we have read and not acknowledged; 2 000 at 30 ms a commit are 66 000/s. */
export const RECEIVE_MAXIMUM = 2000
/** Above the cap of a frame at our own edge, so that what is beyond that cap becomes a dead letter here too. */
const PACKET_MAX_BYTES = 1024 * 1024
const KEEP_ALIVE_S = 30
const PING_MS = 10_000
const CONNECT_MS = 10_000
const GOODBYE = Buffer.from([DISCONNECT << 4, 0])
const PINGREQ = Buffer.from([0xc0, 0])
/** MQTT 5 §2.4: codes from here on are refusals. */
const REFUSAL = 0x80
const PROTOCOL_V5 = 5

export interface LinkOptions {
  readonly url: BrokerUrl
  readonly clientId: string
  /** How long the broker keeps for us what we have not acknowledged, seconds. */
  readonly sessionS: number
  readonly filters: readonly string[]
}

export interface LinkEvents {
  inbound(publish: Inbound): void
  answered(messageId: number, reason: number): void
  /** After `open`: once, when it ended without `close`. */
  lost(reason: string): void
}

/**
 * One connection to an external broker, MQTT 5: a bare socket, because mqtt.js handles one packet after the other and would
 * acknowledge 400 a second after their commits.
 */
export class BrokerLink implements FrameSink {
  /** The publishes that the broker takes from us at a time. */
  receiveMaximum = 0
  private readonly options: LinkOptions
  private readonly events: LinkEvents
  private readonly reader = new FrameReader(this, PACKET_MAX_BYTES)
  private readonly rare = parser({ protocolVersion: PROTOCOL_V5 })
  private socket: Socket | null = null
  private pinger: NodeJS.Timeout | null = null
  private paused = false
  private heard = true
  private opened: ((error: Error | null) => void) | null = null

  constructor(options: LinkOptions, events: LinkEvents) {
    this.options = options
    this.events = events
    this.rare.on('packet', (packet: Packet) => this.handleRare(packet))
    this.rare.on('error', (error: Error) => this.end(error.message))
  }

  /** Resolves when it is connected and subscribed. @throws Error saying why not */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.end('no answer'), CONNECT_MS)
      this.opened = (error) => {
        clearTimeout(late)
        this.opened = null
        if (error === null) resolve()
        else reject(error)
      }
      const { host, port, tls } = this.options.url
      const hello = (): void => {
        this.socket?.write(this.connectPacket())
      }
      const socket = tls
        ? connectTls({ host, port, servername: host }, hello)
        : connectPlain(port, host, hello)
      this.socket = socket
      socket.setNoDelay(true)
      socket.on('data', (chunk: Buffer) => this.received(chunk))
      socket.on('error', (error: Error) => this.end(error.message))
      socket.on('close', () => this.end('closed'))
    })
  }

  /** False when the broker does not take what was written; it is kept. */
  write(bytes: Buffer): boolean {
    return this.socket?.write(bytes) ?? false
  }

  /** Leaves the socket unread, and with it everything that the broker still has for us. */
  pause(): void {
    this.paused = true
    this.socket?.pause()
  }

  resume(): void {
    if (!this.paused) return
    this.paused = false
    this.reader.resume()
    if (!this.paused) this.socket?.resume()
  }

  /** Says goodbye; the broker keeps the session. */
  close(): void {
    const { socket } = this
    this.forget()
    socket?.end(GOODBYE)
    // A broker that reads nothing never closes its side.
    if (socket !== null) setTimeout(() => socket.destroy(), 500).unref()
  }

  /** `FrameSink`. */
  frame(bytes: Buffer, start: number, body: number, end: number): boolean {
    const first = bytes[start] as number
    const type = first >> 4
    if (type === PUBLISH) {
      const publish = readPublish(first, bytes, body, end)
      if (publish === null) this.end('malformed PUBLISH')
      else this.events.inbound(publish)
    } else if (type === PUBACK) {
      this.events.answered(bytes.readUInt16BE(body), end - body > 2 ? (bytes[body + 2] ?? 0) : 0)
    } else this.rare.parse(bytes.subarray(start, end))
    return !this.paused && this.socket !== null
  }

  /** `FrameSink`. */
  oversize(): void {
    this.end('a packet beyond the maximum that we announced')
  }

  /** `FrameSink`. */
  malformed(reason: string): void {
    this.end(reason)
  }

  private received(chunk: Buffer): void {
    this.heard = true
    this.reader.feed(chunk)
  }

  private handleRare(packet: Packet): void {
    switch (packet.cmd) {
      case 'connack': {
        const reason = packet.reasonCode ?? packet.returnCode ?? 0
        if (reason !== 0) return this.end(`refused: ${reasonText(reason)}`)
        this.receiveMaximum = packet.properties?.receiveMaximum ?? 65_535
        this.write(this.subscribePacket())
        return
      }
      case 'suback': {
        const refused = packet.granted.findIndex((code) => Number(code) >= REFUSAL)
        if (refused !== -1) return this.end(`may not subscribe to ${this.options.filters[refused]}`)
        this.pinger = setInterval(() => this.ping(), PING_MS)
        this.opened?.(null)
        return
      }
      case 'disconnect':
        return this.end(`disconnected: ${reasonText(packet.reasonCode ?? 0)}`)
      default:
    }
  }

  /** What is unread holds the answer to a ping back as well: then it is not missed. */
  private ping(): void {
    if (!this.heard && !this.paused) return this.end('silent')
    this.heard = false
    this.write(PINGREQ)
  }

  private end(reason: string): void {
    const { socket, opened } = this
    if (socket === null) return
    this.forget()
    socket.destroy()
    if (opened === null) this.events.lost(reason)
    else opened(new Error(reason))
  }

  private forget(): void {
    this.socket = null
    if (this.pinger !== null) clearInterval(this.pinger)
    this.pinger = null
  }

  private connectPacket(): Buffer {
    const { url, clientId, sessionS } = this.options
    return generate({
      cmd: 'connect',
      protocolVersion: PROTOCOL_V5,
      clientId,
      clean: false,
      keepalive: KEEP_ALIVE_S,
      ...(url.username === undefined ? {} : { username: url.username }),
      ...(url.password === undefined ? {} : { password: Buffer.from(url.password) }),
      properties: {
        sessionExpiryInterval: sessionS,
        receiveMaximum: RECEIVE_MAXIMUM,
        maximumPacketSize: PACKET_MAX_BYTES,
      },
    })
  }

  private subscribePacket(): Buffer {
    const subscriptions = this.options.filters.map((topic) => ({ topic, qos: 1 as const }))
    return generate(
      { cmd: 'subscribe', messageId: 1, subscriptions },
      { protocolVersion: PROTOCOL_V5 },
    )
  }
}

/** The reasons that people can do something about, MQTT 5 §3.2.2.2. */
function reasonText(code: number): string {
  if (code === 0x86) return 'user name or password'
  if (code === 0x87) return 'not authorized'
  if (code === 0x8e) return 'another process uses the same client id'
  return `reason 0x${code.toString(16)}`
}
