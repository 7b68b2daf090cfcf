import type { IngestPort } from '#domain/edge-ports.ts'
import type { DeviceAddress } from '#schemas/topics.ts'
import type { DeviceSession } from './device-session.ts'
import type { DownFeed } from './down-feed.ts'
import type { FlushQueue } from './flush-queue.ts'
import type { GatewayLimits } from './gateway-options.ts'
import type { Presence } from './ports.ts'
import type { Pressure } from './pressure.ts'

export interface EdgeCounters {
  accepted: number
  refused: number
  closedForCause: number
  publishes: number
  acknowledged: number
  foreign: number
  tooBig: number
  downSent: number
  downAcked: number
}

/** What the connections of one gateway share. */
export interface Edge {
  readonly open: boolean
  readonly limits: GatewayLimits
  readonly ingest: IngestPort
  readonly presence: Presence
  readonly pressure: Pressure
  readonly flushes: FlushQueue
  readonly counters: EdgeCounters
  readonly now: () => number
  /** Whole seconds of running time: counted by the sweep, so neither a clock step nor a stalled loop ends a session. */
  tick: number
  /** Bytes of all frames that have begun and not ended. */
  partialBytes: number
  session(address: DeviceAddress): DeviceSession
  /** A session of its own for a connection that is no device (open mode). */
  anonymousSession(): DeviceSession
  feed(session: DeviceSession): DownFeed
  /** The connection ended. */
  ended(connection: object): void
  log(event: string, detail: Record<string, unknown>): void
}

/** Milliseconds as sweep ticks, rounded up, plus the one that is already running. */
export function ticksOf(ms: number): number {
  return Math.ceil(ms / 1000) + 1
}
