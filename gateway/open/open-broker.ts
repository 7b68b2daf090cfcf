import { parseTopic } from '#schemas/topics.ts'
import type { Broker, Newcomer } from '#gateway/client.ts'
import type { DownSink } from '#gateway/down-feed.ts'
import type { Edge } from '#gateway/edge.ts'
import type { ConnectRequest, RequestedWill } from '#gateway/read-connect.ts'
import { matchesFilter } from '#gateway/topic-filter.ts'
import { CONNACK_CODES } from '#gateway/wire.ts'
import { OpenClient, type OpenHost } from './open-client.ts'
import { type Message, OpenSession } from './open-session.ts'

/** Persistent sessions and retained messages; more forget the oldest. */
const SESSIONS_MAX = 1000
const RETAINED_MAX = 10_000
const CLIENT_ID_MAX_V3 = 23
/** Suites look for a filter that is refused, and this is what they know it by. */
const REFUSED_FILTER = 'test/nosubscribe'

/**
 * Open mode (`LPG_MQTT_OPEN`): MQTT 3.1.1 as it is written, in memory, on loopback, for protocol suites. What is published to ingest
 * topics does not come here, but goes to ingest as always.
 */
export class OpenBroker implements Broker, OpenHost {
  private readonly edge: Edge
  private readonly clients = new Map<string, OpenClient>()
  private readonly kept = new Map<string, OpenSession>()
  private readonly sessions = new Set<OpenSession>()
  private readonly retainedByTopic = new Map<string, Message>()
  private unnamed = 0

  constructor(edge: Edge) {
    this.edge = edge
  }

  admit(newcomer: Newcomer, request: ConnectRequest): void {
    const { clientId, clean, level, keepAlive, will } = request
    const unnamed = clientId === '' && (!clean || level === 3) // [MQTT-3.1.3-8]
    if (unnamed || (level === 3 && clientId.length > CLIENT_ID_MAX_V3))
      return newcomer.refuse(CONNACK_CODES.IDENTIFIER_REJECTED)
    this.unnamed += 1
    // No client can have an id with U+0000.
    const id = clientId === '' ? `\0${this.unnamed}` : clientId
    this.endClient(id) // [MQTT-3.1.4-2]
    const { session, present } = this.sessionOf(id, clean)
    const client = new OpenClient(this, newcomer, session, { id, clean, will })
    this.clients.set(id, client)
    newcomer.welcome({ address: null, will: null, keepAlive, sessionPresent: present, client })
    client.resume()
  }

  endClient(clientId: string): void {
    this.clients.get(clientId)?.connection.takenOver()
  }

  /** Nobody showed credentials. */
  recheck(): void {}

  maySubscribe(filter: string): boolean {
    return filter !== REFUSED_FILTER
  }

  route(message: Message): void {
    const { topic, payload, retain } = message
    if (topic.startsWith('$SYS/')) return // the server's own: acknowledged and not passed on [MQTT-3.3.5-2]
    if (retain) this.retain(topic, payload.length === 0 ? null : message)
    const passedOn = { ...message, retain: false } // [MQTT-3.3.1-9]
    for (const session of this.sessions) {
      const qos = session.qosFor(topic)
      if (qos !== -1) session.deliver(passedOn, qos)
    }
  }

  will(will: RequestedWill): void {
    const { topic, payload } = will
    const address = parseTopic(topic)
    if (address === null || address.kind === 'down') return this.route(will)
    const { edge } = this
    const { stationId, deviceId } = address
    const session = edge.session({ stationId, deviceId })
    session.take(payload.length)
    edge.ingest.submit(
      { stationId, deviceId, kind: 'status', topic, payload, receivedAt: edge.now(), dup: false },
      () => session.give(payload.length),
    )
  }

  retained(filter: string): readonly Message[] {
    return [...this.retainedByTopic.values()].filter(({ topic }) => matchesFilter(filter, topic))
  }

  /** The outbox is routed like any publish, and done once routed. */
  attachDown(filter: string): (() => void) | null {
    const address = parseTopic(filter)
    if (address?.kind !== 'down') return null
    const sink: DownSink = {
      send: (text, acked) => {
        this.route({ topic: filter, payload: Buffer.from(text), qos: 1, retain: false })
        acked()
      },
    }
    const { edge } = this
    edge.feed(edge.session(address)).attach(sink)
    return () => edge.session(address).down?.detach(sink)
  }

  left(client: OpenClient): void {
    if (this.clients.get(client.id) === client) this.clients.delete(client.id)
    if (client.clean) this.sessions.delete(client.session)
  }

  private sessionOf(id: string, clean: boolean): { session: OpenSession; present: boolean } {
    const found = this.kept.get(id)
    if (clean || found === undefined) {
      this.forget(id) // [MQTT-3.1.2-6]
      const session = new OpenSession()
      this.sessions.add(session)
      if (!clean) this.kept.set(id, session)
      for (const [oldest, { isAttached }] of this.kept) {
        if (this.kept.size <= SESSIONS_MAX) break
        if (!isAttached && oldest !== id) this.forget(oldest)
      }
      return { session, present: false }
    }
    return { session: found, present: true } // [MQTT-3.1.2-4, 3.2.2-2]
  }

  private forget(id: string): void {
    const session = this.kept.get(id)
    if (session === undefined) return
    this.kept.delete(id)
    this.sessions.delete(session)
  }

  private retain(topic: string, message: Message | null): void {
    const { retainedByTopic } = this
    retainedByTopic.delete(topic) // [MQTT-3.3.1-5, 3.3.1-10]
    if (message === null) return
    retainedByTopic.set(topic, message)
    const [oldest] = retainedByTopic.keys()
    if (retainedByTopic.size > RETAINED_MAX && oldest !== undefined) retainedByTopic.delete(oldest)
  }
}
