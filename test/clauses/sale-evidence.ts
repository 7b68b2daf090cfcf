import type { Evidence } from './coverage-row.ts'

/** Sale and delivery: what came after the first flows stood. */
export const saleEvidence = {
  contract: {
    by: [
      'POST /v1/contracts',
      'GET /v1/contracts',
      'value contractRequired of cn-3704',
      'value contractRequired of cn-65',
    ],
    proof: [
      'api/contracts.test.ts › R002-5.2.3 R004-A2-28 stands with number, period, paper and terms, and on the orders made under it',
      'api/contracts.test.ts › R004-A2-28 is asked for before a sale where the scheme of the place scores it',
      'api/contracts.test.ts › is ended once, and binds until that day',
    ],
  },
  courierTrained: {
    by: ['value courierTrained of cn-3703', 'POST /v1/orders/{id}/assign', 'POST /v1/trainings'],
    proof: [
      'api/visit-duties.test.ts › R003-7.2.2 without a passed safety training nobody is sent out in Zibo',
      'api/visit-duties.test.ts › R002-5.7.1 a certificate that is past stands against it everywhere, on its last day it does not',
      'api/visit-duties.test.ts › a visit that happened stands, with the finding',
    ],
  },
  signedByCode: {
    by: ['POST /v1/orders/{id}/code', 'POST /v1/orders/{id}/code/check'],
    proof: [
      'api/visit-duties.test.ts › goes to the customer alone; typed in time it signs the visit, and lies nowhere',
      'api/visit-duties.test.ts › wrong, late, spent or never sent: the visit stands, and says that it was not signed',
    ],
  },
  soldOwnOnly: {
    by: ['POST /v1/orders/{id}/assign', 'POST /v1/orders/{id}/stock-out'],
    proof: ['api/orders.test.ts › %s is refused: %o'],
  },
  wholeLife: {
    by: ['GET /v1/cylinders/{code}/trace', 'POST /v1/orders/{id}/deliver'],
    proof: [
      'app/story/one-cylinder.test.ts › the regulator of the region reads all of it in order: who, when, where, which clause; the one of another region nothing',
    ],
  },
} as const satisfies Readonly<Record<string, Evidence>>
