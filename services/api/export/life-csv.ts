import { csvCell } from '#api/csv-cell.ts'
import { timeText } from '#api/time-text.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'

/** With a mark of its encoding: without it spreadsheets in China read it as GBK. */
const HEAD =
  '\uFEFF气瓶编号,事件,发生时间,记录时间,生效时间,站点,设备,操作员,秤,毛重(g),皮重(g),残液(g),复秤毛重(g),封口号,许可,判定,判定条款,事件编号\r\n'

const FIELDS = ['grossG', 'tareG', 'residualG', 'checkWeighG', 'sealNo', 'permitId'] as const

const lineOf = (code: string, row: TraceRow): string => {
  const found = row.findings ?? []
  const { grossG, emptyGrossG } = row.body as { grossG?: number; emptyGrossG?: number }
  const body = { ...row.body, grossG: grossG ?? emptyGrossG } as Record<string, unknown>
  return [
    code,
    row.type,
    timeText(row.at),
    timeText(row.recordedAt),
    timeText(row.effectiveAt),
    row.stationId,
    row.deviceId,
    row.operator,
    row.scale,
    ...FIELDS.map((field) => body[field]),
    found.map((one) => one.code).join(' '),
    [...new Set(found.map(({ clause }) => clause))].join(' '),
    row.id,
  ]
    .map(csvCell)
    .join(',')
}

/** A life as a spreadsheet opens it. No reference to a customer is among its columns. */
export const lifeCsv = (code: string, rows: readonly TraceRow[]): string =>
  HEAD + rows.map((row) => `${lineOf(code, row)}\r\n`).join('')
