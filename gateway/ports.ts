/** What a publish is to ingest: one of the three uplink topics, a topic of somebody else, or a frame beyond the cap. */
export type UplinkKind = 'event' | 'samples' | 'status' | 'foreign' | 'too-big'

/** One publish of one device. `payload` is a view into the bytes read from the socket: do not write to it. */
export interface Uplink {
  readonly stationId: string
  readonly deviceId: string
  readonly kind: UplinkKind
  readonly topic: string
  /** For `too-big`: the first bytes of the payload, at most 1 KiB. */
  readonly payload: Buffer
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly dup: boolean
  /** Only with `too-big`: the length that the frame announced, bytes. */
  readonly announcedBytes?: number
}

export interface IngestPort {
  /**
   * `settled` is called exactly once, after the content or its rejection is committed, per device in the order of submit;
   * it may be called synchronously and in bulk.
   */
  submit(uplink: Uplink, settled: () => void): void
}

export interface DeviceDirectory {
  authenticate(
    stationId: string,
    deviceId: string,
    password: Buffer,
  ): Promise<'ok' | 'refused' | 'unavailable'>
}

export interface OutboxItem {
  readonly outboxId: string
  readonly stationId: string
  readonly deviceId: string
  /** One JSON message. */
  readonly payload: string
  /** Epoch milliseconds, or null when it never expires. */
  readonly expiresAt: number | null
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

export interface DownlinkPort {
  /** Called right after commit; delivers if this gateway holds the device's subscription, else does nothing. */
  push(items: readonly OutboxItem[]): void
}

/** Times are epoch milliseconds. */
export interface Presence {
  connected(stationId: string, deviceId: string, at: number): void
  disconnected(stationId: string, deviceId: string, at: number): void
}
