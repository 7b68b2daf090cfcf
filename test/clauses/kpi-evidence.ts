import type { Evidence, Proof } from './coverage-row.ts'

const city: Proof =
  'api/kpis.test.ts › %s under %s: every figure and target as the oracle has it (%s)'
const records: Proof =
  'api/kpis.test.ts › drills down to the very records: as many as the denominator, flagged as the numerator'
const empty: Proof = 'api/kpis.test.ts › nothing to divide by is null, not 100 %, with its reason'
const targets: Proof = 'rules/kpis.test.ts › %s under %s wants %i in a thousand by %s'

/** What a document calls an indicator. */
export const kpiEvidence = {
  kpis: {
    by: ['GET /v1/kpis', 'GET /v1/kpis/{id}/records', 'file services/rules/kpi-table.ts'],
    proof: [city, records, empty, targets],
  },
  tests: {
    by: ['GET /v1/kpis', 'GET /v1/kpis/{id}/records', 'file services/jobs/kpi-tests.ts'],
    proof: [city, records, 'jobs/kpi-tests.test.ts › A14 %s'],
  },
  calls: {
    by: ['GET /v1/kpis', 'POST /v1/calls/import'],
    proof: [
      city,
      'rules/kpis.test.ts › R002-9.4.1.1 eighty in a hundred calls are not more than 80 %',
    ],
  },
  waits: {
    by: ['GET /v1/kpis', 'POST /v1/window-waits/import'],
    proof: [
      city,
      'rules/kpis.test.ts › R002-9.4.1.2 the mean wait is a mean, without × 100 % (A11), and fifteen minutes are allowed',
    ],
  },
} as const satisfies Record<string, Evidence>
