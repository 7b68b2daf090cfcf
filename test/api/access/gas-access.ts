import { type AccessRow, GAS, UUID, period } from './access-row.ts'

export const gasAccess: readonly AccessRow[] = [
  ['GET', '/v1/gas-tests/odour-due', GAS],
  ['GET', `/v1/tanks/:stationId/:id/mass-balance?${period}`, GAS],
  ['POST', '/v1/tanks', ['admin', 'office'], {}],
  ['GET', '/v1/tanks', GAS],
  ['GET', '/v1/tanks/:stationId/:id', GAS],
  ['PATCH', '/v1/tanks/:stationId/:id', ['admin', 'office'], {}],
  ['GET', `/v1/tanks/:stationId/:id/balance?${period}`, GAS],
  ['POST', '/v1/tanks/:stationId/:id/release', ['admin', 'office', 'station'], { testId: UUID }],
  ['POST', '/v1/gas-receipts', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/gas-receipts', GAS],
  ['GET', '/v1/gas-receipts/:id', GAS],
  ['POST', '/v1/gas-tests', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/gas-tests', GAS],
  ['GET', '/v1/gas-tests/:id', GAS],
]
