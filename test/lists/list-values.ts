import type { PageList } from './page-lists.ts'

type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Values that the city knows, by name of the parameter. `@` before it: of one path alone. */
const sampled: Readonly<Record<string, string>> = {
  stationId: `select id from station where kind = 'filling' order by id limit 1`,
  station: `select id from station where kind = 'filling' order by id limit 1`,
  siteId: `select id from station where kind = 'filling' order by id limit 1`,
  enterpriseId: `select id from enterprise order by id limit 1`,
  enterprise: `select id from enterprise order by id limit 1`,
  ownerId: `select id from enterprise order by id limit 1`,
  labId: `select lab_id from inspection_batch limit 1`,
  operator: `select operator from staff where certified_until is not null order by 1 limit 1`,
  scale: `select id from scale order by id limit 1`,
  tank: `select id from tank order by station_id limit 1`,
  customerId: `select customer_id from sale_order group by 1 order by count(*) desc limit 1`,
  ref: `select customer_id from sale_order group by 1 order by count(*) desc limit 1`,
  premisesId: `select premises_id from safety_inspection group by 1 order by count(*) desc limit 1`,
  courierId: `select courier_id from sale_order where courier_id is not null group by 1 order by count(*) desc limit 1`,
  handlerId: `select id from app_user where role = 'office' order by id limit 1`,
  userId: `select id from app_user where role = 'office' order by id limit 1`,
  code: `select code from cylinder where code is not null order by id limit 1`,
  q: `select left(code, 8) from cylinder where code is not null order by id limit 1`,
  custodyId: `select custody_id from cylinder where custody_kind = 'station' group by 1 order by count(*) desc limit 1`,
  plateNo: `select plate_no from vehicle limit 1`,
  holder: `select holder from custody_place where kind = 'station' group by 1 order by count(*) desc limit 1`,
  vehicleId: `select vehicle from sale_order where vehicle is not null limit 1`,
  model: `select model from cylinder where model is not null group by 1 order by count(*) desc limit 1`,
  receipt: `select event_id from cylinder_life where type = 'gas.received' order by effective_at limit 1`,
  orderId: `select id from sale_order order by id limit 1`,
  subject: `select subject_id from anomaly order by id limit 1`,
  '@/v1/stations/{id}': `select id from station where kind = 'filling' order by id limit 1`,
  '@/v1/sites/{id}': `select id from station where kind = 'filling' order by id limit 1`,
  '@/v1/vehicles/{id}': `select id from vehicle limit 1`,
  '@/v1/stock-counts/{id}': `select id::text from stock_count limit 1`,
  '@/v1/scales/{id}': `select id from scale order by id limit 1`,
  '@/v1/customers/{id}': `select customer_id from sale_order group by 1 order by count(*) desc limit 1`,
  '@/v1/customers/{customerId}': `select customer_id from sale_order group by 1 order by count(*) desc limit 1`,
}

/** Texts that no table has to be asked for. */
const fixed: Readonly<Record<string, string>> = {
  '@/v1/kpis/{id}': 'leak-free',
  region: '3703',
  '@/v1/rule-profiles/{id}': 'cn-3703',
  '@/v1/rejected-messages code': 'INVALID_FIELD',
  '@/v1/work-items kind': 'recall',
  '@/v1/clauses ids': 'F4,F1',
  '@/v1/ratings atMost': '3',
  '@/v1/complaints kind': 'service',
  '@/v1/complaints status': 'open',
  year: '2026',
  topic: 'law',
  sheet: 'cn-3704-annex-2',
  template: 'residual-claim-due',
}

const DAY_MS = 86_400_000

/** What a list needs to answer at all, beyond what the document calls required. */
const always: Readonly<Record<string, readonly string[]>> = {
  '/v1/kpis/{id}/records': ['from', 'to'],
  '/v1/recalls': ['scale', 'from', 'to'],
  '/v1/cash-ups/open': ['enterpriseId'],
  '/v1/notification-templates': ['enterpriseId'],
}

/** What is judged anew takes seconds a month: two days of it do. */
const SHORT = '/v1/rule-profiles/{id}/what-if'
const PAST = ['from', 'on', 'day']
const AHEAD = ['to', 'until', 'by', 'before', 'dueBefore']

/** Days and instants around the end of the city, by what their names mean. */
const timed = (name: string, isDay: boolean, path: string, endMs: number): string | null => {
  const days = path === SHORT ? 2 : 30
  const offset = PAST.includes(name) ? -days : AHEAD.includes(name) ? days : null
  if (offset === null) return null
  const at = new Date(endMs + offset * DAY_MS).toISOString()
  return isDay ? at.slice(0, 10) : at
}

/** A request for a list: its address, and what it is called in the table of results. */
export type ListRequest = { readonly path: string; readonly name: string; readonly url: string }

/**
 * Requests for a list: without a filter, and with each filter in each of its values. Asks the city for values.
 *
 * @throws Error for a parameter that nobody knows a value of: a new filter gets its line above
 */
export const requestsFor = async (
  list: PageList,
  query: Query,
  endMs: number,
): Promise<readonly ListRequest[]> => {
  const valueOf = async (name: string, place: string, isDay = false): Promise<string> => {
    const known = fixed[`@${list.path} ${name}`] ?? fixed[place] ?? fixed[name]
    if (known !== undefined) return known
    const sql = sampled[place] ?? sampled[name]
    if (sql !== undefined) {
      const [row] = await query(sql)
      // A table that the city leaves empty: an id that nobody has.
      const value = Object.values(row ?? {})[0]
      return typeof value === 'string' ? value : '00000000-0000-4000-8000-000000000000'
    }
    const time = timed(name, isDay, list.path, endMs)
    if (time !== null) return time
    throw new Error(`${list.path}: test/lists/list-values.ts knows no value of ${name}`)
  }
  let { path } = list
  for (const [place, name = ''] of list.path.matchAll(/\{(\w+)\}/g)) {
    const upTo = list.path.slice(0, list.path.indexOf(place) + place.length)
    path = path.replace(place, encodeURIComponent(await valueOf(name, `@${upTo}`)))
  }
  const base = new Map<string, string>()
  const needed = always[list.path] ?? []
  for (const { name, required, values, isDay } of list.filters) {
    if (required || needed.includes(name))
      base.set(name, values?.[0] ?? (await valueOf(name, '', isDay)))
  }
  const request = (more: Readonly<Record<string, string>>): ListRequest => {
    const text = new URLSearchParams({ ...Object.fromEntries(base), ...more }).toString()
    const name = Object.entries(more).map(([key, value]) => `${key}=${value}`)
    return { path: list.path, name: name.join(' '), url: `${path}?${text}` }
  }
  const requests = [request({})]
  for (const { name, values, isDay } of list.filters) {
    for (const value of values ?? [await valueOf(name, '', isDay)])
      requests.push(request({ [name]: value }))
  }
  return requests
}
