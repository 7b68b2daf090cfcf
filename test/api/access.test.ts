import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Access } from '#api/access.ts'
import { createApi } from '#api/create-api.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, ROLES, type World } from './small-world.ts'

const ALL = ROLES
const STAFF = ROLES.filter((role) => role !== 'customer')
/** Who meets customers, and who may write about them. */
const SERVICE = ['admin', 'office', 'station', 'courier', 'regulator']
const SELLERS = ['admin', 'office', 'station', 'courier']
const GAS = ['admin', 'office', 'station', 'regulator']
const reason = { reason: 'x' }
const UUID = '00000000-0000-4000-8000-000000000000'
const period = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'

/** Every endpoint: who may call it. Written from the design, compared with what the routes declare. */
const table: readonly [
  method: string,
  url: string,
  who: readonly string[] | 'public',
  body?: object,
][] = [
  ['GET', '/health/live', 'public'],
  ['GET', '/health/ready', 'public'],
  ['GET', '/metrics', 'public'],
  ['POST', '/v1/sessions', 'public', { username: 'x', password: 'y' }],
  ['POST', '/v1/sessions/codes', 'public', {}],
  ['POST', '/v1/sessions/phone', 'public', {}],
  ['GET', '/v1/me', ['customer']],
  ['GET', '/v1/me/cylinders', ['customer']],
  ['GET', '/v1/me/stops', ['courier']],
  ['POST', '/v1/me/export', ['customer']],
  ['POST', '/v1/me/orders', ['customer'], {}],
  ['GET', '/v1/me/orders', ['customer']],
  ['GET', '/v1/me/orders/:id', ['customer']],
  ['POST', '/v1/me/orders/:id/appointment', ['customer'], {}],
  ['POST', '/v1/me/orders/:id/cancel', ['customer'], {}],
  ['POST', '/v1/me/orders/:id/rating', ['customer'], {}],
  ['GET', '/v1/me/safety-inspections', ['customer']],
  ['GET', '/v1/me/rectifications', ['customer']],
  ['POST', '/v1/me/rectifications/:id/proofs', ['customer'], {}],
  ['GET', '/v1/me/home-plans', ['customer']],
  ['POST', '/v1/me/home-plans/:id/wish', ['customer'], {}],
  ['GET', '/v1/me/home-parts', ['customer']],
  ['GET', '/v1/me/account', ['customer']],
  ['POST', '/v1/me/payments', ['customer'], {}],
  ['GET', '/v1/me/payments', ['customer']],
  ['POST', '/v1/public/payment-notices', 'public', {}],
  ['GET', '/v1/me/receipts', ['customer']],
  ['GET', '/v1/me/deposits', ['customer']],
  ['POST', '/v1/home-plans', ['admin', 'office'], {}],
  ['POST', '/v1/home-plans/:id/visit', SELLERS, {}],
  ['GET', '/v1/home-plans', SERVICE],
  ['GET', '/v1/home-plans/summary?year=2026', SERVICE],
  ['POST', '/v1/supply-suspensions', ['admin', 'office'], {}],
  ['GET', '/v1/supply-suspensions', SERVICE],
  ['POST', '/v1/supply-suspensions/:id/lift', ['admin', 'office'], {}],
  ['POST', '/v1/rectifications/:id/refusal', SELLERS, {}],
  ['POST', '/v1/rectifications/:id/report', ['admin', 'office'], {}],
  ['GET', '/v1/rectifications/unreported', SERVICE],
  ['GET', '/v1/home-refusals', SERVICE],
  ['POST', '/v1/rectifications/:id/proofs', SELLERS, {}],
  ['GET', '/v1/repair-proofs', SERVICE],
  ['POST', '/v1/repair-proofs/:id/decision', ['admin', 'office'], {}],
  ['POST', '/v1/home-parts', SELLERS, {}],
  ['GET', '/v1/home-parts', SERVICE],
  ['POST', '/v1/customers/:id/care', ['admin', 'office'], {}],
  ['GET', '/v1/public/enterprises/:enterprise', 'public'],
  ['GET', '/e/:enterprise', 'public'],
  ['POST', '/v1/public-profiles', ['admin', 'office'], {}],
  ['POST', '/v1/public-notices', ['admin', 'office'], {}],
  ['GET', '/v1/public-notices', ['admin', 'office', 'regulator']],
  ['POST', '/v1/public-notices/:id/withdraw', ['admin', 'office']],
  ['POST', '/v1/public-texts', ['admin', 'office'], {}],
  ['GET', '/v1/public-texts', ['admin', 'office', 'regulator']],
  ['GET', '/v1/public-texts/missing?enterpriseId=ent-a', ['admin', 'office', 'regulator']],
  ['POST', '/v1/public-texts/:id/review', ['admin', 'office']],
  ['GET', '/v1/ratings', ['admin', 'office', 'regulator']],
  ['GET', '/v1/survey-items', STAFF],
  ['POST', '/v1/surveys', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/surveys', ['admin', 'office', 'regulator']],
  ['POST', '/v1/call-backs', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/call-backs', ['admin', 'office', 'regulator']],
  ['GET', '/v1/call-backs/summary?year=2026', ['admin', 'office', 'regulator']],
  ['GET', '/v1/call-backs/due', ['admin', 'office', 'station']],
  ['POST', '/v1/call-back-plans', ['admin', 'office'], {}],
  ['GET', '/v1/call-back-plans', ['admin', 'office', 'regulator']],
  ['POST', '/v1/sites/:id/customer-weighings', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/customer-weighings', GAS],
  ['POST', '/v1/service-refusals', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/service-refusals', ['admin', 'office', 'regulator']],
  ['GET', '/v1/customers/:id/archive', SERVICE],
  ['GET', '/v1/gas-tests/odour-due', GAS],
  ['GET', '/v1/stations/:id/prefill-items', STAFF],
  ['GET', '/v1/badges/:badge/card.pdf', ['admin', 'office']],
  ['POST', '/v1/home-refusals/:id/linkage', SELLERS, {}],
  ['POST', '/v1/supply-warnings', ['admin', 'office'], {}],
  ['GET', '/v1/supply-warnings', SERVICE],
  ['POST', '/v1/supply-warnings/:id/level', ['admin', 'office'], {}],
  ['POST', '/v1/supply-warnings/:id/lift', ['admin', 'office'], {}],
  ['POST', '/v1/supply-warnings/:id/report', ['admin', 'office'], {}],
  ['POST', '/v1/publicity-plans', ['admin', 'office'], {}],
  ['GET', '/v1/publicity-plans', ['admin', 'office', 'regulator']],
  ['POST', '/v1/publicity-events', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/publicity-events', ['admin', 'office', 'regulator']],
  ['GET', '/v1/publicity-events/summary?year=2026', ['admin', 'office', 'regulator']],
  ['POST', '/v1/safety-manuals', ['admin', 'office'], {}],
  ['GET', '/v1/safety-manuals', STAFF],
  ['POST', '/v1/manual-handovers', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/manual-handovers', ['admin', 'office', 'regulator']],
  ['GET', '/v1/manual-handovers/missing', ['admin', 'office', 'regulator']],
  ['GET', '/v1/satisfaction?from=2026-01-01&to=2026-12-31', ['admin', 'office', 'regulator']],
  ['GET', '/v1/anomalies', ['admin', 'office', 'regulator']],
  ['GET', '/v1/anomalies/:id', ['admin', 'office', 'regulator']],
  ['POST', '/v1/anomalies/:id/explain', ['admin', 'office', 'regulator'], reason],
  ['POST', '/v1/anomalies/:id/confirm', ['admin', 'office', 'regulator'], reason],
  ['POST', '/v1/anomalies/:id/reopen', ['admin', 'office', 'regulator'], reason],
  ['POST', '/v1/anomalies/recompute', ['admin', 'regulator'], {}],
  ['GET', '/v1/anomaly-thresholds', ['admin', 'office', 'regulator']],
  ['GET', '/v1/anomaly-thresholds/changes', ['admin', 'office', 'regulator']],
  ['PUT', '/v1/anomaly-thresholds/:kind', ['admin', 'regulator'], {}],
  ['POST', '/v1/cylinders/:code/dossiers', ['admin', 'office', 'regulator'], {}],
  ['GET', '/v1/dossiers', ['admin', 'office', 'regulator']],
  ['GET', '/v1/dossiers/:id', ['admin', 'office', 'regulator']],
  ['GET', '/v1/dossiers/:id/pdf', ['admin', 'office', 'regulator']],
  ['GET', '/v1/epcis/events', ['admin', 'office', 'regulator']],
  ['GET', '/v1/epcis/events/:eventID', ['admin', 'office', 'regulator']],
  ['GET', '/v1/cylinders/:code/life.csv', ['admin', 'office', 'regulator']],
  ['GET', '/v1/cylinders/:code/life.jsonl', ['admin', 'office', 'regulator']],
  ['GET', '/v1/cylinders/:code/life.jsonld', ['admin', 'office', 'regulator']],
  ['GET', '/v1/cylinders/:code/mass-balance', GAS],
  ['GET', `/v1/tanks/:stationId/:id/mass-balance?${period}`, GAS],
  ['GET', '/v1/sessions/current', ALL],
  ['DELETE', '/v1/sessions/current', ALL],
  ['GET', '/v1/sessions', ALL],
  ['DELETE', '/v1/sessions/:id', ALL],
  ['POST', '/v1/sessions/current/password', ALL, {}],
  ['POST', '/v1/users', ['admin'], {}],
  ['GET', '/v1/users', ['admin']],
  ['GET', '/v1/users/:id', ['admin']],
  ['PATCH', '/v1/users/:id', ['admin'], {}],
  ['POST', '/v1/users/:id/identities', ['admin'], {}],
  ['GET', '/v1/users/:id/identities', ['admin']],
  ['DELETE', '/v1/users/:id/identities', ['admin']],
  ['GET', '/v1/oidc', 'public'],
  ['POST', '/v1/oidc/attempts', 'public'],
  ['POST', '/v1/oidc/sessions', 'public', {}],
  ['POST', '/v1/enterprises', ['admin'], {}],
  ['GET', '/v1/enterprises', STAFF],
  ['GET', '/v1/enterprises/:id', STAFF],
  ['POST', '/v1/stations', ['admin', 'office'], {}],
  ['GET', '/v1/stations', STAFF],
  ['GET', '/v1/stations/:id', STAFF],
  ['PATCH', '/v1/stations/:id', ['admin', 'regulator'], {}],
  ['POST', '/v1/stations/:id/lock', ['admin', 'office', 'regulator'], {}],
  ['POST', '/v1/stations/:id/unlock', ['admin', 'office', 'regulator'], {}],
  ['GET', '/v1/stations/:id/locks', STAFF],
  ['POST', '/v1/sites', ['admin', 'office'], {}],
  ['GET', '/v1/sites', STAFF],
  ['GET', '/v1/sites/:id', STAFF],
  ['PATCH', '/v1/sites/:id', ['admin', 'office'], {}],
  ['GET', '/v1/sites/:id/stock', STAFF],
  ['POST', '/v1/sites/:id/stock-in', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/sites/:id/stock-out', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/vehicles', ['admin', 'office'], {}],
  ['GET', '/v1/vehicles', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/vehicles/:id', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['PATCH', '/v1/vehicles/:id', ['admin', 'office'], {}],
  ['POST', '/v1/vehicles/:id/track', ['admin', 'office', 'station', 'courier'], {}],
  [
    'GET',
    '/v1/vehicles/:id/track?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z',
    ['admin', 'office', 'station', 'regulator'],
  ],
  ['POST', '/v1/vehicles/:id/papers', ['admin', 'office'], {}],
  ['GET', '/v1/vehicle-papers', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/vehicle-papers/:id/revoke', ['admin', 'office'], {}],
  ['GET', '/v1/papers/due', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/trips', ['admin', 'office', 'station', 'courier'], {}],
  ['GET', '/v1/trips', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/trips/:id', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['POST', '/v1/trips/:id/load', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/trips/:id/depart', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/trips/:id/arrive', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/trips/:id/cancel', ['admin', 'office', 'station', 'courier']],
  ['POST', '/v1/stock-counts', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/stock-counts', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/stock-counts/:id', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/stock-counts/:id/scans', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/stock-counts/:id/close', ['admin', 'office', 'station']],
  ['GET', '/v1/stock-counts/:id/differences', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/stock-counts/:id/differences/:code/resolve', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/station-days?from=2026-01-01&to=2026-12-31', ['admin', 'office', 'regulator']],
  ['GET', '/v1/kpis?from=2026-01-01&to=2026-12-31', ['admin', 'office', 'regulator']],
  ['GET', '/v1/kpis/:id/records?from=2026-01-01&to=2026-12-31', ['admin', 'office', 'regulator']],
  ['GET', '/v1/balances', ['admin', 'office', 'station', 'regulator']],
  [
    'GET',
    '/v1/balances/movements?from=2026-01-01&to=2026-01-31',
    ['admin', 'office', 'station', 'regulator'],
  ],
  ['POST', '/v1/scales', ['admin', 'office'], {}],
  ['GET', '/v1/scales', STAFF],
  ['GET', '/v1/scales/:id/locks', STAFF],
  ['GET', '/v1/scales/:id', STAFF],
  ['PATCH', '/v1/scales/:id', ['admin', 'office'], {}],
  ['POST', '/v1/scales/:id/lock', ['admin', 'office', 'regulator'], {}],
  ['POST', '/v1/scales/:id/unlock', ['admin', 'office', 'regulator'], {}],
  ['POST', '/v1/staff', ['admin', 'office'], {}],
  ['GET', '/v1/staff', STAFF],
  ['POST', '/v1/staff-certificates', ['admin', 'office'], {}],
  ['GET', '/v1/staff-certificates', ['admin', 'office', 'station', 'lab', 'regulator']],
  ['POST', '/v1/staff-certificates/:id/revoke', ['admin', 'office'], {}],
  ['POST', '/v1/trainings', ['admin', 'office'], {}],
  ['GET', '/v1/trainings', ['admin', 'office', 'station', 'lab', 'regulator']],
  ['POST', '/v1/badges', ['admin', 'office'], {}],
  ['GET', '/v1/badges', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/badges/:badge/revoke', ['admin', 'office']],
  ['GET', '/v1/badges/:badge/label.svg', ['admin', 'office']],
  ['GET', '/v1/public/badges/:badge', 'public'],
  ['GET', '/b/:badge', 'public'],
  ['POST', '/v1/devices', ['admin', 'office'], {}],
  ['GET', '/v1/devices', STAFF],
  ['GET', '/v1/devices/:stationId/:deviceId', STAFF],
  ['POST', '/v1/devices/:stationId/:deviceId/rotate', ['admin', 'office']],
  ['PATCH', '/v1/devices/:stationId/:deviceId', ['admin', 'office'], {}],
  ['POST', '/v1/cylinders', ['admin', 'office'], {}],
  ['GET', '/v1/cylinders', STAFF],
  ['POST', '/v1/cylinders/import', ['admin', 'office']],
  ['GET', '/v1/cylinders/:code', STAFF],
  ['GET', '/v1/cylinders/:code/trace', STAFF],
  ['GET', '/v1/cylinders/:code/fills/:eventId/curve', STAFF],
  ['GET', '/v1/cylinders/:code/label.svg', STAFF],
  ['GET', '/v1/cylinders/:code/label.png', STAFF],
  ['GET', '/v1/cylinders/:code/label.pdf', STAFF],
  ['GET', '/v1/cylinders/:code/label.zpl', STAFF],
  ['GET', '/v1/labels.pdf', STAFF],
  ['GET', '/v1/labels.zpl', STAFF],
  ['POST', '/v1/cylinders/:code/tags', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/cylinders/:code/tags/release', ['admin', 'office'], {}],
  ['POST', '/v1/cylinders/:code/release', ['admin', 'office', 'regulator'], {}],
  [
    'POST',
    '/v1/cylinders/:code/quarantine',
    ['admin', 'office', 'station', 'lab', 'regulator'],
    {},
  ],
  ['POST', '/v1/cylinders/:code/retire', ['admin', 'office', 'lab'], {}],
  ['GET', '/v1/cylinders/due', ['admin', 'office', 'station', 'lab', 'regulator']],
  ['POST', '/v1/cylinders/:code/tare', ['admin', 'office'], {}],
  ['POST', '/v1/events/:id/annul', ['admin', 'office'], {}],
  ['POST', '/v1/cylinders/:code/destroy', ['admin', 'office', 'lab'], {}],
  ['POST', '/v1/cylinders/:code/lost', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/cylinders/:code/found', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/cylinders/:code/purchase', ['admin', 'office'], {}],
  ['POST', '/v1/inspection-batches', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/inspection-batches', ['admin', 'office', 'station', 'lab', 'regulator']],
  ['GET', '/v1/inspection-batches/:id', ['admin', 'office', 'station', 'lab', 'regulator']],
  ['POST', '/v1/inspection-batches/:id/receive', ['admin', 'lab'], {}],
  ['POST', '/v1/inspection-batches/:id/results', ['admin', 'lab'], {}],
  ['POST', '/v1/inspection-batches/:id/review', ['admin', 'lab'], {}],
  ['POST', '/v1/inspection-batches/:id/return', ['admin', 'office', 'station', 'lab'], {}],
  ['GET', '/v1/rejected-messages', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/rejected-messages/:id', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/rejected-messages/:id/replay', ['admin', 'office']],
  ['POST', '/v1/prices', ['admin', 'office'], {}],
  ['GET', '/v1/prices', STAFF],
  ['GET', '/v1/public/price-notices?enterpriseId=ent-a', 'public'],
  ['POST', '/v1/orders', ['admin', 'office', 'station', 'courier'], {}],
  ['GET', '/v1/orders', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/orders/:id', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/orders/:id/couriers', ['admin', 'office', 'station']],
  ['POST', '/v1/orders/:id/assign', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/orders/:id/stock-out', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/orders/:id/cancel', ['admin', 'office'], {}],
  ['POST', '/v1/orders/:id/code', SELLERS],
  ['POST', '/v1/orders/:id/code/check', SELLERS, {}],
  ['POST', '/v1/contracts', SELLERS, {}],
  ['GET', '/v1/contracts', [...SELLERS, 'regulator']],
  ['GET', '/v1/contracts/:id', [...SELLERS, 'regulator']],
  ['POST', '/v1/contracts/:id/end', ['admin', 'office'], {}],
  ['POST', '/v1/orders/:id/deliver', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/orders/:id/fail', ['admin', 'office', 'station', 'courier'], {}],
  ['GET', '/v1/orders/:id/visit', ['admin', 'office', 'station', 'courier']],
  ['GET', '/v1/orders/:id/receipt', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['POST', '/v1/returns', ['admin', 'office', 'station', 'courier'], {}],
  ['POST', '/v1/returns/:id/weighing', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/returns', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/foreign-empties', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['POST', '/v1/foreign-empties/hand-overs', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/safety-inspections', ['admin', 'office', 'station', 'courier'], {}],
  ['GET', '/v1/safety-inspections', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/safety-inspections/:id', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/rectifications', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['POST', '/v1/rectifications/:id/close', ['admin', 'office', 'station', 'courier'], {}],
  ['GET', '/v1/residual-claims', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/residual-claims/:id', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/repairs', [...SELLERS, 'customer'], {}],
  ['GET', '/v1/repairs', [...SERVICE, 'customer']],
  ['GET', '/v1/repairs/:id', [...SERVICE, 'customer']],
  ['GET', '/v1/repairs/:id/workers', SELLERS],
  ['GET', '/v1/repairs/:id/certificate', [...SERVICE, 'customer']],
  ['POST', '/v1/repairs/:id/steps', [...SELLERS, 'customer'], { type: 'close' }],
  ['POST', '/v1/repairs/:id/reveal', SERVICE, { fields: ['phone'], reason: 'x' }],
  ['GET', '/v1/incidents/prompts', 'public'],
  ['POST', '/v1/incidents', [...SELLERS, 'customer'], {}],
  ['GET', '/v1/incidents', [...SERVICE, 'customer']],
  ['GET', '/v1/incidents/:id', [...SERVICE, 'customer']],
  ['GET', '/v1/incidents/:id/workers', SELLERS],
  ['POST', '/v1/incidents/:id/steps', SELLERS, { type: 'end' }],
  ['POST', '/v1/incidents/:id/reveal', SERVICE, { fields: ['phone'], reason: 'x' }],
  ['POST', '/v1/insurance-policies', ['admin', 'office'], {}],
  ['GET', '/v1/insurance-policies', ['admin', 'office', 'regulator']],
  ['POST', '/v1/emergency-plans', ['admin', 'office'], {}],
  ['GET', '/v1/emergency-plans', ['admin', 'office', 'regulator']],
  ['GET', '/v1/emergency-plans/responsibles?enterpriseId=ent-a', ['admin', 'office']],
  ['POST', '/v1/drills', ['admin', 'office'], {}],
  ['GET', '/v1/drills', ['admin', 'office', 'regulator']],
  ['GET', '/v1/drill-periods?from=2026-01-01&to=2026-12-31', ['admin', 'office', 'regulator']],
  ['POST', '/v1/company-hazards', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/company-hazards', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/company-hazards/:id', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/company-hazards/:id/steps', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/patrol-routes', ['admin', 'office'], {}],
  ['GET', '/v1/patrol-routes', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/patrols', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/patrols', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/calls/import', ['admin', 'office']],
  ['GET', `/v1/calls?${period}`, ['admin', 'office', 'regulator']],
  ['POST', '/v1/window-waits/import', ['admin', 'office', 'station']],
  ['GET', `/v1/window-waits?${period}`, ['admin', 'office', 'regulator']],
  ['POST', '/v1/complaints', [...SELLERS, 'regulator', 'customer'], {}],
  ['GET', '/v1/complaints', [...SERVICE, 'customer']],
  ['GET', '/v1/complaints/:id', [...SERVICE, 'customer']],
  ['GET', '/v1/complaints/:id/workers', SELLERS],
  ['POST', '/v1/complaints/:id/steps', [...SELLERS, 'customer'], { type: 'close' }],
  ['POST', '/v1/complaints/:id/reveal', SERVICE, { fields: ['phone'], reason: 'x' }],
  ['POST', '/v1/residual-claims/:id/pay', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/objects', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/objects/:sha256', ['admin', 'office', 'regulator']],
  ['GET', '/v1/score-sheets', ['admin', 'office', 'regulator']],
  ['POST', '/v1/evaluations', ['office', 'regulator'], {}],
  ['GET', '/v1/evaluations', ['admin', 'office', 'regulator']],
  ['GET', '/v1/evaluations/:id', ['admin', 'office', 'regulator']],
  ['GET', '/v1/evaluations/:id/pdf', ['admin', 'office', 'regulator']],
  ['POST', '/v1/evaluations/:id/items', ['office', 'regulator'], {}],
  ['POST', '/v1/evaluations/:id/collect', ['office', 'regulator']],
  ['POST', '/v1/evaluations/:id/attachments', ['office', 'regulator'], {}],
  ['POST', '/v1/evaluations/:id/vetoes', ['office', 'regulator'], {}],
  ['POST', '/v1/evaluations/:id/sign', ['office', 'regulator'], {}],
  ['POST', '/v1/evaluations/:id/finalise', ['office', 'regulator']],
  ['GET', '/v1/statistics-returns', ['admin', 'office', 'regulator']],
  ['GET', '/v1/statistics-returns.csv', ['admin', 'office', 'regulator']],
  ['POST', '/v1/supervision-cases', ['regulator'], {}],
  ['GET', '/v1/supervision-cases', GAS],
  ['GET', '/v1/supervision-cases/:id', GAS],
  ['POST', '/v1/supervision-cases/:id/steps', ['office', 'station', 'regulator'], {}],
  ['POST', '/v1/spot-checks', ['regulator'], {}],
  ['GET', '/v1/spot-checks', GAS],
  ['GET', '/v1/spot-checks/:id', GAS],
  ['GET', '/v1/spot-checks/:id/pdf', GAS],
  ['POST', '/v1/spot-checks/:id/items', ['regulator'], {}],
  ['POST', '/v1/spot-checks/:id/conclude', ['regulator'], {}],
  ['GET', '/v1/work-items', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/work-items/summary', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/ledger/checkpoint', 'public'],
  ['GET', '/v1/ledger/checkpoints', 'public'],
  ['GET', '/v1/ledger/keys', 'public'],
  ['GET', '/v1/ledger/consistency?from=1', 'public'],
  ['GET', `/v1/ledger/proof?event=${UUID}`, STAFF],
  ['GET', '/v1/cylinders/:code/proof', STAFF],
  ['POST', '/v1/redactions', ['admin', 'office'], { reason: 'x' }],
  ['GET', '/v1/redactions', ['admin', 'office', 'regulator']],
  ['GET', '/v1/shifts', GAS],
  ['POST', '/v1/shifts/sign-in', ['admin', 'office', 'station'], {}],
  ['POST', '/v1/shifts/sign-out', ['admin', 'office', 'station'], {}],
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
  ['GET', `/v1/recalls?${period}&scale=s`, ['admin', 'office', 'regulator']],
  ['GET', '/v1/clauses?ids=F4', ALL],
  ['GET', '/v1/clauses/:id', ALL],
  ['GET', '/v1/rule-profiles', ALL],
  ['GET', '/v1/rule-profiles/:id', ALL],
  ['POST', '/v1/rule-profiles', ['admin', 'office'], {}],
  ['POST', '/v1/rule-profiles/:id/activations', ['admin'], {}],
  ['GET', `/v1/rule-profiles/:id/what-if?${period}`, ['admin', 'office', 'regulator']],
  ['GET', '/v1/live', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/stations/:id/live', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/calendar', STAFF],
  ['GET', '/v1/calendar/deadline?from=2026-09-30&workingDays=5', STAFF],
  ['PUT', '/v1/calendar/days/:day', ['admin', 'office'], {}],
  ['PUT', '/v1/calendar/years/:year', ['admin', 'office'], {}],
  ['POST', '/v1/customers', SELLERS, {}],
  ['GET', '/v1/customers', SERVICE],
  ['GET', '/v1/customers/requirements?region=370302', SERVICE],
  ['GET', '/v1/customers/reverification', SERVICE],
  ['POST', '/v1/customers/lookup', SERVICE, {}],
  ['GET', '/v1/customers/:id', SERVICE],
  ['PATCH', '/v1/customers/:id', SELLERS, {}],
  ['POST', '/v1/customers/:id/verifications', SELLERS, {}],
  ['GET', '/v1/customers/:id/verifications', SERVICE],
  ['POST', '/v1/customers/:id/agents', SELLERS, {}],
  ['GET', '/v1/customers/:id/agents', SERVICE],
  ['POST', '/v1/customers/:id/agents/:agentId/revoke', SELLERS],
  ['POST', '/v1/customers/:id/premises', SELLERS, {}],
  ['GET', '/v1/customers/:id/premises', SERVICE],
  ['GET', '/v1/customers/:id/premises/:premisesId', SERVICE],
  ['GET', '/v1/customers/:id/premises/:premisesId/archive', SERVICE],
  ['PATCH', '/v1/customers/:id/premises/:premisesId', SELLERS, {}],
  ['POST', '/v1/customers/:id/premises/:premisesId/supply-check', SERVICE, {}],
  ['POST', '/v1/customers/:id/reveal', SERVICE, {}],
  ['POST', '/v1/customers/:id/export', ['admin', 'office'], {}],
  ['GET', '/v1/customers/:id/erasure', ['admin', 'office']],
  ['POST', '/v1/customers/:id/erasure', ['admin', 'office'], {}],
  ['GET', '/v1/reveals', ['admin', 'office', 'regulator']],
  ['GET', '/v1/identity-cases', ['admin', 'office', 'regulator']],
  ['POST', '/v1/identity-cases/:id/close', ['admin', 'office', 'regulator'], {}],
  ['POST', '/v1/payments', SELLERS, {}],
  ['POST', '/v1/refunds', ['admin', 'office', 'station'], {}],
  ['GET', '/v1/customers/:id/account', SERVICE],
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
  ['GET', '/v1/notifications', ['admin', 'office', 'regulator']],
  ['GET', '/v1/inbox', STAFF],
  ['POST', '/v1/inbox/:id/read', STAFF],
  ['GET', '/v1/notification-settings', ['admin', 'office']],
  ['PUT', '/v1/notification-settings', ['admin', 'office'], {}],
  ['GET', '/v1/notification-templates', ['admin', 'office']],
  ['PUT', '/v1/notification-templates/:template/:language', ['admin', 'office'], {}],
  ['PUT', '/v1/customers/:id/email', SELLERS, {}],
  ['GET', '/v1/public/cylinders/:code', 'public'],
  ['GET', '/t/:code', 'public'],
  ['POST', '/t/:code/mismatch', 'public'],
  ['POST', '/v1/public/cylinders/:code/mismatch-reports', 'public', {}],
  ['GET', '/v1/mismatch-reports', ['admin', 'office', 'regulator']],
  ['POST', '/v1/mismatch-reports/:id/close', ['admin', 'office'], {}],
]

const concrete = (url: string): string =>
  url
    .replace(':stationId', 'st-x')
    .replace(':deviceId', 'dev-x')
    .replace('/users/:id', `/users/${UUID}`)
    .replace('/rejected-messages/:id', '/rejected-messages/999')
    .replace('/customers/:id', `/customers/${UUID}`)
    .replace(':agentId', UUID)
    .replace(':premisesId', UUID)
    .replace('/identity-cases/:id', '/identity-cases/999')
    .replace(':id', 'nobody')
    .replace(':code', 'NOBODY')

describe('role × endpoint', () => {
  let api: ApiUnderTest
  let world: World
  const declared: { method: string; url: string; access: Access | undefined }[] = []

  beforeAll(async () => {
    let kept: ApiDeps | undefined
    api = await startApi({
      change: (deps) => {
        kept = deps
        return deps
      },
    })
    const deps = kept as unknown as ApiDeps
    const { Registry } = await import('prom-client')
    const listing = createApi({ ...deps, metrics: new Registry(), logger: false })
    listing.addHook('onRoute', ({ method, url, config }) => {
      if (method !== 'HEAD') declared.push({ method: String(method), url, access: config?.access })
    })
    await listing.ready()
    await listing.close()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  it('the table names every route, and every route says who may call it', () => {
    const ours = declared.filter(({ url }) => !url.startsWith('/docs'))
    const routes = ours.map(({ method, url }) => `${method} ${url}`).sort()
    const named = table.map(([method, url]) => `${method} ${url.split('?')[0]}`).sort()
    expect(routes).toEqual(named)
    expect(ours.filter(({ access }) => access === undefined)).toEqual([])
  })

  it.each(table)('%s %s', async (method, url, who, body) => {
    const path = concrete(url)
    const nobody = await api.call(method, path, undefined, body)
    if (who === 'public') {
      expect([401, 403]).not.toContain(
        nobody.body.code === 'INVALID_CREDENTIALS' ? 0 : nobody.status,
      )
      return
    }
    expect(nobody).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
    const wrong = await api.call(method, path, 'A'.repeat(43), body)
    expect(wrong.status).toBe(401)
    for (const role of ROLES) {
      // An open stream never ends by itself: live.test.ts watches it.
      if (url.endsWith('/live') && who.includes(role)) continue
      const token = method === 'DELETE' ? await api.login(role) : world.tokens[role]
      const { status } = await api.call(method, path, token, body)
      if (who.includes(role)) expect([401, 403, 500], `${role}: ${status}`).not.toContain(status)
      else expect(status, role).toBe(403)
    }
  })

  it.each([
    '/v1/enterprises/ent-b',
    '/v1/stations/st-b',
    '/v1/scales/scale-b',
    '/v1/devices/st-b/dev-1',
    '/v1/cylinders/CYL-b',
    '/v1/cylinders/CYL-b/trace',
    '/v1/cylinders/CYL-b/label.svg',
  ])('%s of another enterprise or region is not there', async (url) => {
    for (const role of ['office', 'station', 'courier', 'lab', 'regulator']) {
      const { status } = await api.call('GET', url, world.tokens[role])
      expect(status, role).toBe(404)
      const own = await api.call('GET', url.replace(/-b\b/, '-a'), world.tokens[role])
      expect(own.status, role).toBe(200)
    }
    expect((await api.call('GET', url, world.tokens['admin'])).status).toBe(200)
  })

  it.each(['enterprises', 'stations', 'scales', 'devices', 'cylinders'])(
    'the list of %s shows only what is in reach',
    async (list) => {
      for (const role of ['office', 'regulator']) {
        const { body } = await api.call('GET', `/v1/${list}`, world.tokens[role])
        expect(body.items.length, role).toBeGreaterThan(0)
        expect(JSON.stringify(body.items), role).not.toMatch(/"(ent|st|scale|CYL)-b"/)
      }
      const { body } = await api.call('GET', `/v1/${list}`, world.tokens['admin'])
      expect(JSON.stringify(body.items)).toMatch(/-b"/)
    },
  )

  it.each([
    ['POST', '/v1/scales/scale-b/lock', reason, 404],
    ['POST', '/v1/stations/st-b/lock', reason, 404],
    ['POST', '/v1/cylinders/CYL-b/quarantine', reason, 404],
    ['POST', '/v1/cylinders/CYL-b/release', reason, 404],
    ['POST', '/v1/cylinders/CYL-b/retire', reason, 404],
    ['POST', '/v1/cylinders/CYL-b/tags', { scheme: 'qr', value: 'v' }, 404],
    ['POST', '/v1/devices/st-b/dev-1/rotate', undefined, 404],
    ['PATCH', '/v1/devices/st-b/dev-1', { disabled: true }, 404],
    ['PATCH', '/v1/scales/scale-b', { toleranceG: 1 }, 404],
    ['POST', '/v1/scales', { id: 'new', stationId: 'st-b' }, 422],
    ['POST', '/v1/devices', { stationId: 'st-b', deviceId: 'd', kind: 'k' }, 422],
    ['POST', '/v1/staff', { enterpriseId: 'ent-b', operator: 's-1' }, 422],
    ['POST', '/v1/stations', { id: 'n', name: 'n', region: '370302', enterpriseId: 'ent-b' }, 422],
    ['POST', '/v1/cylinders', cylinderBody('NEW-b', { ownerId: 'ent-b' }), 422],
  ])('%s %s by an office of another enterprise', async (method, url, body, status) => {
    const answer = await api.call(method, url, world.tokens['office'], body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  })
})
