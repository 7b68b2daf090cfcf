import type { Committed } from '#schemas/down.ts'
import { MAX_EVENTS_PER_MESSAGE } from '#schemas/limits.ts'
import { buildTopic, deviceUsername, type DeviceAddress } from '#schemas/topics.ts'

type Publish = (topic: string, payload: string) => void

/**
 * Tells devices which ids are committed: behind a broker that acknowledges by itself this is what our PUBACK is at our own edge. One
 * notice a device for all that one batch committed. It is not kept: a device that missed it sends again, and is told again.
 */
export class CommittedNotices {
  private readonly publish: Publish
  private waiting = new Map<string, { readonly address: DeviceAddress; readonly ids: string[] }>()

  constructor(publish: Publish) {
    this.publish = publish
  }

  add(address: DeviceAddress, ids: readonly string[]): void {
    if (ids.length === 0) return
    if (this.waiting.size === 0) setImmediate(() => this.flush())
    const name = deviceUsername(address)
    const known = this.waiting.get(name)
    if (known === undefined) this.waiting.set(name, { address, ids: [...ids] })
    else known.ids.push(...ids)
  }

  flush(): void {
    const due = this.waiting
    this.waiting = new Map()
    for (const { address, ids } of due.values()) {
      const topic = buildTopic('down', address)
      for (let at = 0; at < ids.length; at += MAX_EVENTS_PER_MESSAGE) {
        const part = ids.slice(at, at + MAX_EVENTS_PER_MESSAGE)
        const notice: Committed = { type: 'committed', ids: part }
        this.publish(topic, JSON.stringify(notice))
      }
    }
  }
}
