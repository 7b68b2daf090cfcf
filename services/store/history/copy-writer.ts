import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams'

/** PostgreSQL counts from 2000-01-01T00:00:00Z. */
const PG_EPOCH_MS = 946_684_800_000
const DAY_MS = 86_400_000
const TWO_32 = 4_294_967_296
const CHUNK = 1 << 20
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

/**
 * `COPY table (columns) FROM STDIN (FORMAT binary)`: start a row, write one value per column in order, and `await` what
 * {@link CopyWriter.endRow} gives when it gives something.
 */
export class CopyWriter {
  readonly #stream: CopyStreamQuery
  readonly #columns: number
  #buffer = Buffer.allocUnsafe(CHUNK + 65_536)
  #size = 0
  #failed: Error | undefined

  constructor(client: pg.ClientBase, table: string, columns: readonly string[]) {
    this.#columns = columns.length
    this.#stream = client.query(
      copyFrom(`copy ${table} (${columns.join(', ')}) from stdin (format binary)`),
    )
    this.#stream.on('error', (error: Error) => {
      this.#failed ??= error
    })
    this.#size += SIGNATURE.copy(this.#buffer)
  }

  startRow(): void {
    this.#room(2)
    this.#size = this.#buffer.writeInt16BE(this.#columns, this.#size)
  }

  null(): void {
    this.#room(4)
    this.#size = this.#buffer.writeInt32BE(-1, this.#size)
  }

  int4(value: number | null): void {
    if (value === null) return this.null()
    this.#head(4)
    this.#size = this.#buffer.writeInt32BE(value, this.#size)
  }

  bool(value: boolean): void {
    this.#head(1)
    this.#size = this.#buffer.writeInt8(value ? 1 : 0, this.#size)
  }

  /** A safe integer. */
  int8(value: number | null): void {
    if (value === null) return this.null()
    this.#head(8)
    const high = Math.floor(value / TWO_32)
    this.#size = this.#buffer.writeInt32BE(high, this.#size)
    this.#size = this.#buffer.writeUInt32BE(value - high * TWO_32, this.#size)
  }

  /** Epoch milliseconds. */
  timestamp(value: number | null): void {
    this.int8(value === null ? null : (value - PG_EPOCH_MS) * 1000)
  }

  /** `YYYY-MM-DD`. */
  date(value: string | null): void {
    this.int4(value === null ? null : (Date.parse(value) - PG_EPOCH_MS) / DAY_MS)
  }

  /** Also json. */
  text(value: string | null): void {
    if (value === null) return this.null()
    this.#room(4 + value.length * 3)
    const written = this.#buffer.write(value, this.#size + 4)
    this.#buffer.writeInt32BE(written, this.#size)
    this.#size += 4 + written
  }

  uuid(value: string): void {
    this.#head(16)
    this.#size += this.#buffer.write(value.replaceAll('-', ''), this.#size, 'hex')
  }

  bytes(value: Buffer): void {
    this.#head(value.length)
    this.#size += value.copy(this.#buffer, this.#size)
  }

  /** A promise when the connection has to catch up, else undefined. */
  endRow(): Promise<void> | undefined {
    return this.#size < CHUNK ? undefined : this.#flush()
  }

  /** Resolves when the server has taken all rows. @throws its error */
  async finish(): Promise<void> {
    this.#room(2)
    this.#size = this.#buffer.writeInt16BE(-1, this.#size)
    await this.#flush()
    const finished = once(this.#stream, 'finish')
    this.#stream.end()
    await finished
  }

  async #flush(): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed
    const full = this.#buffer.subarray(0, this.#size)
    this.#buffer = Buffer.allocUnsafe(CHUNK + 65_536)
    this.#size = 0
    if (!this.#stream.write(full)) await once(this.#stream, 'drain')
  }

  #head(length: number): void {
    this.#room(4 + length)
    this.#size = this.#buffer.writeInt32BE(length, this.#size)
  }

  #room(length: number): void {
    if (this.#size + length <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#size + length))
    this.#buffer.copy(larger, 0, 0, this.#size)
    this.#buffer = larger
  }
}
