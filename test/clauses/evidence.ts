import type { Evidence } from './coverage-row.ts'

/** What stands in the product, named once; the tables of the documents say which clause it carries out. */
export const evidence = {
  owned: {
    by: ['deny NOT_OWNED', 'rule FILL_NOT_OWNED', 'value entrustedFilling of cn-base'],
    proof: ["rules scenarios › another company's cylinder"],
  },
  ownedUnlessMarked: {
    by: ['deny NOT_OWNED', 'value entrustedFilling of cn-draft'],
    proof: [
      'rules scenarios › entrusted to the station, which cn-base does not allow and the draft does (C14)',
    ],
  },
  fillWeight: {
    by: ['rule OVERFILL', 'rule UNDERFILL', 'deny ALREADY_FULL'],
    proof: [
      'rules/weight-oracle.test.ts › every size × profile × boundary, against the documents',
      'rules/weight-oracle.test.ts › R002-7.1.14b holds between the boundaries too',
      'rules/fill-gate.test.ts › R002-7.1.14b allows up to the smaller of tolerance, stamp and volume',
    ],
  },
  residualLimit: {
    by: ['rule RESIDUAL_OVER_LIMIT', 'deny RESIDUAL_TOO_HIGH', 'rule FILL_RESIDUAL_TOO_HIGH'],
    proof: [
      'rules scenarios › 451 g in a YSP-15',
      'rules scenarios › residual of 451 g in a YSP-15',
      'rules/weight-oracle.test.ts › every size × profile × boundary, against the documents',
    ],
  },
  residualShare: {
    by: ['value residualShare of cn-3703', 'rule RESIDUAL_OVER_LIMIT', 'deny RESIDUAL_TOO_HIGH'],
    proof: [
      'rules scenarios › in Zibo 3 % of the last fill, 14.6 kg: 438 g',
      'rules scenarios › in Zibo 3 % of the nominal fill: 436 g',
    ],
  },
  shortage: {
    by: ['rule NET_CONTENT_SHORT', 'value shortage of cn-65'],
    proof: [
      'rules scenarios › Order 70 at the fill: 151 g short of 14.5 kg',
      'rules scenarios › at the return, what is left counts as shortage',
      'rules/findings.test.ts › R002-7.1.14c Xinjiang has no fixed residual limit (C4)',
    ],
  },
  claimOpened: {
    by: [
      'rule RESIDUAL_OVER_LIMIT',
      'rule CLAIM_UNATTRIBUTED',
      'GET /v1/work-items',
      'job work-deadlines',
    ],
    proof: [
      'rules scenarios › nobody knows the customer',
      'api/work-items.test.ts › lists open work by deadline, the undated last, page by page',
      'jobs/deadlines.test.ts › a claim is due at the end of the fifth working day after the weighing; firm once the notice is there',
    ],
  },
  leakCheck: {
    by: ['rule LEAKING', 'rule OUT_WITHOUT_CHECK', 'message postfill.checked'],
    proof: [
      'rules scenarios › at the check after the fill',
      'rules scenarios › never checked since the fill',
      'rules scenarios › filled elsewhere and never leak-checked',
      'rules/fill-gate.test.ts › R002-7.1.8 a leaking cylinder is filled again once it was repaired and checked',
    ],
  },
  vacuum: {
    by: ['deny NEEDS_VACUUM', 'rule FILL_NEEDS_VACUUM', 'message vacuum.completed'],
    proof: [
      'rules scenarios › new and never evacuated',
      'rules scenarios › inspected and not evacuated since',
    ],
  },
  inspection: {
    by: ['deny INSPECTION_OVERDUE', 'rule FILL_INSPECTION_OVERDUE', 'message inspection.completed'],
    proof: [
      'rules scenarios › due yesterday, not today',
      'rules scenarios › no due day from the lab: four years after the last inspection (F3)',
    ],
  },
  life: {
    by: ['deny RETIRED', 'deny LIFE_EXPIRED', 'POST /v1/cylinders/{code}/retire'],
    proof: [
      'rules scenarios › failed its inspection',
      'rules/life-end.test.ts › the end of service life in its three regimes (F3)',
      'api/trace.test.ts › retires for ever',
    ],
  },
  lab: {
    by: [
      'POST /v1/inspection-batches',
      'POST /v1/inspection-batches/{id}/results',
      'POST /v1/inspection-batches/{id}/review',
      'message inspection.sent',
    ],
    proof: [
      'api/inspection.test.ts › sends, inspects, reviews by a second person, sets date and tare, wants a vacuum, comes back',
      'api/inspection.test.ts › the next date never passes the end of life, nor the cycle; a life that ended cannot pass',
    ],
  },
  destruction: {
    by: ['POST /v1/cylinders/{code}/destroy', 'POST /v1/cylinders/{code}/purchase'],
    proof: [
      'api/cylinder-ends.test.ts › R003-7.1.15: only a retired cylinder is destroyed, once; its code and tags are void for ever',
      "api/cylinder-ends.test.ts › buys a resident's cylinder under a contract, and no cylinder of another company",
    ],
  },
  training: {
    by: ['POST /v1/staff-certificates', 'POST /v1/trainings'],
    proof: [
      'api/staff-papers.test.ts › R002-5.7.1: the gate follows the latest paper for filling, and a paper that is taken away',
      'api/staff-papers.test.ts › R000-7.0.1-5: trainings with what, when, who and the result',
    ],
  },
  badge: {
    by: ['POST /v1/badges', 'page /b/{badge}'],
    proof: [
      'api/staff-papers.test.ts › R000-6.3.1.2: a customer who scans a badge sees whether it is valid, and no name',
    ],
  },
  people: {
    by: ['GET /v1/cylinders/{code}/trace', 'message prefill.checked'],
    proof: [
      'api/trace-people.test.ts › R001-6.2-cl: a trace tells who checked before a fill apart from who filled; a check counts for one fill',
      'api/shifts.test.ts › R001-6.2-cl a trace names checker and filler apart, also over the end of a page',
    ],
  },
  idle: {
    by: ['deny IDLE_TOO_LONG', 'rule FILL_IDLE_TOO_LONG', 'GET /v1/cylinders/due'],
    proof: [
      'rules scenarios › not used for one day more than a cycle',
      'api/due.test.ts › R000-4.3.3.6: inspections, ends of life and idle ones, the earliest first, at once',
    ],
  },
  cylinderStandard: {
    by: ['POST /v1/cylinders', 'deny WRONG_MEDIUM', 'file services/domain/cylinder-model.ts'],
    proof: [
      'domain/cylinder-model.test.ts › F1 trap 1: YSP-12 is 12 kg, YSP12 is 12 litres; no dash is ever dropped',
      'rules scenarios › registered for another gas',
    ],
  },
  appearance: {
    by: ['rule DAMAGED', 'deny QUARANTINED', 'message stock.in', 'message stock.out'],
    proof: [
      'rules scenarios › at stock-in',
      'rules scenarios › at stock-out',
      'rules scenarios › damaged at stock-in',
    ],
  },
  prefill: {
    by: [
      'deny NEEDS_PREFILL_CHECK',
      'deny PREFILL_FAILED',
      'rule FILL_NEEDS_PREFILL_CHECK',
      'message prefill.checked',
    ],
    proof: [
      'rules scenarios › never checked',
      'rules scenarios › the check before the fill failed',
      'rules scenarios › checked before it came to this station',
    ],
  },
  scale: {
    by: ['deny SCALE_UNVERIFIED', 'rule SCALE_CHECK_FAILED', 'POST /v1/scales'],
    proof: [
      'rules scenarios › verified until yesterday, not today',
      'rules/curve.test.ts › R002-7.1.2 SCALE_CHECK_FAILED: one gram beyond its tolerance, either way',
    ],
  },
  checkWeigh: {
    by: ['rule CHECKWEIGH_MISMATCH', 'message postfill.checked'],
    proof: ['rules scenarios › one gram more than both scales may err'],
  },
  seal: {
    by: ['rule UNSEALED', 'value sealRequired of cn-draft'],
    proof: ['rules scenarios › not sealed'],
  },
  label: {
    by: ['rule UNLABELLED', 'value labelRequired of cn-base', 'value labelRequired of cn-3703'],
    proof: [
      'rules scenarios › not labelled',
      'rules/fill-gate.test.ts › R002-7.1.5 a missing label is cured by a check that says it is there',
    ],
  },
  operator: {
    by: [
      'deny OPERATOR_UNCERTIFIED',
      'rule FILL_OPERATOR_UNCERTIFIED',
      'POST /v1/staff',
      'GET /v1/shifts',
    ],
    proof: [
      'rules scenarios › certified until yesterday, not today',
      'api/shifts.test.ts › R002-5.7.1 say who works where, with which certificate',
    ],
  },
  gas: {
    by: [
      'deny GAS_NOT_RELEASED',
      'message gas.received',
      'message gas.tested',
      'message gas.released',
      'value gasLimits of cn-base',
      'POST /v1/gas-receipts',
      'POST /v1/gas-tests',
      'POST /v1/tanks/{stationId}/{id}/release',
    ],
    proof: [
      'rules scenarios › the tank failed its test; an untested tank is let through in cn-base',
      'api/gas.test.ts › R002-4.2.2 a receipt takes the release away; another person than the tester gives it',
      'api/gas.test.ts › R003-5.1.3 values beyond a limit go before the word of the tester',
      'api/gas.test.ts › fills are held to the gas that was in the tank when they drew it',
    ],
  },
  gasQuality: {
    by: ['file services/store/queries/gas/gas-figures.ts', 'GET /v1/gas-tests'],
    proof: ['api/gas.test.ts › R000-10.0.3-4.1.1 first tests and re-tests are told apart'],
  },
  odour: {
    by: ['POST /v1/gas-tests'],
    proof: ['api/gas.test.ts › R000-4.1.1.3 gas that nobody smells does not pass'],
  },
  redaction: {
    by: ['POST /v1/redactions'],
    proof: [
      'api/redactions.test.ts › R002-5.5.6 empties the bytes of an event; its hash stays and the trace says so',
    ],
  },
  licence: {
    by: ['deny STATION_UNLICENSED', 'POST /v1/stations'],
    proof: ['rules scenarios › the licence ended yesterday, not today'],
  },
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
      'api/personal-data.test.ts › starred out, changed, closed; supply is checked against the profile of the place',
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
      'api/personal-data.test.ts › shows what was asked for, and the log says who, what and why',
      'store/person-vault.test.ts › opens what it sealed, and nothing that was moved to another row or column',
    ],
  },
  pipeArea: {
    by: [
      'value pipeAreaBan of cn-3703',
      'POST /v1/customers/{id}/premises/{premisesId}/supply-check',
    ],
    proof: ['api/personal-data.test.ts › no bottled gas in a pipe area of Zibo, R003-7.1.1'],
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
      'api/orders.test.ts › is recorded with its own time, whole, and settles the order',
      'api/orders.test.ts › is recorded once, whatever the keys of its repeats, also at the same moment',
      'api/orders.test.ts › tells by clause what was left undone',
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
    proof: ['api/orders.test.ts › R002-5.9.2 who cannot come says so two hours before: %s'],
  },
  manual: {
    by: ['POST /v1/orders/{id}/deliver', 'GET /v1/orders/{id}/visit'],
    proof: [
      'api/orders.test.ts › is recorded with its own time, whole, and settles the order',
      'api/orders.test.ts › tells by clause what was left undone',
    ],
  },
  unsafeHome: {
    by: [
      'POST /v1/orders/{id}/fail',
      'POST /v1/safety-inspections',
      'POST /v1/rectifications/{id}/close',
    ],
    proof: [
      'api/orders.test.ts › R003-5.11.2-5 an unsafe home gets a notice and no gas until it is mended',
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

const fillOf = (code: 'YSP-5' | 'YSP-10' | 'YSP-12' | 'YSP-15' | 'YSP-50'): Evidence => ({
  by: [`value fill ${code} of cn-draft`, 'rule OVERFILL', 'rule UNDERFILL'],
  proof: evidence.fillWeight.proof,
})

const residualOf = (code: 'YSP-5' | 'YSP-10' | 'YSP-12' | 'YSP-15' | 'YSP-50'): Evidence => ({
  by: [`value residual ${code} of cn-draft`, 'rule RESIDUAL_OVER_LIMIT', 'deny RESIDUAL_TOO_HIGH'],
  proof: [evidence.residualLimit.proof[2]],
})

/** The rows of the draft's two tables, size by size. */
export const draftRows = { fillOf, residualOf }
