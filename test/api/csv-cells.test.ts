import { expect, it } from 'vitest'
import { csvCell } from '#api/csv-cell.ts'
import { csvLines } from '#api/money/journal-csv.ts'

it.each([
  ['=cmd|calc', "'=cmd|calc"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['=1,"2"', `"'=1,""2"""`],
  ['a\r\nb', '"a\r\nb"'],
  ['YSP-15', 'YSP-15'],
  [null, ''],
  [-5, '-5'],
])('%j stands in a cell as %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

it('a model that somebody made up in a price list is one cell of the journal, and no formula', () => {
  const line = { code: '1001', debitFen: 100, creditFen: 0, userId: null, model: '=1+1,x' }
  const row = {
    bookedOn: '2026-11-21',
    no: '1',
    kind: 'deposit',
    customerId: null,
    orderId: null,
    lines: [line],
  }
  expect(csvLines(row as never)).toContain(`,"'=1+1,x",`)
})
