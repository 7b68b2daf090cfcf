import type { DeviceAddress } from '#schemas/topics.ts'
import { buildTopic } from '#schemas/topics.ts'
import type { Client, Newcomer } from './client.ts'
import { DownDelivery } from './down-delivery.ts'
import type { Edge } from './edge.ts'
import type { KeptSession } from './kept-sessions.ts'
import type { SubscribeRequest, UnsubscribeRequest } from './read-subscribe.ts'
import { refused, type Refused } from './refused.ts'
import {
  PUBACK,
  PUBREL,
  subackFrame,
  SUBSCRIPTION_REFUSED,
  PUBCOMP,
  UNSUBACK,
  ackFrame,
} from './wire.ts'

/** A device: its own `down` topic and nothing else. */
export class DeviceClient implements Client {
  private readonly edge: Edge
  private readonly connection: Newcomer
  private readonly address: DeviceAddress
  private readonly kept: KeptSession | null
  private readonly down: string
  private readonly left: () => void
  private delivery: DownDelivery | null = null

  constructor(
    edge: Edge,
    connection: Newcomer,
    device: { address: DeviceAddress; kept: KeptSession | null; left: () => void },
  ) {
    this.edge = edge
    this.connection = connection
    this.address = device.address
    this.kept = device.kept
    this.left = device.left
    this.down = buildTopic('down', device.address)
  }

  /** After CONNACK: a persistent session comes back with its subscription, without a SUBSCRIBE. */
  resume(): void {
    const qos = this.kept?.downQos ?? null
    if (qos !== null) this.attach(qos)
  }

  /** One return code a filter, in their order [MQTT-3.8.4-5]; what is not the device's own is refused. */
  subscribe({ messageId, subscriptions }: SubscribeRequest): null {
    const codes = subscriptions.map(({ filter, qos }) =>
      filter === this.down ? qos : SUBSCRIPTION_REFUSED,
    )
    this.connection.write(subackFrame(messageId, codes))
    const granted = codes.findLast((code) => code !== SUBSCRIPTION_REFUSED)
    if (granted === undefined) return null
    if (this.kept !== null) this.kept.downQos = granted
    this.attach(granted)
    return null
  }

  unsubscribe({ messageId, filters }: UnsubscribeRequest): null {
    if (filters.includes(this.down)) {
      if (this.kept !== null) this.kept.downQos = null
      this.detach()
    }
    this.connection.write(ackFrame(UNSUBACK, messageId)) // [MQTT-3.10.4-5]: also when there was nothing
    return null
  }

  /** All publishes of a device go to ingest. */
  publish(): Refused {
    return refused('publish beside ingest')
  }

  acknowledged(type: number, messageId: number): void {
    if (type === PUBACK) this.delivery?.acked(messageId)
    // A PUBREL whose publish a former connection sent, and acknowledged: the sender may let go of it.
    else if (type === PUBREL) this.connection.write(ackFrame(PUBCOMP, messageId))
  }

  ended(): void {
    this.detach()
    this.left()
  }

  private attach(qos: number): void {
    const { edge, connection } = this
    const sent = this.kept?.sent ?? new Map<string, number>()
    this.delivery ??= new DownDelivery(connection, this.down, edge.counters, sent)
    this.delivery.qos = qos
    this.delivery.tell({ type: 'time', at: new Date(edge.now()).toISOString() })
    edge.feed(edge.session(this.address)).attach(this.delivery)
  }

  private detach(): void {
    if (this.delivery !== null) this.edge.session(this.address).down?.detach(this.delivery)
  }
}
