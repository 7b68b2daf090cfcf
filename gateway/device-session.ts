import type { DeviceAddress } from '#schemas/topics.ts'
import { DownFeed, type DownFeedOptions } from './down-feed.ts'
import type { GatewayLimits } from './gateway-options.ts'
import type { Pressure } from './pressure.ts'

/** Seconds of publishing that a device saves up: its outbox after a break. */
const SAVED_UP = 2

/** A connection as its device sees it. */
export interface SessionMember {
  /** The device holds too much that is not committed, or no longer. */
  deviceFull(full: boolean): void
  /** The device publishes faster than it may, or no longer. */
  tooFast(fast: boolean): void
  /** The device has opened too many connections since. */
  supersede(): void
}

/**
 * One device, over all its connections: what it has submitted and not seen committed, and its downlink. It outlives a
 * connection, so that reconnecting does not lift the cap.
 */
export class DeviceSession {
  readonly address: DeviceAddress
  readonly members = new Set<SessionMember>()
  /** Connections after CONNACK, for presence. */
  ready = 0
  private readonly limits: GatewayLimits
  private readonly pressure: Pressure
  private readonly idle: (session: DeviceSession) => void
  private count = 0
  private bytes = 0
  /** Chunk memory that small publishes keep alive beyond their own bytes; given back when nothing is pending. */
  private slack = 0
  private full = false
  /** Publishes that it may still send; negative once it was too fast. */
  private allowance: number
  private downFeed: DownFeed | null = null

  constructor(
    address: DeviceAddress,
    bounds: { limits: GatewayLimits; pressure: Pressure; idle: (session: DeviceSession) => void },
  ) {
    this.address = address
    this.limits = bounds.limits
    this.pressure = bounds.pressure
    this.idle = bounds.idle
    this.allowance = bounds.limits.publishesPerSecond * SAVED_UP
  }

  get pending(): number {
    return this.count
  }

  get pendingBytes(): number {
    return this.bytes
  }

  join(member: SessionMember): void {
    this.members.add(member)
    if (this.full) member.deviceFull(true)
    if (this.allowance < 0) member.tooFast(true)
    const [oldest] = this.members
    if (this.members.size > this.limits.connectionsPerDevice) oldest?.supersede()
  }

  leave(member: SessionMember): void {
    this.members.delete(member)
    this.checkIdle()
  }

  /** One publish was submitted. */
  take(cost: number): void {
    this.count += 1
    this.charge(cost)
    this.allowance -= 1
    if (this.allowance === -1) for (const member of this.members) member.tooFast(true)
    const { pendingPerDevice, pendingBytesPerDevice } = this.limits
    if (this.full) return
    if (this.count < pendingPerDevice && this.bytes < pendingBytesPerDevice) return
    this.full = true
    for (const member of this.members) member.deviceFull(true)
  }

  /** A chunk of `bytes` stays in memory for the sake of publishes that were charged less. */
  takeSlack(bytes: number): void {
    if (this.count === 0) return
    this.slack += bytes
    this.charge(bytes)
  }

  /** One publish was settled. Reading goes on at half the cap, not at each message. */
  give(cost: number): void {
    this.count -= 1
    const back = this.count === 0 ? cost + this.slack : cost
    if (this.count === 0) this.slack = 0
    this.bytes -= back
    this.pressure.give(back)
    const { pendingPerDevice, pendingBytesPerDevice } = this.limits
    if (
      this.full &&
      this.count * 2 <= pendingPerDevice &&
      this.bytes * 2 <= pendingBytesPerDevice
    ) {
      this.full = false
      for (const member of this.members) member.deviceFull(false)
    }
    if (this.count === 0) this.checkIdle()
  }

  /** Once a second: what it may send grows again. */
  sweep(): void {
    const { publishesPerSecond } = this.limits
    const before = this.allowance
    this.allowance = Math.min(before + publishesPerSecond, publishesPerSecond * SAVED_UP)
    if (before >= 0 || this.allowance < 0) return
    for (const member of this.members) member.tooFast(false)
    this.checkIdle()
  }

  feed(options: DownFeedOptions): DownFeed {
    const { stationId, deviceId } = this.address
    this.downFeed ??= new DownFeed(stationId, deviceId, options)
    return this.downFeed
  }

  get down(): DownFeed | null {
    return this.downFeed
  }

  private charge(bytes: number): void {
    this.bytes += bytes
    this.pressure.take(bytes)
  }

  private checkIdle(): void {
    // One that was too fast is remembered until it may go on: reconnecting does not help.
    if (this.members.size === 0 && this.count === 0 && this.allowance >= 0) this.idle(this)
  }
}
