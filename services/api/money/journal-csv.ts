import { csvCell } from '#api/csv-cell.ts'
import { yuanText } from '#domain/money/yuan-text.ts'
import type { EntryRow } from '#store/queries/money/journal.ts'
import { accountName } from './money-view.ts'

/** With a mark of its encoding: without it spreadsheets in China read it as GBK. */
export const csvHead =
  '\uFEFF日期,凭证号,摘要,科目编码,科目名称,借方金额,贷方金额,客户,经手人,型号,订单\r\n'

/** One row a line of the entry. */
export const csvLines = (row: EntryRow): string =>
  row.lines
    .map(({ code, debitFen, creditFen, userId, model }) =>
      [
        row.bookedOn,
        row.no,
        row.kind,
        code,
        accountName(code).name.zh,
        debitFen === 0 ? '' : yuanText(debitFen),
        creditFen === 0 ? '' : yuanText(creditFen),
        row.customerId ?? '',
        userId ?? '',
        // As somebody called it in the price list.
        csvCell(model),
        row.orderId ?? '',
      ].join(','),
    )
    .map((line) => `${line}\r\n`)
    .join('')
