import { isUtf8 } from 'node:buffer'

const NONE = Buffer.alloc(0)

/**
 * The fields of one packet, `bytes[at, end)`, in their order. A field that does not fit, or is no good UTF-8, makes all that follows
 * empty and `ok` false: one look at the end says whether the packet held what it had to.
 */
export class FieldReader {
  ok = true
  private readonly bytes: Buffer
  private readonly end: number
  private at: number

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  /** Everything was read, nothing is left over. */
  get whole(): boolean {
    return this.ok && this.at === this.end
  }

  get hasMore(): boolean {
    return this.ok && this.at < this.end
  }

  byte(): number {
    const at = this.take(1)
    return at === -1 ? 0 : (this.bytes[at] as number)
  }

  short(): number {
    const at = this.take(2)
    return at === -1 ? 0 : this.bytes.readUInt16BE(at)
  }

  /** A view, no copy. */
  binary(): Buffer {
    const length = this.short()
    const at = this.take(length)
    return at === -1 ? NONE : this.bytes.subarray(at, at + length)
  }

  /** Well-formed UTF-8 without U+0000 [MQTT-1.5.3-1, 1.5.3-2]. */
  text(): string {
    const part = this.binary()
    if (!part.includes(0) && isUtf8(part)) return part.toString('utf8')
    this.ok = false
    return ''
  }

  private take(length: number): number {
    const { at } = this
    if (!this.ok || at + length > this.end) {
      this.ok = false
      return -1
    }
    this.at = at + length
    return at
  }
}
