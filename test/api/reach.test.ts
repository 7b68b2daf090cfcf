import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Registry } from 'prom-client'
import { z } from 'zod'
import { createApi } from '#api/create-api.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { ids, ownTables, plantRows, uuidOf } from '#test/store/planted-rows.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, ROLES, type World } from './small-world.ts'

/** What an address names, and the id of the one that enterprise b has. A new resource is added here. */
const NAMED: Readonly<Record<string, string>> = {
  enterprises: 'ent-b',
  stations: 'st-b',
  sites: 'st-b',
  scales: 'scale-b',
  cylinders: 'CYL-b',
  users: ids('b').user,
  customers: ids('b').customer,
  events: uuidOf('event', 'b'),
  orders: uuidOf('sale_order', 'b'),
  contracts: uuidOf('supply_contract', 'b'),
  sessions: uuidOf('session', 'b'),
  vehicles: uuidOf('vehicle', 'b'),
  trips: uuidOf('trip', 'b'),
  'stock-counts': uuidOf('stock_count', 'b'),
  'vehicle-papers': uuidOf('vehicle_paper', 'b'),
  'staff-certificates': uuidOf('staff_certificate', 'b'),
  badges: 'badge-b'.padEnd(22, 'b'),
  'inspection-batches': uuidOf('inspection_batch', 'b'),
  'rejected-messages': '3',
  'safety-inspections': uuidOf('safety_inspection', 'b'),
  rectifications: uuidOf('rectification', 'b'),
  'supply-suspensions': uuidOf('supply_suspension', 'b'),
  'repair-proofs': uuidOf('repair_proof', 'b'),
  'residual-claims': uuidOf('residual_claim', 'b'),
  returns: uuidOf('cylinder_return', 'b'),
  repairs: uuidOf('service_case', 'b'),
  incidents: uuidOf('service_case', 'b'),
  complaints: uuidOf('service_case', 'b'),
  'company-hazards': uuidOf('service_case', 'b'),
  'gas-receipts': uuidOf('event', 'b'),
  'gas-tests': uuidOf('event', 'b'),
  'identity-cases': '3',
  journal: uuidOf('journal_entry', 'b'),
  receipts: uuidOf('receipt', 'b'),
  deposits: uuidOf('deposit', 'b'),
  inbox: uuidOf('notification', 'b'),
  objects: '03'.repeat(32),
  tanks: 'st-b',
  devices: 'st-b',
  'public-notices': uuidOf('public_notice', 'b'),
  'home-refusals': uuidOf('home_refusal', 'b'),
  'home-plans': uuidOf('home_plan', 'b'),
  'supply-warnings': uuidOf('supply_warning', 'b'),
  'public-texts': uuidOf('public_text', 'b'),
  evaluations: uuidOf('evaluation', 'b'),
  'supervision-cases': uuidOf('supervision_case', 'b'),
  'spot-checks': uuidOf('spot_check', 'b'),
  anomalies: uuidOf('anomaly', 'b'),
  'mismatch-reports': uuidOf('mismatch_report', 'b'),
  dossiers: uuidOf('dossier', 'b'),
  epcis: `urn:uuid:${uuidOf('event', 'b')}`,
}

/** Names nothing of an enterprise: law, calendar, wording of one's own; or what is meant for everybody. */
const NOBODYS =
  /^\/v1\/(clauses|regions|rule-profiles|anomaly-thresholds|calendar|notification-templates|public|kpis)\//

/** Parameters beside the first one. */
const MORE: Readonly<Record<string, string>> = {
  deviceId: 'dev-1',
  agentId: uuidOf('customer_agent', 'b'),
  premisesId: uuidOf('premises', 'b'),
  eventId: uuidOf('event', 'b'),
}

const PERIOD = '?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z'
const QUERIES: Readonly<Record<string, string>> = {
  '/v1/vehicles/:id/track': PERIOD,
  '/v1/tanks/:stationId/:id/balance': PERIOD,
  '/v1/tanks/:stationId/:id/mass-balance': PERIOD,
  '/v1/objects/:sha256': '?reason=why',
}

type Route = {
  readonly method: string
  readonly url: string
  readonly access: unknown
  readonly body: Json
}

const concrete = (url: string): string | null => {
  const parts = url.replace('/v1/me/', '/v1/').split('/')
  const named = NAMED[parts[2] ?? '']
  let first = true
  const filled = url.split('/').map((part) => {
    if (!part.startsWith(':')) return part
    const more = first ? named : (MORE[part.slice(1)] ?? `${parts[2]}-b`)
    first = false
    return more
  })
  return filled.includes(undefined) ? null : filled.join('/') + (QUERIES[url] ?? '')
}

/** A body that has a chance: what is required, by type; bounds and patterns as far as they are common here. */
const guess = (schema: Json): Json => {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice !== undefined) return guess(choice[0])
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key: string) => [key, guess(schema.properties[key])]),
      )
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [guess(schema.items ?? {})] : []
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      if (schema.format === 'uuid') return ids('b').customer
      if (schema.format === 'date') return '2026-11-19'
      if (schema.format === 'date-time') return '2026-11-19T08:00:00.000Z'
      return 'x'.repeat(Math.max(1, schema.minLength ?? 1))
  }
}

const bodyOf = (schema: unknown): Json => {
  if (!(schema instanceof z.ZodType)) return undefined
  try {
    return guess(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  } catch {
    return {}
  }
}

describe('ids guessed from another enterprise and region', () => {
  let api: ApiUnderTest
  let world: World
  let tables: string[]
  const routes: Route[] = []

  /** Everything that is of enterprise b, as text. */
  const stateOfB = async (): Promise<string> => {
    const { rows } = await api.database.pool.query<{ row: string }>(
      tables
        .filter((table) => !['idempotency_key', 'session', 'app_user'].includes(table))
        .map(
          (table) =>
            `select '${table} ' || t::text as row from ${table} t where t::text ~ '(ent|st|scale|CYL)-b|30000000|^\\(3,'`,
        )
        .join(' union all ') + ' order by 1',
    )
    return rows.map(({ row }) => row).join('\n')
  }

  beforeAll(async () => {
    let taken: ApiDeps | undefined
    api = await startApi({
      change: (given) => {
        taken = given
        return given
      },
    })
    const listing = createApi({ ...(taken as ApiDeps), metrics: new Registry() })
    listing.addHook('onRoute', ({ method, url, config, schema }) => {
      const named = url.startsWith('/v1/') && url.includes(':') && method !== 'HEAD'
      const access = config?.access
      if (!named || access === 'public' || NOBODYS.test(url)) return
      routes.push({ method: String(method), url, access, body: bodyOf(schema?.body) })
    })
    await listing.ready()
    await listing.close()
    world = await buildWorld(api)
    tables = (await ownTables(api.database.pool)).filter((table) => table !== 'schema_migration')
    const kept = [
      'enterprise',
      'station',
      'scale',
      'site_version',
      'calendar_coverage',
      'custody_book',
      'pii_index_key',
    ]
    await plantRows(
      api.database.pool,
      tables.filter(
        (table) => !kept.includes(table) && !/^(cylinder_event|weight_sample)$/.test(table),
      ),
      ['b'],
    )
    await api.database.pool.query(`update tank set id = 'tanks-b'`)
    await api.database.pool.query('update badge set token = $1', [NAMED['badges']])
    await api.database.pool.query(
      `update stored_object set sha256 = decode(repeat('03', 32), 'hex')`,
    )
  })
  afterAll(() => api.close())

  it('every address with an id is known here', () => {
    expect(routes.length).toBeGreaterThan(100)
    expect(routes.filter(({ url }) => concrete(url) === null).map(({ url }) => url)).toEqual([])
  })

  it('no role gets or changes anything', async () => {
    const before = await stateOfB()
    expect(before.length).toBeGreaterThan(1000)
    const reached: string[] = []
    const wrong: string[] = []
    for (const { method, url, access, body } of routes) {
      for (const role of ROLES) {
        if (role === 'admin') continue
        const address = concrete(url) ?? url
        const answer = await api.call(method, address, world.tokens[role], body)
        const line = `${role} ${method} ${address}: ${answer.status} ${answer.body.code}`
        const refused = [401, 403, 404].includes(answer.status)
        // A write with a guessed body may fail before it is asked whose it is; a read may not.
        const unread = method !== 'GET' && [400, 415, 422].includes(answer.status)
        if (!refused && !unread) wrong.push(line)
        if (answer.status === 404 && (access as string[]).includes(role)) reached.push(line)
        if (/ent-b|"st-b|30000000-/.test(JSON.stringify(answer.body).replaceAll(address, ''))) {
          wrong.push(`${line} tells ${JSON.stringify(answer.body)}`)
        }
      }
    }
    expect(wrong).toEqual([])
    // So many got as far as the question whose it is.
    expect(reached.length).toBeGreaterThan(200)
    expect(await stateOfB()).toBe(before)
  })
})
