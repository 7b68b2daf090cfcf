/** Gets what a `FrameReader` finds. */
export interface FrameSink {
  /** A whole frame lies in `bytes[start, end)`, its body begins at `body`. False stops: the rest is held until `resume`. */
  frame(bytes: Buffer, start: number, body: number, end: number): boolean
  /** A frame announced more than the cap; `first` are the bytes at hand, from its fixed header on. */
  oversize(first: Buffer, announced: number): void
  malformed(reason: string): void
}

/** Remaining length takes at most four bytes [MQTT-2.2.3]. */
const HEADER_MAX = 5

/**
 * Cuts a byte stream into MQTT frames without copying: a frame that arrives in one chunk is handed on in place. Only
 * frames split over chunks are collected, in a buffer that doubles up to the frame's length, so that neither a long
 * announcement nor a dripping sender costs more than it has sent.
 */
export class FrameReader {
  /** Cap of a frame's remaining length, bytes. */
  maxBytes: number
  /** How much of a frame beyond the cap is collected before it is reported, so that its topic can be told. */
  previewBytes = 0
  private readonly sink: FrameSink
  /** A frame that began: its bytes so far. */
  private partial: Buffer | null = null
  private filled = 0
  /** Bytes that `partial` waits for; 0 while the header itself is incomplete. */
  private needed = 0
  private announced = 0
  /** Bytes behind the frame at which the sink said stop. */
  private rest: Buffer | null = null
  private scanning = false

  constructor(sink: FrameSink, maxBytes: number) {
    this.sink = sink
    this.maxBytes = maxBytes
  }

  /** Bytes of a frame that has not ended yet. */
  get partialBytes(): number {
    return this.filled
  }

  /** Bytes held back since the sink said stop. */
  get restBytes(): number {
    return this.rest === null ? 0 : this.rest.length
  }

  feed(chunk: Buffer): void {
    if (this.rest !== null) {
      this.rest = Buffer.concat([this.rest, chunk])
      return
    }
    this.scanning = true
    let at = 0
    while (at >= 0 && this.partial !== null) at = this.complete(this.partial, chunk, at)
    if (at >= 0 && at < chunk.length) this.scan(chunk, at)
    this.scanning = false
  }

  /** Goes on behind a stop. Within `frame` it does nothing: the scan is still running. */
  resume(): void {
    if (this.scanning || this.rest === null) return
    const rest = this.rest
    this.rest = null
    this.feed(rest)
  }

  /** The stream ended: what there is of an oversize frame whose preview was still being collected. Forgets everything. */
  takePreview(): { first: Buffer; announced: number } | null {
    const { partial, announced, filled } = this
    this.drop()
    this.rest = null
    return partial === null || announced === 0
      ? null
      : { first: partial.subarray(0, filled), announced }
  }

  /** False when the sink said stop or the stream is broken. */
  private scan(chunk: Buffer, from: number): boolean {
    const length = chunk.length
    let at = from
    while (at < length) {
      let body = at + 1
      let remaining = 0
      let weight = 1
      for (;;) {
        if (body >= length) return this.hold(chunk, at, 0)
        const byte = chunk[body++] as number
        remaining += (byte & 127) * weight
        if (byte < 128) break
        if (body - at >= HEADER_MAX) {
          this.sink.malformed('remaining length')
          return false
        }
        weight *= 128
      }
      const end = body + remaining
      if (remaining > this.maxBytes) return this.overCap(chunk, at, body, remaining)
      if (end > length) return this.hold(chunk, at, end - at)
      if (!this.sink.frame(chunk, at, body, end)) {
        if (end < length) this.rest = chunk.subarray(end)
        return false
      }
      at = end
    }
    return true
  }

  private overCap(chunk: Buffer, at: number, body: number, announced: number): boolean {
    const wanted = body - at + Math.min(this.previewBytes, announced)
    if (this.previewBytes > 0 && chunk.length - at < wanted) {
      this.hold(chunk, at, wanted)
      this.announced = announced
      return true
    }
    this.sink.oversize(chunk.subarray(at, at + wanted), announced)
    return false
  }

  private hold(chunk: Buffer, at: number, needed: number): true {
    const length = chunk.length - at
    const room = needed === 0 ? HEADER_MAX : Math.min(needed, Math.max(length * 2, 1024))
    this.partial = Buffer.allocUnsafe(room)
    this.filled = chunk.copy(this.partial, 0, at)
    this.needed = needed
    this.announced = 0
    return true
  }

  /** Moves bytes from the chunk into the partial frame. Returns where the chunk goes on, or -1 when it is used up or stopped. */
  private complete(partial: Buffer, chunk: Buffer, at: number): number {
    if (this.needed === 0) return this.completeHeader(partial, chunk, at)
    const take = Math.min(this.needed - this.filled, chunk.length - at)
    const target = this.grow(partial, this.filled + take)
    chunk.copy(target, this.filled, at, at + take)
    this.filled += take
    if (this.filled < this.needed) return -1
    const { announced } = this
    const frame = target.subarray(0, this.needed)
    this.drop()
    if (announced > 0) {
      this.sink.oversize(frame, announced)
      return -1
    }
    const goesOn = this.sink.frame(frame, 0, bodyOf(frame), frame.length)
    if (goesOn) return at + take
    if (at + take < chunk.length) this.rest = chunk.subarray(at + take)
    return -1
  }

  /** One byte at a time until the length is known; then the header is scanned as a chunk of its own. */
  private completeHeader(partial: Buffer, chunk: Buffer, from: number): number {
    let at = from
    while (at < chunk.length) {
      const byte = chunk[at++] as number
      partial[this.filled++] = byte
      if (byte >= 128 && this.filled < HEADER_MAX) continue
      const header = partial.subarray(0, this.filled)
      this.drop()
      if (this.scan(header, 0)) return at
      if (at < chunk.length) this.rest = chunk.subarray(at)
      return -1
    }
    return -1
  }

  private grow(partial: Buffer, size: number): Buffer {
    if (size <= partial.length) return partial
    const larger = Buffer.allocUnsafe(Math.min(this.needed, Math.max(size, partial.length * 2)))
    partial.copy(larger, 0, 0, this.filled)
    this.partial = larger
    return larger
  }

  private drop(): void {
    this.partial = null
    this.filled = 0
    this.needed = 0
    this.announced = 0
  }
}

/** Where the body of a whole frame begins. */
function bodyOf(frame: Buffer): number {
  let at = 1
  while (at < frame.length && (frame[at] as number) >= 128) at += 1
  return at + 1
}
