import type { Credential, OutboxItem, Uplink as Publish } from '#domain/edge-ports.ts'

/** One publish of one device, as ingest takes it. `payload` is a view into the bytes read from the socket. */
export type Uplink = Publish & {
  /** Only with `too-big`: the length that the frame announced, bytes. The payload are then its first bytes, at most 1 KiB. */
  readonly announcedBytes?: number
}

export interface DeviceDirectory {
  authenticate(
    stationId: string,
    deviceId: string,
    credential: Credential,
  ): Promise<'ok' | 'refused' | 'unavailable'>
  /** Is what a connection was let in by still good, as far as is known without asking? */
  stillGood(stationId: string, deviceId: string, credential: Credential): boolean
  /** The credentials of `station/device` changed, or any may have (null). Returns the function that ends it. */
  onChange(listener: (name: string | null) => void): () => void
}

export interface OutboxStore {
  /** At most `limit` undelivered items of the device behind `afterId`, oldest first. */
  pending(
    stationId: string,
    deviceId: string,
    afterId: string | null,
    limit: number,
  ): Promise<OutboxItem[]>
  /** Delivered or expired. Batched, best effort: an item that comes back is delivered again. */
  done(outboxIds: readonly string[]): void
  /** Items of a device were committed, by whichever process. Returns the function that ends it. */
  onNew(listener: (stationId: string, deviceId: string) => void): () => void
}

/** Times are epoch milliseconds. */
export interface Presence {
  connected(stationId: string, deviceId: string, at: number): void
  disconnected(stationId: string, deviceId: string, at: number): void
}
