import {
  Aedes,
  type AuthenticateError,
  type Client,
  type ConnectPacket,
  type PublishPacket,
  type Subscription,
} from 'aedes'
import { buildTopic, parseDeviceUsername, parseTopic, type DeviceAddress } from '#schemas/topics.ts'
import type { BrokerPipe } from './broker-pipe.ts'
import type { Connection, Will } from './connection.ts'
import type { Edge } from './edge.ts'
import { KeptSessions } from './kept-sessions.ts'

import type { DeviceDirectory } from './ports.ts'

/** CONNACK return codes, §3.2.2.3. */
const IDENTIFIER_REJECTED = 2
const SERVER_UNAVAILABLE = 3
const BAD_CREDENTIALS = 4
const NOT_AUTHORIZED = 5

/** MQTT 3.1 allows 23 characters of client id; 3.1.1 leaves it to the server. */
const CLIENT_ID_MAX_V3 = 23

interface Request {
  readonly keepAlive: number
  readonly address: DeviceAddress | null
  readonly will: Will | null
  /** Return code of the CONNACK when the packet itself is unacceptable. */
  readonly refusal: number
}

export interface BrokerEvents {
  /** Open mode: somebody subscribed to a device's `down` topic. */
  openSubscribed(address: DeviceAddress, client: object): void
  openUnsubscribed(address: DeviceAddress, client: object): void
  /** A client has its CONNACK. */
  connected(clientId: string): void
  /** Open mode: a will on an ingest topic. */
  will(address: DeviceAddress, topic: string, payload: Buffer): void
}

type Done = (error?: Error) => void

/**
 * aedes with our hooks: credentials, own topics only, no routing of what goes to ingest. Everything that we rely on and
 * aedes does not promise is in this file and in `BrokerPipe`; `test/gateway/aedes-contract.test.ts` guards it.
 */
export class EdgeBroker extends Aedes {
  private readonly edge: Edge
  private readonly directory: DeviceDirectory
  private readonly events: BrokerEvents
  private readonly requests = new WeakMap<Client, Request>()
  private readonly kept: KeptSessions
  private anonymous = 0

  constructor(edge: Edge, directory: DeviceDirectory, events: BrokerEvents) {
    super({
      connectTimeout: edge.limits.connectTimeoutMs,
      drainTimeout: edge.limits.drainTimeoutMs,
      maxInflightInbound: edge.limits.inboundQos2,
      // Only CONNECT reaches aedes before CONNACK; what follows it waits in our reader.
      queueLimit: 1,
      // Client ids are prefixed below; the limit of MQTT 3.1 is checked there.
      maxClientsIdLength: 65_535,
    })
    this.edge = edge
    this.directory = directory
    this.events = events
    this.kept = new KeptSessions((id) => void persistenceOf(this).cleanSubscriptions({ id }))
    this.preConnect = (client, packet, done) => this.read(client, packet, done)
    this.authenticate = (client, _username, password, done) => {
      void this.answer(client, password, done)
    }
    if (!edge.open)
      this.authorizeSubscribe = (client, sub, done) => done(null, this.own(client, sub))
    this.on('clientReady', (client) => this.ready(client))
    this.on('subscribe', (subscriptions, client) => this.subscribed(subscriptions, client))
    this.on('unsubscribe', (topics, client) => this.unsubscribed(topics, client))
    this.on(
      'error' as 'closed',
      ((error: Error) => edge.log('broker', { error: error.message })) as () => void,
    )
  }

  /**
   * Closed: nothing is ever routed, not even `$SYS`. Open: all but wills on ingest topics. Publishes to ingest topics do
   * not come this way at all.
   */
  override publish(packet: PublishPacket, clientOrDone: unknown, done?: Done): void {
    const callback = typeof clientOrDone === 'function' ? (clientOrDone as Done) : done
    const address = this.edge.open ? parseTopic(packet.topic) : null
    if (this.edge.open && (address === null || address.kind === 'down')) {
      super.publish.call(this, packet, ...([clientOrDone, done] as unknown as [Done]))
      return
    }
    if (address !== null) this.events.will(address, packet.topic, Buffer.from(packet.payload))
    callback?.()
  }

  /** Ends the session of a client that has connected to another process meanwhile. */
  endClient(clientId: string): void {
    const clients = this as unknown as { clients: Record<string, Client> }
    clients.clients[clientId]?.close()
  }

  private read(
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, ok: boolean) => void,
  ): void {
    const keepAlive = packet.keepalive ?? 0
    // The edge watches the keep-alive itself: most packets never reach aedes' timer.
    packet.keepalive = 0
    const unnamed = packet.clientId === '' && packet.clean === false // [MQTT-3.1.3-8]
    const tooLong = packet.protocolVersion === 3 && packet.clientId.length > CLIENT_ID_MAX_V3
    let refusalCode = unnamed || tooLong ? IDENTIFIER_REJECTED : 0
    let address: DeviceAddress | null = null
    let will: Will | null = null
    if (!this.edge.open) {
      address = parseDeviceUsername(packet.username ?? '')
      if (address === null) refusalCode ||= BAD_CREDENTIALS
      else if (packet.will !== undefined) {
        will = { topic: packet.will.topic, payload: Buffer.from(packet.will.payload) }
        if (will.topic !== buildTopic('status', address)) refusalCode ||= NOT_AUTHORIZED
      }
      // Wills are ours, so they neither live in aedes' persistence nor pass its timers.
      delete packet.will
      this.anonymous += 1
      // A client id is global in MQTT: without the prefix one device could end another's connection.
      packet.clientId = `${packet.username}/${packet.clientId || `#${this.anonymous}`}`
    }
    this.requests.set(client, { keepAlive, address, will, refusal: refusalCode })
    done(null, true)
  }

  private async answer(
    client: Client,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, ok: boolean | null) => void,
  ): Promise<void> {
    const code = await this.check(client, password)
    if (code !== 0) this.edge.counters.refused += 1
    done(code === 0 ? null : refusal(code), code === 0 ? true : null)
  }

  private async check(client: Client, password: Buffer | undefined): Promise<number> {
    const request = this.requests.get(client)
    this.requests.delete(client)
    if (request === undefined) return SERVER_UNAVAILABLE
    if (request.refusal !== 0) return request.refusal
    const { address, will, keepAlive } = request
    if (address !== null) {
      if (password === undefined) return BAD_CREDENTIALS
      const code = await this.lookUp(address, password)
      if (code !== 0) return code
    }
    connectionOf(client).accept({ address, will, keepAlive })
    return 0
  }

  private async lookUp({ stationId, deviceId }: DeviceAddress, password: Buffer): Promise<number> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'unavailable'>((resolve) => {
      timer = setTimeout(resolve, this.edge.limits.authenticateTimeoutMs, 'unavailable')
    })
    try {
      const answer = this.directory.authenticate(stationId, deviceId, password)
      const verdict = await Promise.race([answer, late])
      if (verdict === 'ok') return 0
      return verdict === 'refused' ? BAD_CREDENTIALS : SERVER_UNAVAILABLE
    } catch {
      return SERVER_UNAVAILABLE
    } finally {
      clearTimeout(timer)
    }
  }

  /** null makes aedes answer 0x80 for this filter [MQTT-3.9.3-1]. */
  private own(client: Client, sub: Subscription): Subscription | null {
    return connectionOf(client).maySubscribe(sub.topic) ? sub : null
  }

  private ready(client: Client): void {
    const connection = connectionOf(client)
    connection.ready()
    this.events.connected(client.id)
    const topic = connection.downTopic
    const { username } = connection
    if (username !== null) this.kept[client.clean ? 'drop' : 'keep'](username, client.id)
    // A persistent session comes back with its subscription, without a SUBSCRIBE.
    const kept = topic === null ? undefined : subscriptionsOf(client)[topic]
    if (kept !== undefined) connection.subscribedDown(kept.qos)
  }

  private subscribed(subscriptions: readonly Subscription[], client: Client): void {
    for (const { topic, qos } of subscriptions) {
      if ((qos as number) > 2) continue
      const connection = connectionOf(client)
      if (topic === connection.downTopic) connection.subscribedDown(qos)
      if (!this.edge.open) continue
      const address = parseTopic(topic)
      if (address?.kind === 'down') this.events.openSubscribed(address, client)
    }
  }

  private unsubscribed(topics: readonly string[], client: Client): void {
    for (const topic of topics) {
      const connection = connectionOf(client)
      if (topic === connection.downTopic) connection.unsubscribedDown()
      if (!this.edge.open) continue
      const address = parseTopic(topic)
      if (address?.kind === 'down') this.events.openUnsubscribed(address, client)
    }
  }
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error(`CONNACK ${returnCode}`), { returnCode }) as AuthenticateError
}

function connectionOf(client: Client): Connection {
  return (client.conn as unknown as BrokerPipe).socketSide as Connection
}

function persistenceOf(broker: Aedes): {
  cleanSubscriptions(client: { id: string }): Promise<void>
} {
  return (broker as unknown as { persistence: ReturnType<typeof persistenceOf> }).persistence
}

function subscriptionsOf(client: Client): Record<string, { qos: number }> {
  return (client as unknown as { subscriptions: Record<string, { qos: number }> }).subscriptions
}
