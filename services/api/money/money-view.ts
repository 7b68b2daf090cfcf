import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { accountOfCode, chart } from '#domain/money/chart.ts'
import type { CashUpRow } from '#store/queries/money/cash-ups.ts'
import type { DepositRow } from '#store/queries/money/deposits.ts'
import type { EntryRow } from '#store/queries/money/journal.ts'
import type { ReceiptRow } from '#store/queries/money/receipts.ts'

export const accountName = (code: string) => {
  const account = accountOfCode(code)
  if (account === null) return { account: code, name: { zh: code, en: code } }
  const { zh, en } = chart[account]
  return { account, name: { zh, en } }
}

export const entryView = (row: EntryRow) => ({
  ...row,
  happenedAt: timeText(row.happenedAt),
  recordedAt: timeText(row.recordedAt),
  lines: row.lines.map((line) => ({ ...line, account: accountName(line.code).account })),
})

export const depositView = (row: DepositRow) => ({
  ...row,
  takenAt: timeText(row.takenAt),
  releasedAt: timeTextOrNull(row.releasedAt),
})

export const receiptView = (row: ReceiptRow) => ({
  ...row,
  issuedAt: timeText(row.issuedAt),
  voidedAt: timeTextOrNull(row.voidedAt),
})

export const cashUpView = (row: CashUpRow) => ({
  ...row,
  differenceFen: row.countedFen - row.expectedFen,
  countedAt: timeText(row.countedAt),
})
