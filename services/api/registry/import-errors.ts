import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { rowErrorZh } from '#api/field-words.ts'
import type { RowError } from './import-row.ts'

/** … as it is told, in both languages. */
type ToldError = RowError & { readonly messageZh: string }

/** So many are kept in memory; a file that is bad throughout goes to disk. */
export const KEPT_ERRORS = 1_000

/**
 * The row-by-row report of one import. It cannot be sent while the file still comes in: a browser reads no answer before its
 * upload is done, and both sides would wait for each other.
 */
export class ImportErrors {
  readonly first: ToldError[] = []
  count = 0
  readonly #path = join(tmpdir(), `lpg-import-${randomUUID()}.ndjson`)
  #file: FileHandle | null = null
  #pending: string[] = []

  async add(found: RowError): Promise<void> {
    const error = { ...found, messageZh: rowErrorZh(found.code, found.message) }
    this.count += 1
    if (this.first.length < KEPT_ERRORS) {
      this.first.push(error)
      return
    }
    this.#pending.push(JSON.stringify(error))
    if (this.#pending.length >= KEPT_ERRORS) await this.#spill()
  }

  /** Every error as JSON, in the order of the file; ends with the report being removed. */
  async *all(): AsyncGenerator<string> {
    for (const error of this.first) yield JSON.stringify(error)
    if (this.#file !== null) {
      await this.#spill()
      const lines = createInterface({ input: createReadStream(this.#path), crlfDelay: Infinity })
      for await (const line of lines) yield line
    } else {
      yield* this.#pending
    }
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = null
    await rm(this.#path, { force: true })
  }

  async #spill(): Promise<void> {
    if (this.#pending.length === 0) return
    this.#file ??= await open(this.#path, 'w', 0o600)
    await this.#file.write(`${this.#pending.join('\n')}\n`)
    this.#pending = []
  }
}
