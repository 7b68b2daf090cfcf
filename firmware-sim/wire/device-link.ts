import { connect, type MqttClient, type Packet, type PacketCallback, Store } from 'mqtt'
import type { DownMessage } from '#schemas/down.ts'
import type { Status } from '#schemas/status.ts'
import { buildTopic, type DeviceAddress, deviceUsername } from '#schemas/topics.ts'
import type { Clock } from './clock.ts'
import type { DurableOutbox, OutboxEntry } from './durable-outbox.ts'
import type { WireFaults } from './wire-faults.ts'

export interface LinkOptions {
  /** `mqtt://host:port` or `mqtts://…`. */
  readonly mqtt: string
  readonly address: DeviceAddress
  readonly password: string
  readonly firmware: string
  readonly bootId: string
  readonly clock: Clock
  /** Publishes without PUBACK at the same time, default 10. */
  readonly window?: number
  readonly reconnectMs?: number
  /** Certificate authority in PEM for `mqtts`. */
  readonly ca?: string
  readonly faults: WireFaults
  readonly onDown: (message: DownMessage) => void
  readonly onAcked?: (entry: OutboxEntry) => void
}

/**
 * mqtt.js keeps sent publishes and replays them itself, but drops the rest when the line breaks during that replay.
 * Here only the outbox decides what is sent again, so its store forgets.
 */
class ForgetfulStore extends Store {
  override put(_packet: unknown, done?: () => void): this {
    done?.()
    return this
  }

  override del(packet: Pick<Packet, 'messageId'>, done: PacketCallback): this {
    done(undefined, packet as Packet)
    return this
  }
}

/** Connection of one device: birth and last will, `down`, and the outbox emptied in order through a bounded window. */
export class DeviceLink {
  private readonly options: LinkOptions
  private readonly outbox: DurableOutbox
  private readonly window: number
  private readonly everSent = new Set<number>()
  private client: MqttClient | null = null
  private epoch = 0
  private online = false
  private inFlight = 0
  private sentUpTo = 0
  private held: OutboxEntry | null = null

  constructor(options: LinkOptions, outbox: DurableOutbox) {
    this.options = options
    this.outbox = outbox
    this.window = options.window ?? 10
  }

  start(): void {
    const { mqtt, address, password, reconnectMs = 1000, ca } = this.options
    const client = connect(mqtt, {
      clientId: deviceUsername(address),
      username: deviceUsername(address),
      password,
      protocolVersion: 4,
      clean: true,
      keepalive: 30,
      reconnectPeriod: reconnectMs,
      connectTimeout: 10_000,
      resubscribe: false,
      outgoingStore: new ForgetfulStore(),
      will: this.will(),
      ...(ca === undefined ? {} : { ca }),
    })
    this.client = client
    client.on('reconnect', () => {
      client.options.will = this.will()
    })
    client.on('connect', () => this.connected(client))
    client.on('close', () => {
      client.outgoing = {}
      this.closed()
    })
    client.on('message', (_topic, payload) => this.receive(payload))
    // A refused connection is retried after `reconnectMs` like any other loss.
    client.on('error', () => undefined)
  }

  async stop(): Promise<void> {
    const client = this.client
    this.client = null
    if (client === null) return
    if (client.connected) await this.farewell(client)
    this.closed()
    // Forced, mqtt.js would leave without DISCONNECT and the broker would send the will; unforced, it may wait for ever.
    await Promise.race([client.endAsync(false), new Promise((r) => setTimeout(r, 500).unref())])
    await client.endAsync(true)
  }

  /** Dies without a word, as at a power cut: the broker sends the last will. */
  async kill(): Promise<void> {
    const client = this.client
    this.client = null
    this.closed()
    client?.stream.destroy()
    await client?.endAsync(true)
  }

  /** The line breaks; mqtt.js connects again. */
  cut(): void {
    this.client?.stream.destroy()
  }

  /** Sends what the window allows. Call after each append. */
  pump(): void {
    while (this.online && this.inFlight < this.window) {
      const entry = this.take()
      if (entry === null) return
      this.publish(entry)
    }
  }

  private connected(client: MqttClient): void {
    this.epoch += 1
    this.inFlight = 0
    this.sentUpTo = 0
    this.held = null
    const { epoch } = this
    const { address } = this.options
    client.publish(buildTopic('status', address), this.status('online'), { qos: 1 })
    // A request must not go out before its answer can come in.
    client.subscribe(buildTopic('down', address), { qos: 1 }, () => {
      if (epoch !== this.epoch) return
      this.online = true
      this.pump()
    })
  }

  private closed(): void {
    this.online = false
    this.epoch += 1
  }

  /** The next message to send; a reordering line lets the one behind it pass. */
  private take(): OutboxEntry | null {
    const held = this.held
    if (held !== null) {
      this.held = null
      return held
    }
    const entry = this.outbox.next(this.sentUpTo)
    if (entry === null) return null
    this.sentUpTo = entry.seq
    const behind = this.options.faults.reorders() ? this.outbox.next(entry.seq) : null
    if (behind === null) return entry
    this.held = entry
    this.sentUpTo = behind.seq
    return behind
  }

  private publish(entry: OutboxEntry): void {
    const { faults } = this.options
    this.send(entry)
    if (faults.duplicates()) this.send(entry)
    if (faults.cuts()) this.cut()
  }

  private send(entry: OutboxEntry): void {
    const epoch = this.epoch
    const topic = buildTopic(entry.kind, this.options.address)
    const dup = this.everSent.has(entry.seq)
    this.everSent.add(entry.seq)
    this.inFlight += 1
    this.client?.publish(topic, entry.payload, { qos: 1, dup }, (error) => {
      if (epoch !== this.epoch) return
      this.inFlight -= 1
      if (error === undefined || error === null) this.acknowledged(entry)
      this.pump()
    })
  }

  private acknowledged(entry: OutboxEntry): void {
    this.everSent.delete(entry.seq)
    this.outbox.acknowledge(entry.seq)
    this.options.onAcked?.(entry)
  }

  private receive(payload: Buffer): void {
    this.options.onDown(JSON.parse(payload.toString()) as DownMessage)
  }

  private async farewell(client: MqttClient): Promise<void> {
    const topic = buildTopic('status', this.options.address)
    const said = client.publishAsync(topic, this.status('offline'), { qos: 1 })
    // A broker whose database is away does not answer; the device switches off all the same.
    await Promise.race([
      said.catch(() => undefined),
      new Promise((r) => setTimeout(r, 500).unref()),
    ])
  }

  private will() {
    return {
      topic: buildTopic('status', this.options.address),
      payload: Buffer.from(this.status('offline')),
      qos: 1 as const,
      retain: false,
    }
  }

  private status(state: Status['state']): string {
    const { bootId, firmware, clock } = this.options
    const status: Status = { state, bootId, firmware, at: new Date(clock.now()).toISOString() }
    return JSON.stringify(status)
  }
}
