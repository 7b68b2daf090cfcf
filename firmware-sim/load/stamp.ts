import { randomBytes } from 'node:crypto'

const HEX = Buffer.from('0123456789abcdef', 'latin1')
const ID_TEXT = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1')

/**
 * Writes UUIDs of version 7 and times as ASCII into a buffer: one `Date` per millisecond instead of one per event, no
 * strings. Within a millisecond ids count upwards, so that (at, id) keeps the order of a device.
 */
export class Stamp {
  private readonly at = Buffer.alloc(24)
  private readonly id = Buffer.from(ID_TEXT)
  private ms = 0
  private inMs = 0
  private total = 0

  /** `tail` bytes of randomness tell processes and runs apart: 36 bits. */
  constructor() {
    const tail = randomBytes(6).toString('hex')
    this.id.write(`8${tail.slice(0, 3)}-${tail.slice(3, 9)}`, 19, 'latin1')
  }

  /** Sets the time of what follows, milliseconds since 1970; never backwards. */
  tick(ms: number): void {
    if (ms <= this.ms) return
    this.ms = ms
    this.inMs = 0
    this.at.write(new Date(ms).toISOString(), 0, 'latin1')
    const hex = ms.toString(16).padStart(12, '0')
    this.id.write(`${hex.slice(0, 8)}-${hex.slice(8)}`, 0, 'latin1')
  }

  /** A fresh id at `idAt` (36 bytes) and the time at `timeAt` (24 bytes). */
  write(into: Buffer, idAt: number, timeAt: number): void {
    if (this.inMs > 0xfff) this.tick(this.ms + 1)
    const id = this.id
    putHex(id, 15, 3, this.inMs)
    putHex(id, 30, 6, this.total)
    this.inMs += 1
    this.total = (this.total + 1) & 0xffffff
    id.copy(into, idAt)
    this.at.copy(into, timeAt)
  }
}

function putHex(into: Buffer, at: number, digits: number, value: number): void {
  let rest = value
  for (let i = at + digits - 1; i >= at; i -= 1) {
    into[i] = HEX[rest & 15] ?? 48
    rest >>>= 4
  }
}
