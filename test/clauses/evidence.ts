import type { Evidence } from './coverage-row.ts'

/** What stands in the product about traces, people and sales; areas with a file of their own beside it. */
export const evidence = {
  trace: {
    by: ['GET /v1/cylinders/{code}/trace', 'deny UNKNOWN_CYLINDER', 'rule RETURN_NOT_SCANNED'],
    proof: [
      'api/trace.test.ts › tells events in effective order with finding, clause, measured and limit',
      'app/walk.test.ts › shows a fill with finding, clause, measured and limit within a second of its publish',
      'domain/fold-life.property.test.ts › ends the same in any order and with any duplication, findings included',
    ],
  },
  tags: {
    by: [
      'POST /v1/cylinders/{code}/tags',
      'deny TAG_CONFLICT',
      'GET /v1/cylinders/{code}/label.svg',
      'page /t/{code}',
    ],
    proof: [
      'api/registry.test.ts › binds and releases a tag',
      'rules scenarios › its tag was at another station less than ten minutes ago',
      'app/files.test.ts › prints a label that reads back as the address of the public page',
    ],
  },
  publicPage: {
    by: ['GET /v1/public/cylinders/{code}', 'page /t/{code}'],
    proof: [
      'api/public.test.ts › who filled it, when, how much, is it in date; nothing about people',
    ],
  },
  realName: {
    by: [
      'POST /v1/customers',
      'POST /v1/customers/{id}/verifications',
      'GET /v1/customers/reverification',
      'value realName of cn-65',
      'value collectIdNumber of cn-65',
      'value reverifyMonths of cn-base',
    ],
    proof: [
      'api/customers.test.ts › a resident by ID card where the number is asked for, R000-4.3.3.2n1: starred out in the answer',
      'api/customers.test.ts › says when it is due again, and lists who is overdue',
      'rules/may-buy.test.ts › cites a draft as a draft',
    ],
  },
  identityOnly: {
    by: ['value realName of cn-3704', 'POST /v1/customers/{id}/verifications'],
    proof: ['api/customers.test.ts › is not later than the end of the paper'],
  },
  archive: {
    by: [
      'POST /v1/customers',
      'POST /v1/customers/{id}/premises',
      'PATCH /v1/customers/{id}',
      'GET /v1/customers/{id}/verifications',
    ],
    proof: [
      'api/customers.test.ts › only the archive where no more is asked for (C19): a number is refused, not stored',
      'api/premises.test.ts › starred out, changed, closed; supply is checked against the profile of the place',
    ],
  },
  privacy: {
    by: [
      'POST /v1/customers/{id}/reveal',
      'POST /v1/customers/{id}/export',
      'POST /v1/customers/{id}/erasure',
      'GET /v1/reveals',
      'file services/store/people/person-vault.ts',
    ],
    proof: [
      'api/personal-data.test.ts › stands nowhere in the database, in logs, metrics, events, labels or on public pages',
      'api/reveals.test.ts › shows what was asked for, and the log says who, what and why',
      'store/person-vault.test.ts › opens what it sealed, and nothing that was moved to another row or column',
    ],
  },
  pipeArea: {
    by: [
      'value pipeAreaBan of cn-3703',
      'POST /v1/customers/{id}/premises/{premisesId}/supply-check',
    ],
    proof: ['api/premises.test.ts › no bottled gas in a pipe area of Zibo, R003-7.1.1'],
  },
  workList: {
    by: ['GET /v1/work-items'],
    proof: ['api/work-items.test.ts › lists open work by deadline, the undated last, page by page'],
  },
  ownSale: {
    by: [
      'POST /v1/orders/{id}/assign',
      'POST /v1/orders/{id}/stock-out',
      'file services/rules/sale-gate.ts',
    ],
    proof: [
      'api/orders.test.ts › %s is refused: %o',
      "rules scenarios › another company's cylinder",
    ],
  },
  claimPaid: {
    by: [
      'GET /v1/residual-claims',
      'POST /v1/residual-claims/{id}/pay',
      'job residual-claims',
      'file services/domain/compensation.ts',
    ],
    proof: [
      'domain/compensation.test.ts › R001-6.2-7 is the exact product, half up, whatever the numbers',
      'api/returns.test.ts › R001-6.2-6 excess × price of that sale, due five working days after the weighing, of the last customer',
      'app/sales.test.ts › gas that comes back unused is refunded; both claims are paid once, against a signature',
    ],
  },
  delivery: {
    by: [
      'POST /v1/orders',
      'POST /v1/orders/{id}/deliver',
      'GET /v1/orders/{id}/visit',
      'GET /v1/orders/{id}/receipt',
    ],
    proof: [
      'api/deliveries.test.ts › is recorded with its own time, whole, and settles the order',
      'api/deliveries.test.ts › is recorded once, whatever the keys of its repeats, also at the same moment',
      'api/deliveries.test.ts › tells by clause what was left undone',
    ],
  },
  receipts: {
    by: [
      'POST /v1/orders/{id}/deliver',
      'GET /v1/receipts',
      'POST /v1/receipts/{id}/invoice',
      'file services/domain/money/posting.ts',
    ],
    proof: [
      'api/money.test.ts › R001-6.3-2 is booked with it: gas, fee and deposit apart, each on its own receipt',
      'api/money.test.ts › an e-invoice number is noted once and belongs to one receipt',
    ],
  },
  paymentWays: {
    by: ['POST /v1/payments', 'GET /v1/payment-terms', 'POST /v1/orders/{id}/deliver'],
    proof: [
      'api/money.test.ts › R000-5.1.2 only the ways that the enterprise offers; not in the future; not for others',
      'api/money.test.ts › are booked once a key, and a refund never exceeds the credit, however many ask at once',
      'store/ledger.property.test.ts › any sales, crashes, returns, refunds, reversals and repeats add up: per entry, customer and enterprise; deposits are those held',
    ],
  },
  priceNotice: {
    by: [
      'POST /v1/prices',
      'GET /v1/public/price-notices',
      'job price-notices',
      'value priceNotice of cn-base',
    ],
    proof: [
      'api/prices.test.ts › R000-5.1.3 a change is published ahead of its day, with its basis; the first price of a size is none',
      'api/prices.test.ts › everybody reads what changes, from when, why, and how orders are settled',
      'api/prices.test.ts › customers who buy that size are told once each, and read it in the app',
    ],
  },
  freeDelivery: {
    by: ['POST /v1/prices', 'GET /v1/payment-terms'],
    proof: ['api/prices.test.ts › R001-6.3-2 who promised free delivery takes no fee'],
  },
  appointment: {
    by: ['POST /v1/orders', 'POST /v1/orders/{id}/fail'],
    proof: ['api/failed-visits.test.ts › R002-5.9.2 who cannot come says so two hours before: %s'],
  },
  manual: {
    by: ['POST /v1/orders/{id}/deliver', 'GET /v1/orders/{id}/visit'],
    proof: [
      'api/deliveries.test.ts › is recorded with its own time, whole, and settles the order',
      'api/deliveries.test.ts › tells by clause what was left undone',
    ],
  },
  unsafeHome: {
    by: [
      'POST /v1/orders/{id}/fail',
      'POST /v1/safety-inspections',
      'POST /v1/rectifications/{id}/close',
    ],
    proof: [
      'api/failed-visits.test.ts › R003-5.11.2-5 an unsafe home gets a notice and no gas until it is mended',
      'app/sales.test.ts › an unsafe home gets a notice and no gas',
    ],
  },
  returned: {
    by: ['POST /v1/returns', 'GET /v1/returns', 'GET /v1/foreign-empties'],
    proof: [
      'api/returns.test.ts › are recorded once, by the courier, the customer, or found',
      'app/sales.test.ts › a second customer, a foreign empty and one that nobody can read: handed to their owner, never filled',
    ],
  },
  xinjiang: {
    by: ['file services/rules/profiles/cn-65.ts'],
    proof: [
      'rules/profile-book.test.ts › applies Xinjiang from the day of its activation on, and there alone',
    ],
  },
} as const satisfies Readonly<Record<string, Evidence>>
