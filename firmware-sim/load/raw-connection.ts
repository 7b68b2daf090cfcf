import { connect, type Socket } from 'node:net'
import { generate } from 'mqtt-packet'
import { buildTopic, deviceUsername } from '#schemas/topics.ts'
import { FrameReader } from './frame-reader.ts'
import type { LoadDevice } from './load-types.ts'

const RECONNECT_MS = 250
const KEEP_ALIVE_S = 60
const PING_EVERY_MS = 20_000
const PINGREQ = Buffer.from([0xc0, 0])
const DISCONNECT = Buffer.from([0xe0, 0])
const TYPE = { connack: 2, publish: 3, suback: 9 } as const

export interface ConnectionHandlers {
  /** CONNACK and SUBACK are here; publishes may be written. */
  online(): void
  /** The socket is gone; another follows until `stop`. */
  offline(): void
  acked(messageId: number): void
  down(payload: Buffer): void
  /** Everything that one read brought has been handed over. */
  settled(): void
}

/** MQTT 3.1.1 on a bare socket: CONNECT, SUBSCRIBE to the own `down`, pings, and a new connection after every loss. */
export class RawConnection {
  online = false
  private readonly url: URL
  private readonly device: LoadDevice
  private readonly handlers: ConnectionHandlers
  private readonly reconnectMs: number
  private readonly reader: FrameReader
  private socket: Socket | null = null
  private stopped = true
  private retry: NodeJS.Timeout | null = null
  private pinger: NodeJS.Timeout | null = null

  constructor(
    url: URL,
    device: LoadDevice,
    handlers: ConnectionHandlers,
    reconnectMs = RECONNECT_MS,
  ) {
    this.url = url
    this.device = device
    this.handlers = handlers
    this.reconnectMs = reconnectMs
    this.reader = new FrameReader({
      acked: (id) => handlers.acked(id),
      other: (head, body) => this.receive(head, body),
    })
  }

  start(): void {
    this.stopped = false
    this.open()
  }

  stop(): void {
    this.stopped = true
    if (this.retry !== null) clearTimeout(this.retry)
    if (this.online) this.socket?.end(DISCONNECT)
    else this.socket?.destroy()
    const socket = this.socket
    // A broker that reads nothing never closes its side.
    if (socket !== null) setTimeout(() => socket.destroy(), 500).unref()
    this.setOffline()
  }

  /** Cuts the connection as a pulled cable would; a new one follows. */
  cut(): void {
    this.socket?.destroy()
  }

  write(bytes: Buffer): void {
    this.socket?.write(bytes)
  }

  private open(): void {
    const socket = connect(Number(this.url.port || 1883), this.url.hostname)
    this.socket = socket
    this.reader.reset()
    socket.setNoDelay(true)
    socket.on('connect', () => socket.write(this.connectPacket()))
    socket.on('data', (chunk) => {
      if (socket !== this.socket) return
      this.reader.push(chunk)
      this.handlers.settled()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.closed(socket))
  }

  private closed(socket: Socket): void {
    if (socket !== this.socket) return
    this.socket = null
    this.setOffline()
    if (!this.stopped) this.retry = setTimeout(() => this.open(), this.reconnectMs)
  }

  private setOffline(): void {
    if (this.pinger !== null) clearInterval(this.pinger)
    this.pinger = null
    const was = this.online
    this.online = false
    if (was) this.handlers.offline()
  }

  private connectPacket(): Buffer {
    return generate({
      cmd: 'connect',
      clientId: deviceUsername(this.device),
      clean: true,
      keepalive: KEEP_ALIVE_S,
      username: deviceUsername(this.device),
      password: Buffer.from(this.device.password),
    })
  }

  private subscribePacket(): Buffer {
    const topic = buildTopic('down', this.device)
    return generate({ cmd: 'subscribe', messageId: 65_535, subscriptions: [{ topic, qos: 1 }] })
  }

  private receive(head: number, body: Buffer): void {
    switch (head >>> 4) {
      case TYPE.connack:
        if (body[1] === 0) this.write(this.subscribePacket())
        else this.cut()
        return
      case TYPE.suback:
        this.online = true
        this.pinger = setInterval(() => this.write(PINGREQ), PING_EVERY_MS)
        this.handlers.online()
        return
      case TYPE.publish:
        this.receiveDown(head, body)
        return
      default:
    }
  }

  private receiveDown(head: number, body: Buffer): void {
    let at = 2 + body.readUInt16BE(0)
    if ((head & 0x06) !== 0) {
      this.write(Buffer.from([0x40, 2, body[at] ?? 0, body[at + 1] ?? 0]))
      at += 2
    }
    this.handlers.down(body.subarray(at))
  }
}
