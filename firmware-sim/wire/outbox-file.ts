import { crc32 } from 'node:zlib'

/** Kind of a record: a message for a topic, or the acknowledgement of one. */
export type RecordKind = 'event' | 'samples' | 'ack'

const KINDS: readonly RecordKind[] = ['event', 'samples', 'ack']
/** kind u8, sequence number u48, payload length u32, CRC-32 of all before and of the payload u32. */
const HEAD = 15

export interface OutboxRecord {
  readonly kind: RecordKind
  readonly seq: number
  readonly payload: Buffer
}

export function encodeRecord({ kind, seq, payload }: OutboxRecord): Buffer {
  const bytes = Buffer.alloc(HEAD + payload.length)
  bytes[0] = KINDS.indexOf(kind)
  bytes.writeUIntBE(seq, 1, 6)
  bytes.writeUInt32BE(payload.length, 7)
  bytes.set(payload, HEAD)
  bytes.writeUInt32BE(checksum(bytes), 11)
  return bytes
}

/** The records of a file, up to the first that is torn or damaged; `length` is where the sound part ends. */
export function decodeRecords(bytes: Buffer): { records: OutboxRecord[]; length: number } {
  const records: OutboxRecord[] = []
  let at = 0
  while (bytes.length - at >= HEAD) {
    const end = at + HEAD + bytes.readUInt32BE(at + 7)
    const kind = KINDS[bytes[at] ?? KINDS.length]
    if (end > bytes.length || kind === undefined) break
    const record = bytes.subarray(at, end)
    if (checksum(record) !== record.readUInt32BE(11)) break
    records.push({ kind, seq: record.readUIntBE(1, 6), payload: record.subarray(HEAD) })
    at = end
  }
  return { records, length: at }
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(HEAD), crc32(record.subarray(0, 11)))
}
