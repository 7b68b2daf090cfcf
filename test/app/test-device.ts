import { randomUUID } from 'node:crypto'
import mqtt, { type MqttClient } from 'mqtt'
import type { DownMessage } from '#schemas/down.ts'
import { buildTopic } from '#schemas/topics.ts'
import { eventually } from '#test/setup/eventually.ts'

export type Credentials = { readonly username: string; readonly password: string }
type Message = Readonly<Record<string, unknown>>
export type Sent = Message & { readonly id: string }

/** A device over mqtt.js: a session that is kept, and what came down. */
export class TestDevice {
  readonly down: DownMessage[] = []
  readonly stationId: string
  readonly deviceId: string
  readonly #url: string
  readonly #password: string
  #client: MqttClient | undefined

  constructor(url: string, { username, password }: Credentials) {
    const [stationId = '', deviceId = ''] = username.split('/')
    this.stationId = stationId
    this.deviceId = deviceId
    this.#url = url
    this.#password = password
  }

  /** @param will sent by the broker when the line is cut */
  async connect(will?: Message): Promise<void> {
    const client = await mqtt.connectAsync(this.#url, {
      username: `${this.stationId}/${this.deviceId}`,
      password: this.#password,
      clientId: `${this.stationId}-${this.deviceId}`,
      clean: false,
      reconnectPeriod: 0,
      ...(will === undefined
        ? {}
        : { will: { topic: this.topic('status'), payload: JSON.stringify(will), qos: 1 } }),
    })
    client.on('message', (_topic, payload) => {
      this.down.push(JSON.parse(payload.toString()) as DownMessage)
    })
    client.on('error', () => undefined)
    await client.subscribeAsync(this.topic('down'), { qos: 1 })
    this.#client = client
  }

  async disconnect(): Promise<void> {
    await this.#client?.endAsync()
    this.#client = undefined
  }

  /** The line is cut: no DISCONNECT is sent. */
  cut(): void {
    this.#client?.stream.destroy()
    this.#client = undefined
  }

  topic(kind: 'event' | 'samples' | 'status' | 'down'): string {
    return buildTopic(kind, this)
  }

  /** Resolves with the PUBACK. */
  async publish(payload: string | Buffer, kind: 'event' | 'samples' | 'status' = 'event') {
    if (this.#client === undefined) throw new Error('not connected')
    await this.#client.publishAsync(this.topic(kind), payload, { qos: 1 })
  }

  /** Sends an event of now on a code; fields given go before. @returns what was sent, after its PUBACK */
  async send(type: string, code: string, fields: Message = {}): Promise<Sent> {
    const event = {
      id: randomUUID(),
      type,
      at: new Date().toISOString(),
      tag: { scheme: 'code', value: code },
      ...fields,
    }
    await this.publish(JSON.stringify(event))
    return event
  }

  /** The first message on `down` that fits. */
  async answer<T extends DownMessage['type']>(
    type: T,
    fits: (message: Extract<DownMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<DownMessage, { type: T }>> {
    return eventually(() => {
      const found = this.down.find(
        (message): message is Extract<DownMessage, { type: T }> =>
          message.type === type && fits(message as Extract<DownMessage, { type: T }>),
      )
      if (found === undefined) {
        throw new Error(`no ${type} on down: ${JSON.stringify(this.down.slice(-5))}`)
      }
      return found
    })
  }

  /** Asks for a permit and waits for the answer. */
  async ask(code: string, fields: Message = {}) {
    const request = await this.send('fill.requested', code, { scale: 'scale-1', ...fields })
    const answer = await this.answer('fill.permit', ({ requestId }) => requestId === request.id)
    return { request, answer }
  }
}
