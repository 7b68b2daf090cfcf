import { connect, type Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import { generate } from 'mqtt-packet'
import type { LoadDevice } from '#sim/load/load-types.ts'
import { buildTopic, deviceUsername } from '#schemas/topics.ts'

/** Every one of them is answered: the cylinder is not there. */
const requestOf = (scale: string): string =>
  JSON.stringify({
    id: randomUUID(),
    type: 'fill.requested',
    at: new Date().toISOString(),
    tag: { scheme: 'code', value: 'NOBODYS-1' },
    scale,
  })

/** A device that asks all the time and reads no answer: what is written for it piles up. */
export class SlowReader {
  sent = 0
  readonly #socket: Socket
  readonly #device: LoadDevice
  #timer: NodeJS.Timeout | undefined

  constructor(mqtt: string, device: LoadDevice) {
    const url = new URL(mqtt)
    this.#device = device
    this.#socket = connect(Number(url.port), url.hostname)
    // Ended by the server at last, as it should be.
    this.#socket.on('error', () => undefined)
    this.#socket.pause()
  }

  start(perSecond: number): void {
    const { stationId, deviceId, password, scale } = this.#device
    const username = deviceUsername(this.#device)
    const topic = buildTopic('down', { stationId, deviceId })
    const hello = { clientId: 'slow', clean: true, keepalive: 0, username }
    this.#socket.write(generate({ cmd: 'connect', ...hello, password: Buffer.from(password) }))
    this.#socket.write(
      generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] }),
    )
    this.#timer = setInterval(() => this.#ask(scale ?? ''), 1000 / perSecond)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#socket.destroy()
  }

  #ask(scale: string): void {
    if (this.#socket.destroyed || this.#socket.writableLength > 1024 * 1024) return
    this.sent += 1
    this.#socket.write(
      generate({
        cmd: 'publish',
        topic: buildTopic('event', this.#device),
        payload: requestOf(scale),
        qos: 1,
        messageId: (this.sent % 65_535) + 1,
        dup: false,
        retain: false,
      }),
    )
  }
}
