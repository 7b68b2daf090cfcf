import type { Account } from './chart.ts'

/** 收款方式. `account` = put on the customer's account, settled by the month: nothing is paid now. */
export const paymentWays = ['cash', 'wechat', 'alipay', 'bank', 'account'] as const
export type PaymentWay = (typeof paymentWays)[number]

export const entryKinds = [
  'sale',
  'payment',
  'deposit-released',
  'claim-paid',
  'refund',
  'cash-up',
  'reversal',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** One side of an entry; fen, above 0. */
export type Line = {
  readonly account: Account
  readonly side: 'debit' | 'credit'
  readonly fen: number
  /** Size of the cylinder, for deposits. */
  readonly model?: string | undefined
  /** Whose hands the cash is in. */
  readonly userId?: string | undefined
}

/** 记账凭证. `source` names the fact that it belongs to: one entry a fact, however often it is told. */
export type Entry = {
  readonly kind: EntryKind
  readonly source: string
  readonly customerId: string | null
  readonly orderId: string | null
  readonly lines: readonly Line[]
}

/** What one delivered cylinder costs. */
export type SoldCylinder = {
  readonly code: string
  readonly model: string
  readonly gasFen: number
  readonly deliveryFeeFen: number
  readonly depositFen: number
}

export type Payment = { readonly method: PaymentWay; readonly amountFen: number }

const debit = (account: Account, fen: number, more: Partial<Line> = {}): Line => ({
  account,
  side: 'debit',
  fen,
  ...more,
})
const credit = (account: Account, fen: number, more: Partial<Line> = {}): Line => ({
  account,
  side: 'credit',
  fen,
  ...more,
})

/** Lines of 0 fen are none; an entry without lines is null. */
const entry = (head: Omit<Entry, 'lines'>, lines: readonly Line[]): Entry | null => {
  const some = lines.filter(({ fen }) => fen > 0)
  return some.length === 0 ? null : { ...head, lines: some }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** Where money lies after it was taken: cash at the door is in the courier's pocket, at the counter in the till. */
export const placeOf = (
  method: Exclude<PaymentWay, 'account'>,
  courierId: string | null,
): { readonly account: Account; readonly userId?: string } =>
  method === 'cash' && courierId !== null
    ? { account: 'courierCash', userId: courierId }
    : { account: method }

type Head = Pick<Entry, 'customerId' | 'orderId'>

/** Whatever record says whose it is, nothing else of it gets into the entry. */
const headOf = ({ customerId, orderId }: Head): Head => ({ customerId, orderId })

/** A visit: the customer owes gas, delivery and deposits, each apart. */
export const saleEntry = (
  visitId: string,
  head: Head,
  sold: readonly SoldCylinder[],
): Entry | null => {
  const gas = sumOf(sold.map(({ gasFen }) => gasFen))
  const delivery = sumOf(sold.map(({ deliveryFeeFen }) => deliveryFeeFen))
  const models = [...new Set(sold.map(({ model }) => model))].sort()
  const deposits = models.map((model) => ({
    model,
    fen: sumOf(sold.filter((one) => one.model === model).map(({ depositFen }) => depositFen)),
  }))
  return entry({ kind: 'sale', source: `sale:${visitId}`, ...headOf(head) }, [
    debit('receivable', gas + delivery + sumOf(deposits.map(({ fen }) => fen))),
    credit('gas', gas),
    credit('delivery', delivery),
    ...deposits.map(({ model, fen }) => credit('deposits', fen, { model })),
  ])
}

/** Money came; `courierId` = it was taken at the door. What goes on the account is no money yet. */
export const paymentEntry = (
  source: string,
  head: Head,
  { method, amountFen }: Payment,
  courierId: string | null,
): Entry | null => {
  if (method === 'account') return null
  const { account, ...more } = placeOf(method, courierId)
  return entry({ kind: 'payment', source: `payment:${source}`, ...headOf(head) }, [
    debit(account, amountFen, more),
    credit('receivable', amountFen),
  ])
}

/** A cylinder came back: its deposit is the customer's own money again, on the account or paid out from there. */
export const depositReleasedEntry = (
  depositId: string,
  head: Head,
  { model, amountFen }: { readonly model: string; readonly amountFen: number },
): Entry | null =>
  entry({ kind: 'deposit-released', source: `deposit-released:${depositId}`, ...headOf(head) }, [
    debit('deposits', amountFen, { model }),
    credit('receivable', amountFen),
  ])

/** Money that stood to the customer's credit was paid out. */
export const refundEntry = (
  source: string,
  head: Head,
  { method, amountFen }: { readonly method: Exclude<PaymentWay, 'account'>; amountFen: number },
  courierId: string | null,
): Entry | null => {
  const { account, ...more } = placeOf(method, courierId)
  return entry({ kind: 'refund', source: `refund:${source}`, ...headOf(head) }, [
    debit('receivable', amountFen),
    credit(account, amountFen, more),
  ])
}

/** A claim was paid: compensation is an expense, gas that came back takes its sale back. `account` = to the customer's credit. */
export const claimPaidEntry = (
  claimId: string,
  head: Head,
  claim: {
    readonly kind: 'residual' | 'shortage' | 'refund'
    readonly method: PaymentWay
    readonly amountFen: number
  },
): Entry | null =>
  entry({ kind: 'claim-paid', source: `claim-paid:${claimId}`, ...headOf(head) }, [
    debit(claim.kind === 'refund' ? 'gas' : 'compensation', claim.amountFen),
    credit(claim.method === 'account' ? 'receivable' : claim.method, claim.amountFen),
  ])

/** A courier hands in the cash of the day; what is missing or too much is booked for somebody to clear. */
export const cashUpEntry = (
  cashUpId: string,
  courierId: string,
  { expectedFen, countedFen }: { readonly expectedFen: number; readonly countedFen: number },
): Entry | null => {
  const short = expectedFen - countedFen
  const held = { userId: courierId }
  return entry(
    { kind: 'cash-up', source: `cash-up:${cashUpId}`, customerId: null, orderId: null },
    [
      debit('cash', countedFen),
      debit('cashDifference', Math.max(short, 0)),
      credit('cashDifference', Math.max(-short, 0)),
      expectedFen >= 0
        ? credit('courierCash', expectedFen, held)
        : debit('courierCash', -expectedFen, held),
    ],
  )
}

/** Corrections are reversals (红字冲销): the same lines on the other side. */
export const reversedLines = (lines: readonly Line[]): readonly Line[] =>
  lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }))
