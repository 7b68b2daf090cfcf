import { createHash } from 'node:crypto'
import type { Credential, IngestPort, OutboxItem } from '#domain/edge-ports.ts'
import type { DeviceDirectory, OutboxStore, Presence, Uplink } from '#gateway/ports.ts'

/** Keeps what was submitted; the test settles it, or `auto` does on the next turn. */
export class FakeIngest implements IngestPort {
  readonly uplinks: Uplink[] = []
  auto = true
  private waiting: Array<() => void> = []

  submit(uplink: Uplink, settled: () => void): void {
    this.uplinks.push(uplink)
    this.waiting.push(settled)
    if (this.auto && this.waiting.length === 1) setImmediate(() => this.settle())
  }

  get unsettled(): number {
    return this.waiting.length
  }

  settle(count = this.waiting.length): void {
    for (const settled of this.waiting.splice(0, count)) settled()
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Everybody's password is `secret`, except what `answer` says; certificates by serial. */
export class FakeDirectory implements DeviceDirectory {
  answer: 'ok' | 'refused' | 'unavailable' | 'never' | null = null
  passwords = ['secret']
  serials: string[] = []
  asked = 0
  private readonly listeners = new Set<(name: string | null) => void>()

  authenticate(
    stationId: string,
    deviceId: string,
    credential: Credential,
  ): Promise<'ok' | 'refused' | 'unavailable'> {
    this.asked += 1
    if (this.answer === 'never') return new Promise(() => {})
    if (this.answer !== null) return Promise.resolve(this.answer)
    return Promise.resolve(this.stillGood(stationId, deviceId, credential) ? 'ok' : 'refused')
  }

  stillGood(_stationId: string, _deviceId: string, credential: Credential): boolean {
    if (credential.kind === 'certificate') return this.serials.includes(credential.serial)
    return this.passwords.some((password) => credential.sha256.equals(sha256(password)))
  }

  onChange(listener: (name: string | null) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  changed(name: string | null): void {
    for (const listener of this.listeners) listener(name)
  }
}

/** An outbox in memory; ids sort by time as the store's do. */
export class FakeOutbox implements OutboxStore {
  items: OutboxItem[] = []
  readonly finished: string[] = []
  failing = false
  queries = 0
  private listeners = new Set<(stationId: string, deviceId: string) => void>()
  private lastId = 0

  add(stationId: string, deviceId: string, payload: string, expiresAt: number | null = null) {
    this.lastId += 1
    const outboxId = String(this.lastId).padStart(8, '0')
    const item: OutboxItem = { outboxId, stationId, deviceId, payload, expiresAt }
    this.items.push(item)
    return item
  }

  announce(stationId: string, deviceId: string): void {
    for (const listener of this.listeners) listener(stationId, deviceId)
  }

  async pending(stationId: string, deviceId: string, afterId: string | null, limit: number) {
    this.queries += 1
    await new Promise((resume) => setImmediate(resume))
    if (this.failing) throw new Error('store away')
    return this.items
      .filter((item) => item.stationId === stationId && item.deviceId === deviceId)
      .filter((item) => afterId === null || item.outboxId > afterId)
      .slice(0, limit)
  }

  done(outboxIds: readonly string[]): void {
    this.finished.push(...outboxIds)
    const gone = new Set(outboxIds)
    this.items = this.items.filter((item) => !gone.has(item.outboxId))
  }

  onNew(listener: (stationId: string, deviceId: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

/** Remembers `+station/device` and `-station/device`. */
export class FakePresence implements Presence {
  readonly log: string[] = []

  connected(stationId: string, deviceId: string): void {
    this.log.push(`+${stationId}/${deviceId}`)
  }

  disconnected(stationId: string, deviceId: string): void {
    this.log.push(`-${stationId}/${deviceId}`)
  }
}
