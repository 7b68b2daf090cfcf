const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/**
 * A source of UUIDs of version 7 that count upwards within a millisecond, so that (at, id) keeps the order of a device
 * even where two things happen at once.
 */
export function uuidSource(random: () => number): (ms: number) => string {
  let last = -1
  let count = 0
  return (ms) => {
    count = ms === last ? count + 1 : 0
    last = ms
    return uuidV7(ms, random, count & 0xfff)
  }
}

/**
 * UUID of version 7 (RFC 9562 §5.7) for a time in milliseconds since 1970, 0 … 2^48 - 1; `random` gives 0 ≤ x < 1.
 * Clocks before 1970 count as 1970. `count` (12 bits) stands behind the time; random when absent.
 */
export function uuidV7(ms: number, random: () => number, count?: number): string {
  const time = Math.max(0, Math.floor(ms))
  const high = Math.floor(time / 0x10000)
  const low = time & 0xffff
  const a = count ?? Math.floor(random() * 0x1000)
  const b = Math.floor(random() * 0x100000000)
  const c = Math.floor(random() * 0x40000000)
  return (
    `${byte(high >>> 24)}${byte(high >>> 16)}${byte(high >>> 8)}${byte(high)}-` +
    `${byte(low >>> 8)}${byte(low)}-7${(a + 0x1000).toString(16).slice(1)}-` +
    `${byte(0x80 | (c >>> 24))}${byte(c >>> 16)}-${byte(c >>> 8)}${byte(c)}` +
    `${byte(b >>> 24)}${byte(b >>> 16)}${byte(b >>> 8)}${byte(b)}`
  )
}

function byte(value: number): string {
  return HEX[value & 255] ?? '00'
}
