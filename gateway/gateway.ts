import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { DownlinkPort, OutboxItem } from '#domain/edge-ports.ts'
import { deviceUsername, type DeviceAddress } from '#schemas/topics.ts'
import type { Broker } from './client.ts'
import { Connection } from './connection.ts'
import { DeviceSession } from './device-session.ts'
import { DoneBatch } from './done-batch.ts'
import { Door } from './door.ts'
import type { DownFeed } from './down-feed.ts'
import type { Edge, EdgeCounters } from './edge.ts'
import { FlushQueue } from './flush-queue.ts'
import {
  defaultLimits,
  openLimits,
  type GatewayLimits,
  type GatewayOptions,
  type TlsOptions,
} from './gateway-options.ts'
import { OpenBroker } from './open/open-broker.ts'
import { Pressure } from './pressure.ts'
import { TlsListener } from './tls-listener.ts'

const LOOPBACK = '127.0.0.1'
const SWEEP_MS = 1000
/** What ends by the clock alone, a certificate or the password before, ends its connections within this many sweeps. */
const RECHECK_TICKS = 30
/** Pause between two looks at what `stop()` waits for. */
const DRAIN_POLL_MS = 10
const TLS_GRACE_MS = 300

export interface GatewayStats extends Readonly<EdgeCounters> {
  readonly connections: number
  readonly devices: number
  readonly pendingPublishes: number
  readonly pendingBytes: number
  readonly heldBytes: number
  readonly partialBytes: number
  readonly pausedByPressure: boolean
}

/**
 * The MQTT edge: devices connect here, what they publish goes to ingest and is acknowledged once committed, what is for
 * them is delivered from the outbox. Several may run side by side on one database.
 */
export class Gateway {
  readonly downlink: DownlinkPort
  private readonly options: GatewayOptions
  private readonly edge: Edge
  private readonly broker: Broker
  private readonly done: DoneBatch
  private readonly connections = new Set<Connection>()
  private readonly sessions = new Map<string, DeviceSession>()
  private tls: TlsListener | null = null
  private servers: Server[] = []
  private sweeper: NodeJS.Timeout | null = null
  private stopListening: (() => void) | null = null

  constructor(options: GatewayOptions) {
    this.options = options
    const open = options.open === true ? openLimits : {}
    this.edge = this.createEdge({ ...defaultLimits, ...open, ...options.limits })
    this.done = new DoneBatch(options.outbox)
    this.broker =
      options.open === true
        ? new OpenBroker(this.edge)
        : new Door(this.edge, options.directory, (clientId) => options.onClient?.(clientId))
    this.downlink = { push: (items) => this.push(items) }
  }

  /** Does this process deliver to the device? What is for others is announced to the other processes. */
  delivers(address: DeviceAddress): boolean {
    return (this.sessions.get(deviceUsername(address))?.down ?? null) !== null
  }

  /** Ends the session of a client that has connected to another gateway process. */
  endClient(clientId: string): void {
    this.broker.endClient(clientId)
  }

  /** New files of the TLS port, from the next handshake on; living connections stay. */
  renewTls(tls: TlsOptions): void {
    this.tls?.renew(tls)
  }

  /** Listens. `tlsPort` is null without TLS. Throws what `listen` throws, `EADDRINUSE` for one. */
  async start(): Promise<{ port: number; tlsPort: number | null }> {
    const { options } = this
    const accept = (socket: Socket): void => this.accept(socket)
    const plain = createServer({ noDelay: true }, accept)
    const port = await this.listen(plain, options.port, options.host)
    let tlsPort: number | null = null
    if (options.tls !== undefined) {
      this.tls = new TlsListener(options.tls, this.edge, accept)
      tlsPort = await this.listen(
        this.tls.server,
        options.tls.port,
        options.tlsHost ?? options.host,
      )
    }
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS)
    const endings = [
      options.outbox.onNew((stationId, deviceId) => {
        this.sessions.get(deviceUsername({ stationId, deviceId }))?.down?.refresh()
      }),
      options.directory.onChange((name) => this.broker.recheck(name)),
    ]
    this.stopListening = () => {
      for (const end of endings) end()
    }
    return { port, tlsPort }
  }

  /**
   * Accepts nothing more, reads nothing more, waits a bounded time until what was submitted is committed and acknowledged,
   * wills included, and closes.
   */
  async stop(): Promise<void> {
    const closed = this.servers.map((server) => new Promise((done) => server.close(done)))
    this.servers = []
    this.stopListening?.()
    this.stopListening = null
    for (const connection of this.connections) {
      connection.gate.close('stop')
      connection.submitWill()
    }
    const deadline = performance.now() + this.edge.limits.stopDrainMs
    while (this.edge.pressure.pending > 0 && performance.now() < deadline)
      await new Promise((resume) => setTimeout(resume, DRAIN_POLL_MS))
    // The last acknowledgements are written on the next tick.
    await new Promise((resume) => setImmediate(resume))
    if (this.sweeper !== null) clearInterval(this.sweeper)
    this.sweeper = null
    for (const connection of this.connections) connection.end(true)
    this.done.flush()
    // Connections are closing gracefully; what is left did not finish its handshake.
    const late = setTimeout(() => this.tls?.endHandshakes(), TLS_GRACE_MS)
    await Promise.all(closed)
    clearTimeout(late)
  }

  stats(): GatewayStats {
    const { edge } = this
    let pendingPublishes = 0
    for (const session of this.sessions.values()) pendingPublishes += session.pending
    return {
      ...edge.counters,
      connections: this.connections.size,
      devices: this.sessions.size,
      pendingPublishes,
      pendingBytes: edge.pressure.pending,
      heldBytes: edge.pressure.held,
      partialBytes: edge.partialBytes,
      pausedByPressure: edge.pressure.high,
    }
  }

  private createEdge(limits: GatewayLimits): Edge {
    const { ingest, presence, now, open, log } = this.options
    const pressure = new Pressure(
      limits.pendingBytes,
      () => {
        for (const { gate } of this.connections) gate.close('pressure')
      },
      () => {
        for (const { gate } of this.connections) gate.open('pressure')
      },
    )
    const bounds = { limits, pressure }
    return {
      open: open ?? false,
      limits,
      ingest,
      presence,
      pressure,
      now,
      flushes: new FlushQueue(),
      counters: {
        accepted: 0,
        refused: 0,
        closedForCause: 0,
        publishes: 0,
        acknowledged: 0,
        foreign: 0,
        tooBig: 0,
        downSent: 0,
        downAcked: 0,
      },
      tick: 0,
      partialBytes: 0,
      session: (address) => this.session(address),
      anonymousSession: () =>
        new DeviceSession({ stationId: '', deviceId: '' }, { ...bounds, idle: () => {} }),
      feed: (session) => this.feed(session),
      ended: (connection) => this.connections.delete(connection as Connection),
      log: log ?? (() => {}),
    }
  }

  private async listen(server: Server, port: number, wanted?: string): Promise<number> {
    const host = this.edge.open ? LOOPBACK : wanted
    await new Promise<void>((resume, reject) => {
      server.once('error', reject)
      server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
        server.off('error', reject)
        resume()
      })
    })
    // Accepting may fail for want of file descriptors; the server goes on with the next one.
    server.on('error', (error) => this.edge.log('listen', { error: error.message }))
    this.servers.push(server)
    return (server.address() as AddressInfo).port
  }

  private accept(socket: Socket): void {
    this.connections.add(new Connection(this.edge, this.broker, socket))
  }

  private sweep(): void {
    this.edge.tick += 1
    for (const connection of this.connections) connection.sweep()
    for (const session of this.sessions.values()) {
      session.sweep()
      session.down?.pump()
    }
    if (this.edge.tick % RECHECK_TICKS === 0) this.broker.recheck(null)
  }

  private session(address: DeviceAddress): DeviceSession {
    const key = deviceUsername(address)
    const known = this.sessions.get(key)
    if (known !== undefined) return known
    const session = new DeviceSession(address, {
      limits: this.edge.limits,
      pressure: this.edge.pressure,
      idle: (one) => {
        if (one.down?.attached !== true) this.sessions.delete(key)
      },
    })
    this.sessions.set(key, session)
    return session
  }

  private feed(session: DeviceSession): DownFeed {
    return session.feed({
      outbox: this.options.outbox,
      done: (outboxId) => this.done.add(outboxId),
      now: this.options.now,
      inFlight: this.edge.limits.downInFlight,
    })
  }

  private push(items: readonly OutboxItem[]): void {
    for (const item of items) this.sessions.get(deviceUsername(item))?.down?.push(item)
  }
}
