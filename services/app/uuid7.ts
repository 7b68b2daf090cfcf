import { randomBytes } from 'node:crypto'

let lastMs = 0
let sequence = 0

/** UUID version 7 (RFC 9562): ordered by time, and within one millisecond by a counter in `rand_a`. */
export const uuid7 = (): string => {
  const now = Date.now()
  sequence = now > lastMs ? 0 : sequence + 1
  lastMs = Math.max(now, lastMs)
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | (sequence & 0x0fff), 6)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
