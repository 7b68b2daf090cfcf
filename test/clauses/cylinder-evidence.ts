import type { Evidence } from './coverage-row.ts'

/** What stands in the product about cylinders, their filling and the station; the tables of the documents say which clause it carries out. */
export const cylinderEvidence = {
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
} as const satisfies Readonly<Record<string, Evidence>>

const fillOf = (code: 'YSP-5' | 'YSP-10' | 'YSP-12' | 'YSP-15' | 'YSP-50'): Evidence => ({
  by: [`value fill ${code} of cn-draft`, 'rule OVERFILL', 'rule UNDERFILL'],
  proof: cylinderEvidence.fillWeight.proof,
})

const residualOf = (code: 'YSP-5' | 'YSP-10' | 'YSP-12' | 'YSP-15' | 'YSP-50'): Evidence => ({
  by: [`value residual ${code} of cn-draft`, 'rule RESIDUAL_OVER_LIMIT', 'deny RESIDUAL_TOO_HIGH'],
  proof: [cylinderEvidence.residualLimit.proof[2]],
})

/** The rows of the draft's two tables, size by size. */
export const draftRows = { fillOf, residualOf }
