import { CsvError } from 'csv-parse'
import type { Registration } from '#domain/recorder.ts'
import type { CylinderCreate } from '#schemas/api/cylinder.ts'
import type { Principal } from '#api/access.ts'
import { csvRecords } from './csv-records.ts'
import { type Column, readHeader } from './import-columns.ts'
import { readRow, type RowError } from './import-row.ts'
import type { ImportErrors } from './import-errors.ts'
import { problem } from '#api/problem.ts'

/** Rows in one commit: a bad row fails alone, and a full batch takes some tens of milliseconds. */
const BATCH = 500
/** While PostgreSQL works on one batch, the next is folded; more only makes commits wait for each other. */
const SIDE_BY_SIDE = 2
const MAX_ROWS = 500_000

export type ImportTools = {
  readonly principal: Principal
  readonly registrationOf: (row: CylinderCreate) => Registration
  readonly register: (rows: readonly Registration[]) => Promise<readonly RegisteredRow[]>
  readonly errors: ImportErrors
  /** Called after every commit. */
  readonly progressed: () => Promise<void>
}

type RefusedRow = {
  readonly ok: false
  readonly code: string
  readonly path: string
  readonly value: string
}

type RegisteredRow = { readonly ok: true } | RefusedRow

export type ImportResult = {
  readonly rows: number
  readonly created: number
  readonly failed: number
  readonly ignoredColumns: readonly string[]
}

type Waiting = { readonly line: number; readonly row: CylinderCreate }

/** A row that the registry refused; a tag is named by its column. */
const refused = ({ line, row }: Waiting, { code, path, value }: RefusedRow): RowError => {
  const tag = /^\/tags\/(\d+)$/.exec(path)?.[1]
  const field = tag === undefined ? path.slice(1) : (row.tags?.[Number(tag)]?.scheme ?? 'tags')
  return { line, field, code, message: `${value} is taken` }
}

/** One import: holds a batch of rows and the codes seen so far, never the file. */
class ImportRun {
  rows = 0
  created = 0
  failed = 0
  ignored: readonly string[] = []
  #columns: readonly (Column | null)[] | null = null
  #waiting: Waiting[] = []
  #found: RowError[] = []
  readonly #underWay: Promise<readonly RowError[]>[] = []
  readonly #lineOf = new Map<string, number>()
  readonly #tools: ImportTools

  constructor(tools: ImportTools) {
    this.#tools = tools
  }

  get hasHeader(): boolean {
    return this.#columns !== null
  }

  async take(record: readonly string[], line: number): Promise<void> {
    if (this.#columns === null) {
      const header = readHeader(record)
      if (!header.ok) {
        throw problem('IMPORT_UNREADABLE', { path: header.field, detail: header.detail })
      }
      this.#columns = header.columns
      this.ignored = header.ignored
      return
    }
    this.rows += 1
    if (this.rows > MAX_ROWS) {
      throw problem('IMPORT_UNREADABLE', {
        detail: {
          zh: `超过 ${MAX_ROWS} 行，请拆分文件；前 ${this.created} 只已登记`,
          en: `more than ${MAX_ROWS} rows: split the file; the first ${this.created} are registered`,
        },
      })
    }
    this.#look(record, this.#columns, line)
    if (this.rows % BATCH === 0) await this.flush()
  }

  #look(record: readonly string[], columns: readonly (Column | null)[], line: number): void {
    const read = readRow(record, columns, line, this.#tools.principal)
    if (!read.ok) return this.#fail(read.errors)
    const { code } = read.row
    const first = this.#lineOf.get(code)
    if (first !== undefined) {
      const message = `${code} stands in line ${first} already`
      return this.#fail([{ line, field: 'code', code: 'DUPLICATE_IN_FILE', message }])
    }
    this.#lineOf.set(code, line)
    this.#waiting.push({ line, row: read.row })
  }

  /** Lets go of what waits; with enough batches under way it waits for the oldest. */
  async flush(): Promise<void> {
    const found = this.#found
    const waiting = this.#waiting
    this.#found = []
    this.#waiting = []
    const batch = this.#register(waiting, found)
    // Its failure is seen where it is awaited, in drain().
    batch.catch(() => undefined)
    this.#underWay.push(batch)
    if (this.#underWay.length >= SIDE_BY_SIDE) await this.#settleOldest()
  }

  /** Nothing is under way any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  async finish(): Promise<ImportResult> {
    await this.flush()
    while (this.#underWay.length > 0) await this.#settleOldest()
    const { rows, created, failed, ignored } = this
    return { rows, created, failed, ignoredColumns: ignored }
  }

  /** Errors are reported in the order of the file, whichever batch was faster. */
  async #settleOldest(): Promise<void> {
    const errors = (await this.#underWay.shift()) ?? []
    for (const error of errors) await this.#tools.errors.add(error)
    await this.#tools.progressed()
  }

  /** Commits a batch; gives its errors, and those found before, by line. */
  async #register(batch: readonly Waiting[], found: RowError[]): Promise<readonly RowError[]> {
    const registrations = batch.map(({ row }) => this.#tools.registrationOf(row))
    const results = batch.length === 0 ? [] : await this.#tools.register(registrations)
    for (const [index, waiting] of batch.entries()) {
      const result = results[index]
      if (result === undefined) throw new Error('register answered for fewer rows than it got')
      if (result.ok) this.created += 1
      else {
        this.failed += 1
        found.push(refused(waiting, result))
      }
    }
    return found.sort((a, b) => a.line - b.line)
  }

  #fail(errors: readonly RowError[]): void {
    this.failed += 1
    this.#found.push(...errors)
  }
}

const unreadable = (error: unknown, run: ImportRun): unknown => {
  if (!(error instanceof CsvError)) return error
  const detail = {
    zh: `文件从此处起无法读取；此前 ${run.created} 只已登记`,
    en: `${error.message}; ${run.created} rows before it are registered`,
  }
  return problem('IMPORT_UNREADABLE', { detail })
}

/**
 * Registers the cylinders of a CSV file as it comes in: the upload goes as fast as the rows are committed, so its progress is
 * the import's. Bad rows are reported by line and do not stop good ones.
 *
 * @throws IMPORT_UNREADABLE when the header or the quoting cannot be understood; rows before that stand.
 */
export const importCylinders = async (
  text: AsyncIterable<string>,
  tools: ImportTools,
): Promise<ImportResult> => {
  const run = new ImportRun(tools)
  try {
    for await (const { record, line } of csvRecords(text)) {
      await run.take(record, line)
    }
  } catch (error) {
    await run.settled()
    throw unreadable(error, run)
  }
  if (!run.hasHeader)
    throw problem('IMPORT_UNREADABLE', { detail: { zh: '文件为空', en: 'the file is empty' } })
  return run.finish()
}
