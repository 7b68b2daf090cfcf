export type UplinkKind = 'event' | 'samples' | 'status' | 'foreign' | 'too-big'

/** One MQTT publish as it came in; `payload` is never copied nor changed. */
export type Uplink = {
  readonly stationId: string
  readonly deviceId: string
  readonly kind: UplinkKind
  readonly topic: string
  readonly payload: Buffer
  readonly receivedAt: number
  readonly dup: boolean
}

/** `settled` is called once, after the content or its rejection is committed; per device in the order of submit. */
export type IngestPort = { submit(uplink: Uplink, settled: () => void): void }

/** One JSON message for a device; `expiresAt` null = until it is delivered. */
export type OutboxItem = {
  readonly outboxId: string
  readonly stationId: string
  readonly deviceId: string
  readonly payload: string
  readonly expiresAt: number | null
}

/** Called right after the commit; delivers what the gateway holds a subscription for and ignores the rest. */
export type DownlinkPort = { push(items: readonly OutboxItem[]): void }

/** By what a device shows who it is. */
export type Credential =
  | { readonly kind: 'password'; readonly sha256: Buffer }
  /** Of a certificate that TLS has checked: its serial number, hexadecimal in lower case. */
  | { readonly kind: 'certificate'; readonly serial: string }
