import { createInterface } from 'node:readline'
import { RawConnection } from '#sim/load/raw-connection.ts'
import type { LoadDevice } from '#sim/load/load-types.ts'

/**
 * Many devices that are connected and say nothing but their pings, in a process of its own: reads `{mqtt, devices}` as a line of JSON
 * and connects them all, then at `storm` cuts all lines at once. Says `all <ms>` when all are online again, `lost <n>` at `count`.
 */
type Plan = { readonly mqtt: string; readonly devices: readonly LoadDevice[] }

const RECONNECT_MS = 250

class Crowd {
  #online = 0
  #since = performance.now()
  readonly #connections: RawConnection[]

  constructor({ mqtt, devices }: Plan) {
    const url = new URL(mqtt)
    this.#connections = devices.map((device) => {
      const handlers = {
        online: () => this.#count(1),
        offline: () => this.#count(-1),
        acked: () => undefined,
        down: () => undefined,
        settled: () => undefined,
      }
      return new RawConnection(url, device, handlers, RECONNECT_MS)
    })
  }

  start(): void {
    this.#since = performance.now()
    for (const connection of this.#connections) connection.start()
  }

  storm(): void {
    this.#since = performance.now()
    for (const connection of this.#connections) connection.cut()
  }

  stop(): void {
    for (const connection of this.#connections) connection.stop()
  }

  get lost(): number {
    return this.#connections.filter(({ online }) => !online).length
  }

  #count(change: number): void {
    this.#online += change
    if (change > 0 && this.#online === this.#connections.length) {
      console.log(`all ${Math.round(performance.now() - this.#since)}`)
    }
  }
}

let crowd: Crowd | null = null
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'storm') crowd?.storm()
  else if (line === 'count') console.log(`lost ${crowd?.lost ?? 0}`)
  else if (crowd === null) {
    crowd = new Crowd(JSON.parse(line) as Plan)
    crowd.start()
  }
}
crowd?.stop()
process.exit(0)
