import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Aedes, type Client } from 'aedes'
import type { UplinkEvent } from '#schemas/events/uplink.ts'
import { uplinkEventSchemas } from '#schemas/events/uplink.ts'
import { samplesSchema } from '#schemas/samples.ts'
import { statusSchema } from '#schemas/status.ts'
import { parseTopic } from '#schemas/topics.ts'

/** One publish as the broker got it. */
export interface Received {
  readonly user: string
  readonly kind: string
  readonly text: string
  readonly dup: boolean
}

type Answer = (request: Extract<UplinkEvent, { type: 'fill.requested' }>) => object | null

/** A plain aedes on a free port that remembers what came in and answers fill requests. */
export class PermitBroker {
  readonly received: Received[] = []
  /** Events and samples that no schema accepts. */
  readonly invalid: string[] = []
  /** While true nothing is acknowledged: as a server whose database is away. */
  holding = false
  answer: Answer = allow
  /** For messages that are bad on purpose: nothing is read, all is acknowledged. */
  tolerant = false
  port = 0
  private readonly broker = new Aedes({ queueLimit: 1000, heartbeatInterval: 60_000 })
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private readonly held: (() => void)[] = []

  constructor() {
    this.server = createServer((socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      this.broker.handle(socket)
    })
    this.broker.authorizePublish = (client, packet, done) => {
      if (!this.tolerant) this.receive(client, packet.topic, packet.payload.toString(), packet.dup)
      if (this.holding) this.held.push(() => done(null))
      else done(null)
    }
  }

  get mqtt(): string {
    return `mqtt://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    await this.broker.listen()
    this.server.listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
    this.port = (this.server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise<void>((resolve) => this.broker.close(resolve))
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Cuts every connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  release(): void {
    this.holding = false
    for (const done of this.held.splice(0)) done()
  }

  /** Events that arrived, elements of arrays apart, repetitions included. */
  get events(): UplinkEvent[] {
    return this.received
      .filter(({ kind }) => kind === 'event')
      .flatMap(({ text }) => JSON.parse(text) as UplinkEvent | UplinkEvent[])
  }

  eventsOf(type: string): UplinkEvent[] {
    return this.events.filter((event) => event.type === type)
  }

  private receive(client: Client | null, topic: string, text: string, dup: boolean): void {
    const address = parseTopic(topic)
    if (address === null) return
    const user = `${address.stationId}/${address.deviceId}`
    this.received.push({ user, kind: address.kind, text, dup })
    if (address.kind === 'event') {
      for (const event of [JSON.parse(text) as UplinkEvent | UplinkEvent[]].flat()) {
        this.check(event)
        if (event.type === 'fill.requested' && client !== null) this.decide(event, topic)
      }
    }
    if (address.kind === 'samples' && !samplesSchema.safeParse(JSON.parse(text)).success) {
      this.invalid.push(text)
    }
    if (address.kind === 'status' && !statusSchema.safeParse(JSON.parse(text)).success) {
      this.invalid.push(text)
    }
  }

  private check(event: UplinkEvent): void {
    const result = uplinkEventSchemas[event.type].safeParse(event)
    if (!result.success) this.invalid.push(`${JSON.stringify(event)} ${result.error.message}`)
  }

  private decide(request: Extract<UplinkEvent, { type: 'fill.requested' }>, topic: string): void {
    const message = this.answer(request)
    if (message === null) return
    this.broker.publish(
      {
        cmd: 'publish',
        qos: 1,
        dup: false,
        retain: false,
        topic: topic.replace(/event$/, 'down'),
        payload: Buffer.from(JSON.stringify(message)),
      },
      () => undefined,
    )
  }
}

/** A permit for 14.5 kg; the tare is whatever the cylinder weighs now. */
export function allow(request: { readonly id: string; readonly emptyGrossG?: number | undefined }) {
  const tareG = 16_480
  return {
    type: 'fill.permit',
    requestId: request.id,
    decision: 'allow',
    permitId: request.id.replace(/^./, 'f'),
    targetNetG: 14_500,
    maxNetG: 14_900,
    tareG,
    targetGrossG: tareG + 14_500,
    maxGrossG: tareG + 14_900,
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  }
}

export function deny(request: { readonly id: string }) {
  return {
    type: 'fill.permit',
    requestId: request.id,
    decision: 'deny',
    code: 'RETIRED',
    codes: ['RETIRED'],
    message: { zh: '已报废', en: 'retired' },
  }
}

/** Waits until `ready` holds; fails after `ms`. */
export async function eventually(ready: () => boolean, ms = 10_000): Promise<void> {
  const until = Date.now() + ms
  while (!ready()) {
    if (Date.now() > until) throw new Error('did not come about')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
