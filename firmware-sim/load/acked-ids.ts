import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const ID_BYTES = 16
const CHUNK = ID_BYTES * 4096

/** Appends acknowledged event ids to a file, 16 bytes each: 50 000 events/s are 0.8 MB/s. */
export class AckedIds {
  private readonly chunk = Buffer.alloc(CHUNK)
  private readonly path: string
  private fd = -1
  private used = 0

  constructor(path: string) {
    this.path = path
  }

  get open(): boolean {
    return this.fd >= 0
  }

  start(): void {
    this.fd = openSync(this.path, 'a')
  }

  /** The UUID that stands as text of 36 bytes at `at`. */
  add(from: Buffer, at: number): void {
    let to = this.used
    for (let i = at; i < at + 36; i += 2) {
      if (from[i] === 45) i += 1
      this.chunk[to] = (nibble(from[i] ?? 0) << 4) | nibble(from[i + 1] ?? 0)
      to += 1
    }
    this.used = to
    if (to === CHUNK) this.write()
  }

  stop(): void {
    this.write()
    closeSync(this.fd)
    this.fd = -1
  }

  private write(): void {
    if (this.used > 0) writeSync(this.fd, this.chunk, 0, this.used)
    this.used = 0
  }
}

/** The ids of a file that `AckedIds` wrote, as lower-case UUIDs, in the order of their acknowledgements. */
export function* readAckedIds(path: string): Generator<string> {
  const fd = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(CHUNK)
    for (;;) {
      const read = readSync(fd, chunk, 0, CHUNK, null)
      if (read === 0) return
      for (let at = 0; at + ID_BYTES <= read; at += ID_BYTES) {
        yield toUuid(chunk.toString('hex', at, at + ID_BYTES))
      }
    }
  } finally {
    closeSync(fd)
  }
}

function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Lower-case hexadecimal digit. */
function nibble(code: number): number {
  return code > 57 ? code - 87 : code - 48
}
