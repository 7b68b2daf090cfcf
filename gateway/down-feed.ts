import type { OutboxItem } from '#domain/edge-ports.ts'
import type { OutboxStore } from './ports.ts'

/** One subscription to a device's `down` topic. */
export interface DownSink {
  /** `acked` is called when the device has acknowledged; never after the sink was detached. */
  send(payload: string, acked: () => void, outboxId: string): void
}

export interface DownFeedOptions {
  readonly outbox: OutboxStore
  readonly done: (outboxId: string) => void
  readonly now: () => number
  readonly inFlight: number
}

/** Acknowledged lately: `done` is written in batches, and a page read meanwhile still holds them. */
const RECENT = 1024

/**
 * Delivers one device's outbox to its latest subscriber, oldest first, QoS 1, a bounded number in flight. What a push
 * brings goes out at once unless older items wait in the store; whatever a push may have missed is read from the store.
 */
export class DownFeed {
  private readonly stationId: string
  private readonly deviceId: string
  private readonly options: DownFeedOptions
  private readonly sinks: DownSink[] = []
  private readonly inFlight = new Set<string>()
  private readonly recent = new Set<string>()
  /** The store may hold items that were not sent yet. */
  private backlog = false
  private cursor: string | null = null
  private loading = false
  /** Something was committed while a sweep through the store ran: sweep again. */
  private again = false
  /** Counts attachments, so that an answer that was asked for an earlier one is dropped. */
  private generation = 0

  constructor(stationId: string, deviceId: string, options: DownFeedOptions) {
    this.stationId = stationId
    this.deviceId = deviceId
    this.options = options
  }

  get attached(): boolean {
    return this.sinks.length > 0
  }

  attach(sink: DownSink): void {
    // Subscribing again changes nothing for what is on its way.
    if (this.sinks.at(-1) === sink) return this.refresh()
    this.detach(sink)
    this.sinks.push(sink)
    this.restart()
  }

  detach(sink: DownSink): void {
    const at = this.sinks.indexOf(sink)
    if (at === -1) return
    const wasCurrent = at === this.sinks.length - 1
    this.sinks.splice(at, 1)
    if (wasCurrent) this.restart()
  }

  /** An item that was committed just now. */
  push(item: OutboxItem): void {
    if (!this.attached) return
    if (this.backlog || this.loading || this.inFlight.size >= this.options.inFlight) this.refresh()
    else this.offer(item)
  }

  /** Items were committed somewhere. */
  refresh(): void {
    if (!this.attached) return
    if (this.backlog || this.loading) this.again = true
    else this.backlog = true
    this.pump()
  }

  /** Reads the next page if there may be one and there is room. Also the retry after a failed read. */
  pump(): void {
    const room = this.options.inFlight - this.inFlight.size
    if (!this.backlog || this.loading || !this.attached || room * 2 < this.options.inFlight) return
    this.loading = true
    const { generation } = this
    this.options.outbox.pending(this.stationId, this.deviceId, this.cursor, room).then(
      (items) => {
        if (generation === this.generation) this.loaded(items, room)
        this.loading = false
        this.pump()
      },
      // The store is away: the gateway's sweep pumps again.
      () => {
        this.loading = false
      },
    )
  }

  private loaded(items: readonly OutboxItem[], limit: number): void {
    for (const item of items) this.offer(item)
    const last = items.at(-1)
    if (last !== undefined && items.length >= limit) {
      this.cursor = last.outboxId
      return
    }
    this.cursor = null
    this.backlog = this.again
    this.again = false
  }

  private offer(item: OutboxItem): void {
    const { outboxId } = item
    const sink = this.sinks.at(-1)
    if (sink === undefined || this.inFlight.has(outboxId) || this.recent.has(outboxId)) return
    if (item.expiresAt !== null && item.expiresAt <= this.options.now()) {
      this.finish(outboxId)
      return
    }
    this.inFlight.add(outboxId)
    const { generation } = this
    const acked = (): void => {
      if (generation !== this.generation || !this.inFlight.delete(outboxId)) return
      this.finish(outboxId)
      this.pump()
    }
    sink.send(item.payload, acked, outboxId)
  }

  private finish(outboxId: string): void {
    this.recent.add(outboxId)
    if (this.recent.size > RECENT) {
      const [oldest] = this.recent
      if (oldest !== undefined) this.recent.delete(oldest)
    }
    this.options.done(outboxId)
  }

  private restart(): void {
    this.generation += 1
    this.inFlight.clear()
    this.cursor = null
    this.again = false
    this.backlog = this.attached
    this.pump()
  }
}
