import type { Said } from '#api/problem.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { parseInstant } from '#schemas/time.ts'
import type { RowError } from '#api/registry/import-row.ts'
import type { NewCall, NewWait } from '#store/queries/service/calls.ts'

/** Columns as exchanges and queue machines name them; brackets, blanks, full width and case do not count. */
type Columns = Readonly<Record<string, readonly string[]>>

export const callColumns: Columns = {
  line: ['line', '线路', '热线', '热线号码', '坐席线路'],
  reference: ['reference', 'callid', '流水号', '通话编号', '呼叫编号'],
  ringAt: ['ringat', '振铃时间', '来电时间', '呼入时间'],
  answeredAt: ['answeredat', '应答时间', '接通时间', '接听时间'],
  endedAt: ['endedat', '结束时间', '挂断时间'],
  rings: ['rings', '振铃次数', '铃声次数'],
  answeredBy: ['answeredby', '应答方式', '接听方式'],
  recording: ['recording', 'recordingid', '录音', '录音编号', '录音文件'],
}

export const waitColumns: Columns = {
  stationId: ['stationid', '站点', '网点', '网点编号', '供应站'],
  ticket: ['ticket', '票号', '排队号', '号码'],
  takenAt: ['takenat', '取号时间', '到达时间'],
  servedAt: ['servedat', '叫号时间', '受理时间', '办理时间'],
}

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()[\]_\-/.]/g, '')

export type TimeHeader =
  | {
      readonly ok: true
      readonly fields: readonly (string | null)[]
      readonly ignored: readonly string[]
    }
  | { readonly ok: false; readonly field: string; readonly detail: Said }

/** Which column is which field. A caller's number is none of them: it is not read, and named as ignored. */
export const timeHeader = (
  names: readonly string[],
  columns: Columns,
  required: readonly string[],
): TimeHeader => {
  const byName = new Map(
    Object.entries(columns).flatMap(([field, known]) =>
      known.map((name) => [name, field] as const),
    ),
  )
  const fields = names.map((name) => byName.get(plain(name)) ?? null)
  const missing = required.find((field) => !fields.includes(field))
  if (missing !== undefined) {
    const known = columns[missing]?.join(', ') ?? ''
    const detail = {
      zh: `首行须有列 ${missing}（可写作：${known}）`,
      en: `the first line must name the column ${missing} (one of: ${known})`,
    }
    return { ok: false, field: missing, detail }
  }
  const twice = fields.find((field, i) => field !== null && fields.indexOf(field) !== i)
  if (twice !== undefined && twice !== null) {
    return {
      ok: false,
      field: twice,
      detail: { zh: `有两列都是 ${twice}`, en: `two columns give ${twice}` },
    }
  }
  const ignored = names.filter((name, i) => fields[i] === null && name.trim() !== '')
  return { ok: true, fields, ignored }
}

const LOCAL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?$/

/** RFC 3339, or a time of Asia/Shanghai as a machine prints it. */
export const timeOf = (text: string): EpochMs | null => {
  const [, year, month = '', day = '', hour = '', minute, second = '00', fraction = ''] =
    LOCAL.exec(text) ?? []
  const two = (part: string): string => part.padStart(2, '0')
  const iso =
    year === undefined
      ? text
      : `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute ?? ''}:${second}${fraction}+08:00`
  const ms = parseInstant(iso)
  return ms === null ? null : epochMs(ms)
}

export type Cells = Readonly<Record<string, string>>
export type ReadTimeRow<T> =
  | { readonly ok: true; readonly row: T }
  | { readonly ok: false; readonly errors: readonly RowError[] }

/** Collects what is wrong with the cells of one line. */
class CellReader {
  readonly errors: RowError[] = []
  readonly #cells: Cells
  readonly #line: number

  constructor(cells: Cells, line: number) {
    this.#cells = cells
    this.#line = line
  }

  wrong(field: string, message: string): void {
    this.errors.push({ line: this.#line, field, code: 'INVALID_REQUEST', message })
  }

  text(field: string): string {
    const text = this.#cells[field] ?? ''
    if (text === '') this.wrong(field, 'is missing')
    else if (text.length > 64 || text.includes('\0') || text.includes('\ufffd'))
      this.wrong(field, 'cannot be read')
    return text
  }

  time(field: string): EpochMs {
    const text = this.#cells[field] ?? ''
    const found = timeOf(text)
    if (found === null) this.wrong(field, text === '' ? 'is missing' : 'must be a time')
    return found ?? epochMs(0)
  }

  timeOrNull(field: string): EpochMs | null {
    return (this.#cells[field] ?? '') === '' ? null : this.time(field)
  }
}

const answerers: Readonly<Record<string, NewCall['answeredBy']>> = {
  person: 'person',
  人工: 'person',
  坐席: 'person',
  ivr: 'ivr',
  自动: 'ivr',
  语音: 'ivr',
  nobody: 'nobody',
  未接: 'nobody',
  未接听: 'nobody',
  放弃: 'nobody',
}

/** One call: where nobody says who answered, a person did if it was answered at all. */
export const callOf = (cells: Cells, line: number): ReadTimeRow<NewCall> => {
  const cell = new CellReader(cells, line)
  const [lineName, reference] = [cell.text('line'), cell.text('reference')]
  const ringAt = cell.time('ringAt')
  const [answeredAt, endedAt] = [cell.timeOrNull('answeredAt'), cell.timeOrNull('endedAt')]
  const told = cells['answeredBy'] ?? ''
  const by = told === '' ? (answeredAt === null ? 'nobody' : 'person') : answerers[plain(told)]
  if (by === undefined) cell.wrong('answeredBy', 'must be person/人工, ivr/自动 or nobody/未接')
  else if ((by === 'nobody') !== (answeredAt === null)) {
    cell.wrong('answeredAt', 'an answered call has its time, another has none')
  }
  const ringsText = cells['rings'] ?? ''
  if (!/^\d{0,3}$/.test(ringsText)) cell.wrong('rings', 'must be a whole number')
  if (answeredAt !== null && answeredAt < ringAt) cell.wrong('answeredAt', 'lies before the ring')
  if (endedAt !== null && endedAt < (answeredAt ?? ringAt)) cell.wrong('endedAt', 'lies before it')
  const recording = cells['recording'] ?? ''
  if (recording.length > 128 || recording.includes('\0')) cell.wrong('recording', 'cannot be read')
  if (cell.errors.length > 0) return { ok: false, errors: cell.errors }
  const rings = ringsText === '' ? null : Number(ringsText)
  const answeredBy = by ?? 'nobody'
  return {
    ok: true,
    row: {
      line: lineName,
      reference,
      ringAt,
      answeredAt,
      endedAt,
      rings,
      answeredBy,
      recording: recording === '' ? null : recording,
    },
  }
}

/** One person at the window; `stationId` = where nobody says. */
export const waitOf = (
  cells: Cells,
  line: number,
  stationId: string | null,
): ReadTimeRow<NewWait> => {
  const named = cells['stationId'] ?? ''
  const given = named === '' && stationId !== null ? { ...cells, stationId } : cells
  const cell = new CellReader(given, line)
  const row = {
    stationId: cell.text('stationId'),
    ticket: cell.text('ticket'),
    takenAt: cell.time('takenAt'),
    servedAt: cell.time('servedAt'),
  }
  if (row.servedAt < row.takenAt) cell.wrong('servedAt', 'lies before the ticket was taken')
  return cell.errors.length > 0 ? { ok: false, errors: cell.errors } : { ok: true, row }
}
