import type { IngestPort } from '#domain/edge-ports.ts'
import { MAX_CONNECT_BYTES, MAX_FRAME_BYTES } from '#schemas/limits.ts'
import type { DeviceDirectory, OutboxStore, Presence } from './ports.ts'

export interface TlsOptions {
  readonly port: number
  /** PEM. */
  readonly key: string | Buffer
  readonly cert: string | Buffer
  /** Who signs device certificates (PEM). Given, a client may show one instead of a password. */
  readonly clientCa?: string | Buffer
  /** A client without a certificate is not let in by TLS. */
  readonly clientCertRequired?: boolean
}

/** Every bound of the edge. Sizes in bytes, times in milliseconds. */
export interface GatewayLimits {
  /** Unacknowledged publishes of one device before its sockets are left unread. */
  readonly pendingPerDevice: number
  readonly pendingBytesPerDevice: number
  /** More end the oldest: a socket that is left unread does not notice that its peer is gone. */
  readonly connectionsPerDevice: number
  /** Bytes of all devices together, in this process. */
  readonly pendingBytes: number
  /** Frames that have begun and not ended, of all connections together. */
  readonly partialBytes: number
  /** Remaining length of a frame after and before CONNACK. */
  readonly frameBytes: number
  readonly connectFrameBytes: number
  readonly connectTimeoutMs: number
  readonly authenticateTimeoutMs: number
  /** A frame that began must end within this, or the connection is closed. */
  readonly frameTimeoutMs: number
  /** How long a peer may leave what we wrote unread. */
  readonly drainTimeoutMs: number
  /** QoS 2 publishes of a connection between PUBREC and PUBCOMP. */
  readonly inboundQos2: number
  /** Messages for one device that it has not acknowledged yet. */
  readonly downInFlight: number
  /** Refusals of one address that wait at the same time: beyond, its connections end unheard. */
  readonly heldRefusals: number
  /** Publishes a second of one device, over a second's worth of saved-up ones; beyond, its sockets are left unread. */
  readonly publishesPerSecond: number
  /** `stop()` waits this long for what was submitted to be committed and acknowledged. */
  readonly stopDrainMs: number
}

export const defaultLimits: GatewayLimits = {
  pendingPerDevice: 2000,
  pendingBytesPerDevice: 2 * 1024 * 1024,
  connectionsPerDevice: 8,
  pendingBytes: 256 * 1024 * 1024,
  partialBytes: 64 * 1024 * 1024,
  frameBytes: MAX_FRAME_BYTES,
  connectFrameBytes: MAX_CONNECT_BYTES,
  connectTimeoutMs: 10_000,
  authenticateTimeoutMs: 10_000,
  frameTimeoutMs: 120_000,
  drainTimeoutMs: 60_000,
  inboundQos2: 1000,
  downInFlight: 100,
  heldRefusals: 50,
  publishesPerSecond: 5000,
  stopDrainMs: 5000,
}

/** A suite's CONNECT may carry a client id or a will of any size, and its publishes come as fast as they do. */
export const openLimits: Partial<GatewayLimits> = {
  connectFrameBytes: MAX_FRAME_BYTES,
  publishesPerSecond: Infinity,
}

export interface GatewayOptions {
  readonly ingest: IngestPort
  readonly directory: DeviceDirectory
  readonly outbox: OutboxStore
  readonly presence: Presence
  /** 0 takes a free port. */
  readonly port: number
  readonly host?: string
  /** Where the TLS port listens; where the plain one does when absent. */
  readonly tlsHost?: string
  readonly tls?: TlsOptions
  /** Credentials and ACL off, loopback only, an ordinary broker beside the ingest topics. For protocol suites. */
  readonly open?: boolean
  readonly limits?: Partial<GatewayLimits>
  /** A client is connected: other gateway processes must end the session of the same client id [MQTT-3.1.4-2]. */
  readonly onClient?: (clientId: string) => void
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number
  readonly log?: (event: string, detail: Record<string, unknown>) => void
}
