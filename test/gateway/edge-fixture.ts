import { Gateway } from '#gateway/gateway.ts'
import type { GatewayOptions } from '#gateway/gateway-options.ts'
import { FakeDirectory, FakeIngest, FakeOutbox, FakePresence } from './fakes.ts'
import { RawClient } from './raw-client.ts'

/** A gateway with fakes behind it, and the clients of one test. */
export class EdgeFixture {
  readonly ingest = new FakeIngest()
  readonly directory = new FakeDirectory()
  readonly outbox = new FakeOutbox()
  readonly presence = new FakePresence()
  readonly logged: string[] = []
  readonly gateway: Gateway
  port = 0
  tlsPort: number | null = null
  private readonly clients: RawClient[] = []

  constructor(options: Partial<GatewayOptions> = {}) {
    this.gateway = new Gateway({
      ingest: this.ingest,
      directory: this.directory,
      outbox: this.outbox,
      presence: this.presence,
      port: 0,
      host: '127.0.0.1',
      now: Date.now,
      log: (event, detail) => this.logged.push(`${event} ${JSON.stringify(detail)}`),
      ...options,
      limits: { stopDrainMs: 200, ...options.limits },
    })
  }

  static async start(options: Partial<GatewayOptions> = {}): Promise<EdgeFixture> {
    const fixture = new EdgeFixture(options)
    const { port, tlsPort } = await fixture.gateway.start()
    fixture.port = port
    fixture.tlsPort = tlsPort
    return fixture
  }

  client(): RawClient {
    const client = new RawClient(this.port)
    this.clients.push(client)
    return client
  }

  async device(...args: DropFirst<Parameters<typeof RawClient.device>>): Promise<RawClient> {
    const client = await RawClient.device(this.port, ...args)
    this.clients.push(client)
    return client
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()))
    await this.gateway.stop()
  }
}

type DropFirst<T extends unknown[]> = T extends [unknown, ...infer R] ? R : never
