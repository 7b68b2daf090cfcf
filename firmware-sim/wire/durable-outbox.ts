import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { decodeRecords, encodeRecord, type OutboxRecord } from './outbox-file.ts'

const NOTHING = Buffer.alloc(0)
/** The file is rewritten when it is larger than this and mostly acknowledged. */
const COMPACT_BYTES = 1_000_000

export interface OutboxEntry {
  readonly seq: number
  readonly kind: 'event' | 'samples'
  readonly payload: Buffer
}

/**
 * What a device still owes the server: an append-only file of messages and acknowledgements. A message is in the file
 * before it is sent and leaves only by its PUBACK, so a killed device sends the same bytes again. Without `fsync` it
 * survives the death of the process, with it the loss of power.
 */
export class DurableOutbox {
  private readonly path: string
  private readonly fsync: boolean
  private readonly entries = new Map<number, OutboxEntry>()
  private fd = -1
  private length = 0
  private last = 0

  constructor(path: string, options: { readonly fsync?: boolean } = {}) {
    this.path = path
    this.fsync = options.fsync === true
  }

  /** Messages not acknowledged yet. */
  get size(): number {
    return this.entries.size
  }

  /** Reads what was left; a record torn by a crash is cut off, it was never sent. */
  start(): void {
    const bytes = existsSync(this.path) ? readFileSync(this.path) : NOTHING
    const { records, length } = decodeRecords(bytes)
    this.entries.clear()
    for (const record of records) this.replay(record)
    this.fd = openSync(this.path, 'a')
    if (length < bytes.length) ftruncateSync(this.fd, length)
    this.length = length
    this.compact()
  }

  stop(): void {
    if (this.fd >= 0) closeSync(this.fd)
    this.fd = -1
  }

  /** Keeps a message; returns when it is on file. */
  append(kind: OutboxEntry['kind'], payload: Buffer): OutboxEntry {
    this.last += 1
    const entry = { kind, seq: this.last, payload }
    this.write(entry)
    this.entries.set(entry.seq, entry)
    return entry
  }

  /** The oldest message after `seq` that is still owed. */
  next(seq: number): OutboxEntry | null {
    const oldest = this.entries.keys().next()
    if (oldest.done === true) return null
    for (let n = Math.max(seq + 1, oldest.value); n <= this.last; n += 1) {
      const entry = this.entries.get(n)
      if (entry !== undefined) return entry
    }
    return null
  }

  acknowledge(seq: number): void {
    if (!this.entries.delete(seq)) return
    this.write({ kind: 'ack', seq, payload: NOTHING })
    if (this.length > COMPACT_BYTES) this.compact()
  }

  private replay({ kind, seq, payload }: OutboxRecord): void {
    this.last = Math.max(this.last, seq)
    if (kind === 'ack') this.entries.delete(seq)
    else this.entries.set(seq, { kind, seq, payload: Buffer.from(payload) })
  }

  private write(record: OutboxRecord): void {
    if (this.fd < 0) throw new Error('the outbox is not started')
    const bytes = encodeRecord(record)
    writeSync(this.fd, bytes)
    this.length += bytes.length
    if (this.fsync) fdatasyncSync(this.fd)
  }

  /** Rewrites the file beside itself and swaps it in; the last number stays known through an acknowledgement of it. */
  private compact(): void {
    const kept = [...this.entries.values()].map(encodeRecord)
    kept.unshift(encodeRecord({ kind: 'ack', seq: this.last, payload: NOTHING }))
    const bytes = Buffer.concat(kept)
    if (bytes.length > this.length / 2) return
    closeSync(this.fd)
    writeFileSync(`${this.path}.new`, bytes, { flush: this.fsync })
    renameSync(`${this.path}.new`, this.path)
    this.fd = openSync(this.path, 'a')
    this.length = bytes.length
  }
}
