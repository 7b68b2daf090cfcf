import type { Evidence } from './coverage-row.ts'

/** Sites, vehicles and stock. */
export const warehouseEvidence = {
  departure: {
    by: [
      'value departurePapers of cn-65',
      'POST /v1/vehicles/{id}/papers',
      'POST /v1/trips/{id}/depart',
      'GET /v1/papers/due',
    ],
    proof: [
      'api/trips.test.ts › R000-4.3.2.2 needs papers of vehicle, driver and escort and a waybill where the profile says so',
      'api/trips.test.ts › is refused where more is loaded than the vehicle may carry',
      'api/warehouse.test.ts › have papers, and what ends is listed with those of people',
    ],
  },
  stockChecks: {
    by: [
      'POST /v1/sites/{id}/stock-in',
      'POST /v1/sites/{id}/stock-out',
      'POST /v1/orders/{id}/stock-out',
    ],
    proof: [
      'api/warehouse.test.ts › R000-4.3.3.5a goes in with what was seen, and stands there in its zone',
      'api/warehouse.test.ts › R000-4.3.3.5c a damaged one is taken in and stops',
      'api/warehouse.test.ts › R000-4.3.3.5b a request to let a blocked one out is refused with clause; that it went is a fact',
      'api/stock-outs.test.ts › R000-4.3.3.5a its life tells what was seen, by whom and at which site',
      'api/stock-outs.test.ts › R000-4.3.3.5b %s seen %o stays, and is held: %s',
    ],
  },
  zones: {
    by: ['GET /v1/sites/{id}/stock', 'POST /v1/stock-counts', 'POST /v1/stock-counts/{id}/close'],
    proof: [
      'api/warehouse.test.ts › R000-4.3.3.5a goes in with what was seen, and stands there in its zone',
      'api/stock-counts.test.ts › of one zone looks for that zone only',
    ],
  },
  custody: {
    by: ['GET /v1/balances', 'GET /v1/balances/movements', 'job custody-books'],
    proof: [
      'store/custody-books.test.ts › add up to the registry and to a fold of every life, whatever was told, late, twice or annulled',
      'api/warehouse.test.ts › add up to the registry, are seen by whoever owns or holds, and explain what moved',
    ],
  },
} as const satisfies Record<string, Evidence>
