import type { Client, Newcomer } from '#gateway/client.ts'
import type { RequestedWill } from '#gateway/read-connect.ts'
import type { SubscribeRequest, UnsubscribeRequest } from '#gateway/read-subscribe.ts'
import {
  ackFrame,
  PUBACK,
  PUBCOMP,
  PUBREC,
  PUBREL,
  subackFrame,
  SUBSCRIPTION_REFUSED,
  UNSUBACK,
} from '#gateway/wire.ts'
import type { Message, OpenSession } from './open-session.ts'

/** What a client needs of the broker that let it in. */
export interface OpenHost {
  maySubscribe(filter: string): boolean
  route(message: Message): void
  /** A will, which may be for ingest. */
  will(will: RequestedWill): void
  retained(filter: string): readonly Message[]
  /** Feeds the outbox of the device whose `down` topic the filter is; null for any other filter. Returns what ends it. */
  attachDown(filter: string): (() => void) | null
  left(client: OpenClient): void
}

const QOS = 3
const RETAIN = 1

/** One connection in open mode: an ordinary client of an ordinary broker. */
export class OpenClient implements Client {
  readonly id: string
  readonly clean: boolean
  readonly connection: Newcomer
  private readonly host: OpenHost
  readonly session: OpenSession
  private readonly will: RequestedWill | null
  private readonly downs = new Map<string, () => void>()

  constructor(
    host: OpenHost,
    connection: Newcomer,
    session: OpenSession,
    who: { id: string; clean: boolean; will: RequestedWill | null },
  ) {
    this.host = host
    this.connection = connection
    this.session = session
    this.id = who.id
    this.clean = who.clean
    this.will = who.will
  }

  /** After CONNACK. */
  resume(): void {
    this.session.attach(this.connection)
    for (const filter of this.session.subscriptions.keys()) this.attachDown(filter)
  }

  subscribe({ messageId, subscriptions }: SubscribeRequest): null {
    const { host, session } = this
    const codes = subscriptions.map(({ filter, qos }) =>
      host.maySubscribe(filter) ? qos : SUBSCRIPTION_REFUSED,
    )
    this.connection.write(subackFrame(messageId, codes)) // [MQTT-3.8.4-1, 3.8.4-2]
    for (const [n, { filter, qos }] of subscriptions.entries()) {
      if (codes[n] === SUBSCRIPTION_REFUSED) continue
      session.subscriptions.set(filter, qos) // [MQTT-3.8.4-3]
      for (const message of host.retained(filter)) session.deliver(message, qos) // [MQTT-3.3.1-6]
      this.attachDown(filter)
    }
    return null
  }

  unsubscribe({ messageId, filters }: UnsubscribeRequest): null {
    for (const filter of filters) {
      this.session.subscriptions.delete(filter) // compared as it stands [MQTT-3.10.4-1]
      this.downs.get(filter)?.()
      this.downs.delete(filter)
    }
    this.connection.write(ackFrame(UNSUBACK, messageId))
    return null
  }

  publish(first: number, bytes: Buffer, body: number, end: number): null {
    const qos = (first >> 1) & QOS
    const topicEnd = body + 2 + bytes.readUInt16BE(body)
    const topic = bytes.toString('utf8', body + 2, topicEnd)
    const payload = Buffer.from(bytes.subarray(topicEnd + (qos === 0 ? 0 : 2), end))
    const message = { topic, payload, qos, retain: (first & RETAIN) !== 0 }
    if (qos === 0) {
      this.host.route(message)
      return null
    }
    const messageId = bytes.readUInt16BE(topicEnd)
    const repeated = qos === 2 && this.session.received.has(messageId)
    if (qos === 2) this.session.received.add(messageId)
    if (!repeated) this.host.route(message)
    this.connection.write(ackFrame(qos === 1 ? PUBACK : PUBREC, messageId))
    return null
  }

  acknowledged(type: number, messageId: number): void {
    if (type === PUBACK) this.session.acknowledged(messageId)
    else if (type === PUBREC) this.session.recorded(messageId)
    else if (type === PUBCOMP) this.session.completed(messageId)
    else if (type === PUBREL) {
      this.session.received.delete(messageId)
      this.connection.write(ackFrame(PUBCOMP, messageId))
    }
  }

  ended(politely: boolean): void {
    this.session.detach(this.connection)
    for (const detach of this.downs.values()) detach()
    this.downs.clear()
    this.host.left(this)
    if (!politely && this.will !== null) this.host.will(this.will) // [MQTT-3.1.2-8, 3.1.2-10]
  }

  private attachDown(filter: string): void {
    this.downs.get(filter)?.()
    const detach = this.host.attachDown(filter)
    if (detach !== null) this.downs.set(filter, detach)
  }
}
