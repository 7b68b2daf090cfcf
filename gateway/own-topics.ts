import { isUtf8 } from 'node:buffer'
import { buildTopic, type DeviceAddress } from '#schemas/topics.ts'

export type IngestKind = 'event' | 'samples' | 'status'

const LEVELS = {
  event: Buffer.from('event'),
  samples: Buffer.from('samples'),
  status: Buffer.from('status'),
}

/** The topics of one device, recognised in the bytes of a frame without making a string for each publish. */
export class OwnTopics {
  readonly down: string
  readonly event: string
  readonly samples: string
  readonly status: string
  private readonly prefix: Buffer

  constructor(address: DeviceAddress) {
    this.down = buildTopic('down', address)
    this.event = buildTopic('event', address)
    this.samples = buildTopic('samples', address)
    this.status = buildTopic('status', address)
    this.prefix = Buffer.from(this.event.slice(0, -LEVELS.event.length))
  }

  /** Which uplink topic of this device lies in `bytes[at, end)`, or null. The last levels differ in length: one comparison. */
  match(bytes: Buffer, at: number, end: number): IngestKind | null {
    const { prefix } = this
    const levelAt = at + prefix.length
    const kind = kindOfLength(end - levelAt)
    if (kind === null) return null
    // From the back: devices of one system differ in their ids, not in `lpg/v1/`.
    if (!equals(LEVELS[kind], bytes, levelAt) || !equals(prefix, bytes, at)) return null
    return kind
  }
}

function kindOfLength(length: number): IngestKind | null {
  if (length === 5) return 'event'
  if (length === 7) return 'samples'
  return length === 6 ? 'status' : null
}

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
