import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Access } from '#api/access.ts'
import { createApi } from '#api/create-api.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { accountAccess } from './access/account-access.ts'
import { gasAccess } from './access/gas-access.ts'
import { homeAccess } from './access/home-access.ts'
import { moneyAccess } from './access/money-access.ts'
import { peopleAccess } from './access/people-access.ts'
import { publicAccess } from './access/public-access.ts'
import { qualityAccess } from './access/quality-access.ts'
import { registryAccess } from './access/registry-access.ts'
import { salesAccess } from './access/sales-access.ts'
import { serviceAccess } from './access/service-access.ts'
import { supervisionAccess } from './access/supervision-access.ts'
import { systemAccess } from './access/system-access.ts'
import { warehouseAccess } from './access/warehouse-access.ts'
import { type AccessRow, reason, UUID } from './access/access-row.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, ROLES, type World } from './small-world.ts'

/** Every endpoint: who may call it. Written from the design, compared with what the routes declare. */
const table: readonly AccessRow[] = [
  ...accountAccess,
  ...gasAccess,
  ...homeAccess,
  ...moneyAccess,
  ...peopleAccess,
  ...publicAccess,
  ...qualityAccess,
  ...registryAccess,
  ...salesAccess,
  ...serviceAccess,
  ...supervisionAccess,
  ...systemAccess,
  ...warehouseAccess,
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
