import { type AccessRow, SERVICE, SELLERS, UUID } from './access-row.ts'

export const moneyAccess: readonly AccessRow[] = [
  ['POST', '/v1/payments', SELLERS, {}],
  ['POST', '/v1/refunds', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/payment-terms', SELLERS],
  ['PUT', '/v1/payment-terms', ['admin', 'office'], {}],
  ['GET', '/v1/journal', ['admin', 'office']],
  ['GET', '/v1/journal.csv?from=2026-01-01&to=2026-01-31', ['admin', 'office']],
  ['GET', '/v1/journal/:id', ['admin', 'office']],
  ['POST', '/v1/journal/:id/reverse', ['admin', 'office'], {}],
  ['GET', '/v1/trial-balance?from=2026-01-01&to=2026-01-31', ['admin', 'office']],
  [
    'GET',
    `/v1/statements?customerId=${UUID}&from=2026-01-01&to=2026-01-31`,
    ['admin', 'office', 'station'],
  ],
  ['GET', '/v1/receipts', SERVICE],
  ['POST', '/v1/receipts/:id/invoice', ['admin', 'office'], {}],
  ['GET', '/v1/deposits', SERVICE],
  ['POST', '/v1/deposits/:id/release', ['admin', 'office'], {}],
  ['POST', '/v1/cash-ups', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/cash-ups', SELLERS],
  ['GET', '/v1/cash-ups/open', SELLERS],
]
