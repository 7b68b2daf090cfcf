import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** A million yuan: above anything that one customer pays at once. */
const paid = whole(1, 100_000_000, 'fen')
const ways = ['cash', 'wechat', 'alipay', 'bank', 'account'] as const
const moneyWays = ['cash', 'wechat', 'alipay', 'bank'] as const

/** 收款: `account` = put on the monthly account. */
export const paymentAtDoor = z.object({ method: choice(ways), amountFen: paid })

/** `PUT /v1/payment-terms`: how an enterprise is paid; `freeDelivery` = it has promised to take no fee (R001-6.3-2). */
export const paymentTerms = z.object({
  enterpriseId: reference.optional(),
  ways: z.array(choice(ways), must('a list of ways')).min(1, must('at least one way')).max(5),
  freeDelivery: flag,
})

export const paymentTermsView = z.looseObject({
  enterpriseId: z.string(),
  ways: z.array(z.enum(ways)),
  freeDelivery: z.boolean(),
})

/** `POST /v1/payments`: money from a customer, outside of a delivery. */
export const paymentCreate = z.object({
  customerId: uuid,
  amountFen: paid,
  method: choice(moneyWays),
  paidAt: instant,
  orderId: uuid.optional(),
})

/** `POST /v1/refunds`: what stands to a customer's credit is paid out, against a signature. */
export const refundCreate = z.object({
  customerId: uuid,
  amountFen: paid,
  method: choice(moneyWays),
  paidAt: instant,
  reason: statedText(200),
  signature: objectHash,
})

export const reversal = z.object({ reason: statedText(200) })

/** `POST /v1/deposits/{id}/release`: without a return of that very cylinder, and what shows that it is right. */
export const depositRelease = z.object({ reason: statedText(200), signature: objectHash })

export const journalQuery = pageQuery.extend({
  customerId: uuid.optional(),
  from: calendarDate.optional(),
  to: calendarDate.optional(),
})

const line = z.looseObject({
  account: z.string(),
  code: z.string(),
  debitFen: z.int(),
  creditFen: z.int(),
  userId: z.string().nullable(),
  model: z.string().nullable(),
})

export const journalEntry = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  source: z.string(),
  customerId: z.string().nullable(),
  orderId: z.string().nullable(),
  bookedOn: z.string(),
  happenedAt: instant,
  recordedAt: instant,
  totalFen: z.int(),
  reverses: z.string().nullable(),
  reversedBy: z.string().nullable(),
  reason: z.string().nullable(),
  lines: z.array(line),
})

export const period = z.object({
  enterpriseId: reference.optional(),
  from: calendarDate,
  to: calendarDate,
})

/** 试算平衡: both columns of sums are equal. */
export const trialBalance = z.looseObject({
  enterpriseId: z.string(),
  from: z.string(),
  to: z.string(),
  accounts: z.array(
    z.looseObject({
      account: z.string(),
      code: z.string(),
      name: z.looseObject({ zh: z.string(), en: z.string() }),
      openingFen: z.int(),
      debitFen: z.int(),
      creditFen: z.int(),
      closingFen: z.int(),
    }),
  ),
  debitFen: z.int(),
  creditFen: z.int(),
})

export const statementQuery = pageQuery.extend({
  customerId: uuid,
  from: calendarDate,
  to: calendarDate,
})

/** 对账单: what a customer owed, what came and went, what they owe now. Below 0 = it stands to their credit. */
export const statement = z.looseObject({
  customerId: z.string(),
  from: z.string(),
  to: z.string(),
  openingFen: z.int(),
  debitFen: z.int(),
  creditFen: z.int(),
  closingFen: z.int(),
  items: z.array(
    z.looseObject({
      entryId: z.string(),
      no: z.string(),
      kind: z.string(),
      bookedOn: z.string(),
      orderId: z.string().nullable(),
      debitFen: z.int(),
      creditFen: z.int(),
    }),
  ),
  next: z.string().nullable(),
})

export const customerAccount = z.looseObject({
  customerId: z.string(),
  /** What the customer owes; below 0 = to their credit. */
  balanceFen: z.int(),
  depositsFen: z.int(),
  deposits: z.array(z.looseObject({ model: z.string(), count: z.int(), amountFen: z.int() })),
})

export const depositQuery = pageQuery.extend({
  customerId: uuid.optional(),
  state: z.enum(['held', 'released', 'void', 'all']).default('held'),
})

export const deposit = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  code: z.string(),
  model: z.string(),
  amountFen: z.int(),
  orderId: z.string(),
  takenAt: instant,
  state: z.enum(['held', 'released', 'void']),
  releasedAt: instant.nullable(),
  returnId: z.string().nullable(),
})

export const receiptQuery = pageQuery.extend({
  customerId: uuid.optional(),
  orderId: uuid.optional(),
})

export const receiptSlip = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  no: z.string(),
  kind: z.enum(['gas', 'delivery-fee', 'deposit']),
  customerId: z.string(),
  orderId: z.string(),
  form: z.enum(['paper', 'electronic']),
  amountFen: z.int(),
  issuedAt: instant,
  invoiceNo: z.string().nullable(),
  invoiceOn: z.string().nullable(),
  voidedAt: instant.nullable(),
})

const invoiceWords = must('an invoice number of 8 to 20 digits')
/** 电子发票号码: 20 digits of a fully digital one, 8 of the older. */
export const invoice = z.object({
  invoiceNo: z.string(invoiceWords).regex(/^\d{8,20}$/, invoiceWords),
  invoiceOn: calendarDate,
})

/** `POST /v1/cash-ups`: what a courier hands in; a difference needs a word about it. */
export const cashUpCreate = z.object({
  courierId: uuid,
  countedFen: whole(0, 100_000_000, 'fen'),
  note: text(200).optional(),
})

export const cashUpQuery = pageQuery.extend({ courierId: uuid.optional() })

export const cashUp = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  courierId: z.string(),
  expectedFen: z.int(),
  countedFen: z.int(),
  differenceFen: z.int(),
  note: z.string().nullable(),
  receivedBy: z.string(),
  countedAt: instant,
})

export const courierCash = z.looseObject({
  items: z.array(
    z.looseObject({ courierId: z.string(), username: z.string(), balanceFen: z.int() }),
  ),
  next: z.null(),
})
