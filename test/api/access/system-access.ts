import { type AccessRow, ALL, STAFF, period } from './access-row.ts'

export const systemAccess: readonly AccessRow[] = [
  ['GET', '/v1/rejected-messages', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/rejected-messages/:id', ['admin', 'office', 'station', 'regulator']],
  ['POST', '/v1/rejected-messages/:id/replay', ['admin', 'office']],
  ['POST', '/v1/objects', ['admin', 'office', 'station', 'courier', 'regulator']],
  ['GET', '/v1/objects/:sha256', ['admin', 'office', 'regulator']],
  ['GET', '/v1/work-items', ['admin', 'office', 'station', 'regulator']],
  ['GET', '/v1/work-items/summary', ['admin', 'office', 'station', 'regulator']],
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
]
