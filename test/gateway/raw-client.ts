import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { generate, parser, type IConnectPacket, type Packet } from 'mqtt-packet'

/** A client that sends exactly what the test says, and remembers what came back. */
export class RawClient {
  readonly received: Packet[] = []
  /** `time` messages, which every subscription to `down` begins with. */
  readonly times: string[] = []
  readonly socket: Socket
  closed = false
  private waiting: Array<() => void> = []

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.setNoDelay(true)
    const reader = parser()
    reader.on('packet', (packet) => {
      const text = packet.cmd === 'publish' ? packet.payload.toString() : ''
      if (text.startsWith('{"type":"time"')) this.times.push(text)
      else this.received.push(packet)
      this.wake()
    })
    this.socket.on('data', (chunk) => reader.parse(chunk))
    this.socket.on('error', () => {})
    this.socket.on('close', () => {
      this.closed = true
      this.wake()
    })
  }

  /** A connected device `s1/{deviceId}`. */
  static async device(port: number, deviceId = 'd1', connectPacket: Partial<IConnectPacket> = {}) {
    const client = new RawClient(port)
    client.sendConnect({ username: `s1/${deviceId}`, clientId: deviceId, ...connectPacket })
    await client.until(() => client.of('connack').length === 1)
    return client
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet))
  }

  sendConnect(connectPacket: Partial<IConnectPacket> = {}): void {
    this.send(connectOf(connectPacket))
  }

  publish(topic: string, payload: string | Buffer, messageId: number, qos: 0 | 1 | 2 = 1): void {
    this.send(publishOf(topic, payload, messageId, qos))
  }

  subscribe(topic: string, qos: 0 | 1 | 2 = 1, messageId = 1): void {
    this.send({ cmd: 'subscribe', messageId, subscriptions: [{ topic, qos }] })
  }

  of<C extends Packet['cmd']>(cmd: C): Array<Extract<Packet, { cmd: C }>> {
    return this.received.filter(
      (packet): packet is Extract<Packet, { cmd: C }> => packet.cmd === cmd,
    )
  }

  acks(): number[] {
    return this.of('puback').map(({ messageId }) => messageId ?? 0)
  }

  async until(condition: () => boolean, ms = 5000): Promise<void> {
    const deadline = performance.now() + ms
    while (!condition()) {
      if (performance.now() > deadline)
        throw new Error(`not in ${ms} ms; received ${JSON.stringify(this.received).slice(0, 500)}`)
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, 5)
        this.waiting.push(() => {
          clearTimeout(timer)
          resume()
        })
      })
    }
  }

  async untilClosed(ms = 5000): Promise<void> {
    await this.until(() => this.closed, ms)
  }

  async end(): Promise<void> {
    if (this.closed) return
    const closed = once(this.socket, 'close')
    this.socket.destroy()
    await closed
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resume of waiting) resume()
  }
}

export function connectOf(packet: Partial<IConnectPacket> = {}): IConnectPacket {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: 'c1',
    keepalive: 60,
    username: 's1/d1',
    password: Buffer.from('secret'),
    ...packet,
  } as IConnectPacket
}

export function publishOf(
  topic: string,
  payload: string | Buffer,
  messageId: number,
  qos: 0 | 1 | 2 = 1,
): Packet {
  return { cmd: 'publish', topic, payload, messageId, qos, dup: false, retain: false }
}

/** Lets everything that is under way on loopback arrive. */
export async function settleDown(ms = 50): Promise<void> {
  await new Promise((resume) => setTimeout(resume, ms))
}
