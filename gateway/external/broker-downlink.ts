import type { DownlinkPort, OutboxItem } from '#domain/edge-ports.ts'
import type { DoneBatch } from '#gateway/done-batch.ts'
import { buildTopic, deviceUsername, type DeviceAddress } from '#schemas/topics.ts'
import type { OutWindow } from './out-window.ts'

/** Nobody has subscribed, MQTT 5 §3.4.2.1: the device is away, and its message goes on waiting in the store. */
const NO_MATCHING_SUBSCRIBERS = 0x10
const REFUSAL = 0x80
const PAGE = 100

/** What is kept for devices, shared by all processes: what one has taken to send is not given to another for some seconds. */
export interface SharedOutbox {
  /** At most `limit` messages of the device behind `afterId`, oldest first, for this process to send; `anew`: whoever took them before. */
  claim(
    address: DeviceAddress,
    afterId: string | null,
    limit: number,
    anew: boolean,
  ): Promise<OutboxItem[]>
  /** Devices for which anything is kept. */
  waiting(): Promise<DeviceAddress[]>
}

export interface DownlinkOptions {
  readonly window: OutWindow
  readonly outbox: SharedOutbox
  readonly done: DoneBatch
  readonly prefix: string
  readonly now: () => number
}

/**
 * What is for devices, published on their `down` topic at the broker. The broker's acknowledgement ends our part: it keeps the
 * message for a session that is away. Without any session it stays in the store until the device says that it is there.
 */
export class BrokerDownlink implements DownlinkPort {
  private readonly options: DownlinkOptions
  private inFlight = new Set<string>()
  /** Devices whose kept messages are being sent, and whether to look again when that is done. */
  private readonly sending = new Map<string, { readonly again: boolean; readonly anew: boolean }>()

  constructor(options: DownlinkOptions) {
    this.options = options
  }

  push(items: readonly OutboxItem[]): void {
    for (const item of items) this.send(item)
  }

  /**
   * Sends what is kept for the device. Never throws: while the store is away the next occasion does it. `anew`: the device has just
   * come, and one process alone hears that: what another tried in vain a moment ago is sent as well.
   */
  deliver(address: DeviceAddress, anew = false): void {
    const name = deviceUsername(address)
    if (this.sending.has(name)) {
      this.sending.set(name, { again: true, anew: anew || this.sending.get(name)?.anew === true })
      return
    }
    this.sending.set(name, { again: false, anew: false })
    const again = (): void => {
      const looked = this.sending.get(name)
      this.sending.delete(name)
      if (looked?.again === true) this.deliver(address, looked.anew)
    }
    this.sendKept(address, anew).then(again, again)
  }

  /** The connection stands again: what was under way may not have arrived. */
  reconnected(): void {
    this.inFlight = new Set()
    this.options.outbox.waiting().then(
      (devices) => {
        for (const device of devices) this.deliver(device)
      },
      () => undefined,
    )
  }

  private async sendKept(address: DeviceAddress, anew: boolean): Promise<void> {
    let after: string | null = null
    for (;;) {
      const items = await this.options.outbox.claim(address, after, PAGE, anew)
      for (const item of items) this.send(item)
      const last = items.at(-1)
      if (last === undefined || items.length < PAGE || this.options.window.isFull) return
      after = last.outboxId
    }
  }

  private send(item: OutboxItem): void {
    const { window, done, prefix, now } = this.options
    const { inFlight } = this
    const { outboxId, payload, expiresAt } = item
    if (inFlight.has(outboxId)) return
    if (expiresAt !== null && expiresAt <= now()) return done.add(outboxId)
    const sent = window.publish(prefix + buildTopic('down', item), payload, (reason) => {
      inFlight.delete(outboxId)
      if (reason < REFUSAL && reason !== NO_MATCHING_SUBSCRIBERS) done.add(outboxId)
    })
    if (sent) inFlight.add(outboxId)
  }
}
