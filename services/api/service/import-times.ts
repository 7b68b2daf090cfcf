import { CsvError } from 'csv-parse'
import { problem } from '#api/problem.ts'
import { csvRecords } from '#api/registry/csv-records.ts'
import type { ImportErrors } from '#api/registry/import-errors.ts'
import type { RowError } from '#api/registry/import-row.ts'
import type { Cells, ReadTimeRow, TimeHeader } from './time-rows.ts'

const BATCH = 500
const MAX_ROWS = 200_000

export type TimeImport<T> = {
  readonly header: (names: readonly string[]) => TimeHeader
  readonly read: (cells: Cells, line: number) => Promise<ReadTimeRow<T>>
  /** What makes a row the same as another one. */
  readonly keyOf: (row: T) => string
  /** Writes a batch; tells of each row whether it is new. */
  readonly write: (rows: readonly T[]) => Promise<readonly boolean[]>
  readonly errors: ImportErrors
  readonly progressed: () => Promise<void>
}

type Tally = { rows: number; created: number; repeated: number; failed: number }

/** One import: a batch of rows and the keys seen so far, never the file. */
class TimeRun<T> {
  readonly tally: Tally = { rows: 0, created: 0, repeated: 0, failed: 0 }
  ignored: readonly string[] = []
  #fields: readonly (string | null)[] | null = null
  #waiting: T[] = []
  readonly #seen = new Map<string, number>()
  readonly #work: TimeImport<T>

  constructor(work: TimeImport<T>) {
    this.#work = work
  }

  get hasHeader(): boolean {
    return this.#fields !== null
  }

  async take(record: readonly string[], line: number): Promise<void> {
    if (this.#fields === null) {
      const header = this.#work.header(record)
      if (!header.ok) {
        throw problem('IMPORT_UNREADABLE', { path: header.field, detail: header.detail })
      }
      this.#fields = header.fields
      this.ignored = header.ignored
      return
    }
    this.tally.rows += 1
    if (this.tally.rows > MAX_ROWS) {
      throw problem('IMPORT_UNREADABLE', {
        detail: {
          zh: `超过 ${MAX_ROWS} 行，请拆分文件`,
          en: `more than ${MAX_ROWS} rows: split the file`,
        },
      })
    }
    const cells = Object.fromEntries(
      this.#fields.flatMap((field, i) =>
        field === null ? [] : [[field, record[i]?.trim() ?? '']],
      ),
    )
    await this.#look(await this.#work.read(cells, line), line)
    if (this.#waiting.length >= BATCH) await this.flush()
  }

  async #look(read: ReadTimeRow<T>, line: number): Promise<void> {
    if (!read.ok) return this.#fail(read.errors)
    const key = this.#work.keyOf(read.row)
    const first = this.#seen.get(key)
    if (first !== undefined) {
      const message = `the same stands in line ${first} already`
      return this.#fail([{ line, code: 'DUPLICATE_IN_FILE', message }])
    }
    this.#seen.set(key, line)
    this.#waiting.push(read.row)
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return
    const fresh = await this.#work.write(this.#waiting)
    const created = fresh.filter((one) => one).length
    this.tally.created += created
    this.tally.repeated += this.#waiting.length - created
    this.#waiting = []
    await this.#work.progressed()
  }

  async #fail(errors: readonly RowError[]): Promise<void> {
    this.tally.failed += 1
    for (const error of errors) await this.#work.errors.add(error)
  }
}

/**
 * Reads a file of times a row at a time; bad rows are reported by line and do not stop good ones, rows that are there already are
 * counted. @throws IMPORT_UNREADABLE when header or quoting cannot be understood; rows before that stand.
 */
export const importTimes = async <T>(text: AsyncIterable<string>, work: TimeImport<T>) => {
  const run = new TimeRun(work)
  try {
    for await (const { record, line } of csvRecords(text)) await run.take(record, line)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const detail = {
      zh: `文件从此处起无法读取；此前 ${run.tally.created} 行已记录`,
      en: `${error.message}; ${run.tally.created} rows before it are recorded`,
    }
    throw problem('IMPORT_UNREADABLE', { detail })
  }
  if (!run.hasHeader)
    throw problem('IMPORT_UNREADABLE', { detail: { zh: '文件为空', en: 'the file is empty' } })
  await run.flush()
  return { ...run.tally, ignoredColumns: run.ignored }
}
