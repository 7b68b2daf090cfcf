import { isUtf8 } from 'node:buffer'
import { buildTopic, type DeviceAddress } from '#schemas/topics.ts'
import type { UplinkKind } from '#domain/edge-ports.ts'

/** Which device published, and what kind of publish its topic makes it. */
export interface Origin {
  readonly address: DeviceAddress
  readonly kind: UplinkKind
  readonly topic: string
}

const LEVELS = {
  event: Buffer.from('event'),
  samples: Buffer.from('samples'),
  status: Buffer.from('status'),
}

/** The topics of one device, recognised in the bytes of a frame without making a string for each publish. */
export class OwnTopics {
  readonly address: DeviceAddress
  readonly down: string
  readonly origins: Readonly<Record<keyof typeof LEVELS, Origin>>
  private readonly prefix: Buffer

  constructor(address: DeviceAddress) {
    this.address = address
    this.down = buildTopic('down', address)
    this.origins = {
      event: { address, kind: 'event', topic: buildTopic('event', address) },
      samples: { address, kind: 'samples', topic: buildTopic('samples', address) },
      status: { address, kind: 'status', topic: buildTopic('status', address) },
    }
    this.prefix = Buffer.from(this.down.slice(0, -'down'.length))
  }

  /** The uplink topic of this device that lies in `bytes[at, end)`, or null. */
  match(bytes: Buffer, at: number, end: number): Origin | null {
    const { prefix } = this
    const levelAt = at + prefix.length
    const level = levelOfLength(end - levelAt)
    if (level === null) return null
    if (!equals(LEVELS[level], bytes, levelAt) || !equals(prefix, bytes, at)) return null
    return this.origins[level]
  }
}

/** The last levels differ in length, so one comparison decides. */
function levelOfLength(length: number): keyof typeof LEVELS | null {
  if (length === 5) return 'event'
  if (length === 7) return 'samples'
  return length === 6 ? 'status' : null
}

/** From the back: devices of one system differ in their ids, not in `lpg/v1/`. */
function equals(expected: Buffer, bytes: Buffer, at: number): boolean {
  for (let i = expected.length - 1; i >= 0; i -= 1) {
    if (expected[i] !== bytes[at + i]) return false
  }
  return true
}

/** A topic name that the protocol allows, as text; null for an empty one, wildcards, NUL or broken UTF-8 [MQTT-3.3.2-2, 1.5.3]. */
export function readTopicName(bytes: Buffer, at: number, end: number): string | null {
  if (end === at) return null
  const part = bytes.subarray(at, end)
  for (const byte of part) {
    if (byte === 0 || byte === 0x23 || byte === 0x2b) return null
  }
  return isUtf8(part) ? part.toString('utf8') : null
}
