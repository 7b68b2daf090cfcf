const EMPTY = Buffer.alloc(0)
const PUBACK = 0x40

/** What a session does with what the broker sends. */
export interface FrameHandlers {
  acked(messageId: number): void
  /** Any frame but PUBACK: its first byte and what follows the length. The body is only valid during the call. */
  other(head: number, body: Buffer): void
}

/**
 * Cuts the broker's bytes into MQTT frames. PUBACKs, of which there are fifty thousand a second, are read in place:
 * mqtt-packet's parser builds an object and an event for each.
 */
export class FrameReader {
  private rest: Buffer = EMPTY
  private readonly handlers: FrameHandlers

  constructor(handlers: FrameHandlers) {
    this.handlers = handlers
  }

  push(chunk: Buffer): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    let at = 0
    for (;;) {
      const next = this.frame(data, at)
      if (next === at) break
      at = next
    }
    this.rest = at === data.length ? EMPTY : Buffer.from(data.subarray(at))
  }

  /** Forgets half a frame of a connection that is gone. */
  reset(): void {
    this.rest = EMPTY
  }

  /** Offset after the frame at `at`, or `at` itself when it is not complete. */
  private frame(data: Buffer, at: number): number {
    if (data.length - at < 2) return at
    const head = data[at] ?? 0
    if (head === PUBACK && data[at + 1] === 2) {
      if (data.length - at < 4) return at
      this.handlers.acked(((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0))
      return at + 4
    }
    let length = 0
    let start = at + 1
    for (let shift = 0; ; shift += 7) {
      const byte = data[start]
      if (byte === undefined) return at
      start += 1
      length += (byte & 127) << shift
      if (byte < 128) break
    }
    if (data.length - start < length) return at
    this.handlers.other(head, data.subarray(start, start + length))
    return start + length
  }
}
