import { createServer, type Server, Socket } from 'node:net'
import { once } from 'node:events'

type Pair = { readonly device: Socket; readonly service: Socket }

/** A line between devices and the service that can be made bad: slow, stalled, cut in the middle of a packet. */
export class TcpProxy {
  readonly #target: URL
  readonly #pairs = new Set<Pair>()
  readonly #server: Server
  /** Each piece of data waits so long, drawn anew. */
  #delayMs: () => number = () => 0

  constructor(target: string) {
    this.#target = new URL(target)
    this.#server = createServer((device) => this.#accept(device))
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string')
      throw new Error('the proxy does not listen')
    return `mqtt://127.0.0.1:${address.port}`
  }

  get connections(): number {
    return this.#pairs.size
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async stop(): Promise<void> {
    for (const { device, service } of this.#pairs) {
      device.destroy()
      service.destroy()
    }
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** @param delayMs of each piece of data, both ways; pieces keep their order, as in TCP */
  delay(delayMs: () => number): void {
    this.#delayMs = delayMs
  }

  /** Nothing passes any more on the lines that are open; new ones work. @returns lets them pass again */
  stall(): () => void {
    const stalled = [...this.#pairs]
    for (const { device, service } of stalled) {
      device.pause()
      service.pause()
    }
    return () => {
      for (const { device, service } of stalled) {
        device.resume()
        service.resume()
      }
    }
  }

  /** Every line is reset after so many more bytes from its device: as good as always in the middle of a packet. */
  cutAll(bytes: () => number): void {
    for (const pair of this.#pairs) this.#cut(pair, bytes())
  }

  #accept(device: Socket): void {
    const service = new Socket()
    const pair = { device, service }
    this.#pairs.add(pair)
    const end = (): void => {
      this.#pairs.delete(pair)
      device.destroy()
      service.destroy()
    }
    for (const socket of [device, service]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    service.connect(Number(this.#target.port), this.#target.hostname)
    this.#forward(device, service)
    this.#forward(service, device)
  }

  #forward(from: Socket, to: Socket): void {
    let before: Promise<void> = Promise.resolve()
    from.on('data', (data: Buffer) => {
      const delayMs = this.#delayMs()
      if (delayMs === 0) {
        before = before.then(() => void to.write(data))
        return
      }
      const waited = new Promise<void>((resolve) => setTimeout(resolve, delayMs))
      before = Promise.all([before, waited]).then(() => void to.write(data))
    })
  }

  #cut({ device, service }: Pair, bytes: number): void {
    let left = bytes
    device.removeAllListeners('data')
    device.on('data', (data: Buffer) => {
      if (data.length < left) {
        left -= data.length
        service.write(data)
        return
      }
      // What was written goes out, then the lines break as by a router that forgot them.
      service.write(data.subarray(0, left), () => service.resetAndDestroy())
      device.resetAndDestroy()
    })
  }
}
