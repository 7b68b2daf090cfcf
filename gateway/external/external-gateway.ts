import { setTimeout as sleep } from 'node:timers/promises'
import type { DownlinkPort, IngestPort, Uplink } from '#domain/edge-ports.ts'
import { DoneBatch } from '#gateway/done-batch.ts'
import { FlushQueue } from '#gateway/flush-queue.ts'
import type { OutboxStore, Presence } from '#gateway/ports.ts'
import { Pressure } from '#gateway/pressure.ts'
import { buildTopic, type DeviceAddress, topicFilter } from '#schemas/topics.ts'
import { BrokerDownlink, type SharedOutbox } from './broker-downlink.ts'
import { BrokerIntake } from './broker-intake.ts'
import { BrokerLink } from './broker-link.ts'
import type { BrokerUrl } from './broker-url.ts'
import { CommittedNotices } from './committed-notices.ts'
import { OutWindow } from './out-window.ts'
import type { Inbound } from './v5-frames.ts'

/** Of the contract: all our processes share the messages among them. */
const SHARE = '$share/lpg-trace/'
/** A broker keeps what a dead process has not acknowledged, and goes on dealing messages to it, for this long. */
const SESSION_S = 86_400
const PENDING_BYTES = 128 * 1024 * 1024
const RETRY_MS = [100, 250, 500, 1000, 2000]
const STOP_DRAIN_MS = 5000
const DRAIN_POLL_MS = 10
/** A device that says it is online may subscribe right behind that: what it missed is sent once more. */
const SUBSCRIBING_MS = 1000

export interface ExternalGatewayOptions {
  readonly url: BrokerUrl
  /** The same over restarts, another one for each process: the broker keeps its session by it. */
  readonly clientId: string
  readonly ingest: IngestPort
  /** The ids that a committed publish held. */
  readonly idsOf: (uplink: Uplink) => readonly string[]
  readonly outbox: Pick<OutboxStore, 'done' | 'onNew'> & SharedOutbox
  readonly presence: Presence
  readonly pendingBytes?: number
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number
  readonly log: (event: string, detail: Record<string, unknown>) => void
}

export interface ExternalStats {
  readonly connected: boolean
  readonly received: number
  readonly committed: number
  readonly foreign: number
  readonly reconnects: number
  readonly pendingPublishes: number
  readonly pendingBytes: number
  readonly downDepth: number
}

/**
 * Our side of an external broker: takes this process's share of what devices publish to the same ingest as our own edge,
 * acknowledges it after its commit, tells devices what is committed, and publishes what is for them.
 */
export class ExternalGateway {
  readonly downlink: DownlinkPort
  private readonly options: ExternalGatewayOptions
  private readonly window = new OutWindow()
  private readonly flushes = new FlushQueue()
  private readonly notices: CommittedNotices
  private readonly done: DoneBatch
  private readonly down: BrokerDownlink
  private readonly pressure: Pressure
  private readonly counters = { received: 0, committed: 0, foreign: 0, reconnects: 0 }
  private readonly late = new Set<NodeJS.Timeout>()
  private stopping = new AbortController()
  private link: BrokerLink | null = null
  private intake: BrokerIntake | null = null
  private stopHearing: (() => void) | null = null
  private reconnecting: Promise<void> = Promise.resolve()

  constructor(options: ExternalGatewayOptions) {
    const { url, outbox, now } = options
    const { prefix } = url
    this.options = options
    this.done = new DoneBatch(outbox)
    this.down = new BrokerDownlink({ window: this.window, outbox, done: this.done, prefix, now })
    this.downlink = this.down
    this.notices = new CommittedNotices((topic, payload) => {
      this.window.publish(prefix + topic, payload, null)
    })
    this.pressure = new Pressure(
      options.pendingBytes ?? PENDING_BYTES,
      () => this.link?.pause(),
      () => this.link?.resume(),
    )
  }

  /** Connects and subscribes; from then on it connects again by itself. @throws Error saying why the broker cannot be used */
  async start(): Promise<{ readonly url: string }> {
    this.stopping = new AbortController()
    await this.connect()
    this.stopHearing = this.options.outbox.onNew((stationId, deviceId) => {
      if (this.window.isOpen) this.down.deliver({ stationId, deviceId })
    })
    return { url: this.options.url.shown }
  }

  /** Takes nothing more, waits a bounded time for what was taken to be committed and acknowledged, and leaves; the session stays. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.stopHearing?.()
    this.stopHearing = null
    for (const timer of this.late) clearTimeout(timer)
    this.late.clear()
    this.link?.pause()
    const deadline = performance.now() + STOP_DRAIN_MS
    while (this.pressure.pending > 0 && performance.now() < deadline) await sleep(DRAIN_POLL_MS)
    this.notices.flush()
    // The last acknowledgements are written on the next tick.
    await new Promise((resume) => setImmediate(resume))
    this.disconnected()
    this.link?.close()
    this.link = null
    await this.reconnecting
    this.done.flush()
  }

  /** All devices are reached through the broker, whichever process speaks to it. */
  delivers(): boolean {
    return this.window.isOpen
  }

  stats(): ExternalStats {
    return {
      ...this.counters,
      connected: this.window.isOpen,
      pendingPublishes: this.intake?.pending ?? 0,
      pendingBytes: this.pressure.pending,
      downDepth: this.window.depth,
    }
  }

  private async connect(): Promise<void> {
    const { url, clientId } = this.options
    const filters = (['event', 'samples', 'status'] as const).map(
      (kind) => SHARE + url.prefix + topicFilter(kind),
    )
    // The broker sends what it kept with its first answer, before we know that we are subscribed.
    const intake = this.createIntake()
    this.intake = intake
    const link: BrokerLink = new BrokerLink(
      { url, clientId, sessionS: SESSION_S, filters },
      {
        inbound: (publish: Inbound) => {
          this.counters.received += 1
          intake.receive(publish)
        },
        answered: (messageId, reason) => {
          const wasFull = this.window.isFull
          this.window.answered(messageId, reason)
          if (wasFull && !this.window.isFull) intake.flushLater()
        },
        lost: (reason) => this.lost(link, reason),
      },
    )
    this.link = link
    if (this.pressure.high) link.pause()
    await link.open()
    this.window.open(link.receiveMaximum, (frame) => link.write(frame))
    this.down.reconnected()
  }

  private createIntake(): BrokerIntake {
    const { ingest, now, url, log } = this.options
    return new BrokerIntake({
      ingest,
      now,
      flushes: this.flushes,
      prefix: url.prefix,
      charge: (bytes) => {
        if (bytes > 0) this.pressure.take(bytes)
        else this.pressure.give(-bytes)
      },
      settled: (uplink) => this.settled(uplink),
      foreign: (topic) => {
        this.counters.foreign += 1
        log('foreign topic', { topic })
      },
      mayAcknowledge: () => !this.window.isFull,
      write: (bytes) => this.link?.write(bytes),
    })
  }

  private settled(uplink: Uplink): void {
    this.counters.committed += 1
    if (uplink.kind === 'status') this.statusOf(uplink)
    else this.notices.add(uplink, this.options.idsOf(uplink))
  }

  /** A device came or went: birth, goodbye, or the last will that the broker published for it. */
  private statusOf({ stationId, deviceId, payload, receivedAt }: Uplink): void {
    const state = stateOf(payload)
    const { presence, url, now } = this.options
    if (state === 'offline') presence.disconnected(stationId, deviceId, receivedAt)
    if (state !== 'online') return
    presence.connected(stationId, deviceId, receivedAt)
    const address: DeviceAddress = { stationId, deviceId }
    const time = JSON.stringify({ type: 'time', at: new Date(now()).toISOString() })
    this.window.tell(url.prefix + buildTopic('down', address), time)
    this.down.deliver(address, true)
    const timer = setTimeout(() => {
      this.late.delete(timer)
      this.down.deliver(address, true)
    }, SUBSCRIBING_MS)
    this.late.add(timer)
  }

  private lost(link: BrokerLink, reason: string): void {
    if (link !== this.link) return
    this.options.log('broker lost', { reason })
    this.disconnected()
    this.link = null
    this.reconnecting = this.reconnect()
  }

  private disconnected(): void {
    this.window.close()
    this.intake?.end()
  }

  private async reconnect(): Promise<void> {
    const { signal } = this.stopping
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        await this.connect()
        this.counters.reconnects += 1
        return
      } catch (error) {
        this.options.log('broker', { reason: (error as Error).message })
      }
    }
  }
}

function stateOf(payload: Buffer): unknown {
  try {
    return (JSON.parse(payload.toString()) as { readonly state?: unknown }).state
  } catch {
    return undefined // it became a dead letter
  }
}
