import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld } from './sales-world.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

let api: ApiUnderTest
let world: SalesWorld
let otherOffice: string
const book = () => new CustodyBooks(api.database.pool).book(api.clock.now, toTheEnd)
const get = (url: string) => api.call('GET', url, world.tokens['office'])
const post = (url: string, body: object) => world.post(url, body, 'station')

const scan = (code: string, condition: string) => ({ code, condition, appearanceOk: true })
const stockIn = (siteId: string, list: object[]) =>
  post(`/v1/sites/${siteId}/stock-in`, { cylinders: list })

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  otherOffice = await api.login('office-b')
  for (const id of ['depot-a', 'depot-c']) {
    const site = { id, name: id, kind: 'supply', region: '370302', enterpriseId: 'ent-a' }
    await world.post('/v1/sites', site)
  }
  for (const code of ['S-1', 'S-2', 'S-3', 'S-4', 'S-5', 'S-6']) await world.cylinder(code)
  await stockIn('depot-a', [
    scan('S-1', 'full'),
    scan('S-2', 'full'),
    scan('S-3', 'full'),
    scan('S-5', 'full'),
  ])
  await stockIn('depot-c', [scan('S-4', 'full')])
  await book()
  api.clock.now += 60_000
}, 60_000)
afterAll(() => api?.close())

describe('a stock count', () => {
  let count: Json

  it('is opened once a site, by whoever may', async () => {
    const opened = await post('/v1/stock-counts', { siteId: 'depot-a' })
    expect(opened.status).toBe(201)
    count = opened.body
    expect((await post('/v1/stock-counts', { siteId: 'depot-a' })).body.code).toBe('COUNT_OPEN')
    const foreign = await post('/v1/stock-counts', { siteId: 'st-b' })
    expect([foreign.status, foreign.body.path]).toEqual([422, '/siteId'])
    const url = `/v1/stock-counts/${count.id}`
    expect((await api.call('GET', url, otherOffice)).status).toBe(404)
    expect((await api.call('POST', `${url}/close`, otherOffice, {})).status).toBe(404)
  })

  it('takes scans in bulk and one by one, each code once, also at the same moment', async () => {
    const url = `/v1/stock-counts/${count.id}/scans`
    api.clock.now += 60_000
    const scans = [
      { code: 'S-1', condition: 'full' },
      { code: 'S-3', condition: 'empty' },
      { code: 'S-4' },
      { code: 'S-4' },
      { code: 'NOBODY-1' },
      { code: 'CYL-b' },
    ]
    expect((await post(url, { scans })).body).toEqual({
      received: 6,
      added: 5,
      repeated: 1,
      scanned: 5,
    })
    const one = { scans: [{ code: 'S-5' }] }
    const answers = await Promise.all([1, 2, 3].map(() => post(url, one)))
    expect(answers.reduce((sum, { body }) => sum + body.added, 0)).toBe(1)
    const wrong = await post(url, { scans: [{ code: 'S-1' }, { code: '?' }] })
    expect(wrong.body.errors[0].path).toBe('/scans/1/code')
  })

  it('leaves out what left or arrived while people counted', async () => {
    api.clock.now += 60_000
    const out = { cylinders: [{ ...scan('S-5', 'full'), leakFree: true }] }
    expect((await post('/v1/sites/depot-a/stock-out', out)).status).toBe(201)
    await stockIn('depot-a', [scan('S-6', 'full')])
    await book()
    const closed = await post(`/v1/stock-counts/${count.id}/close`, {})
    expect(closed.body).toMatchObject({
      state: 'closed',
      scanned: 6,
      missing: 1,
      unexpected: 2,
      wrongCondition: 1,
      unregistered: 1,
      unresolved: 5,
    })
    expect((await post(`/v1/stock-counts/${count.id}/close`, {})).body.code).toBe('COUNT_CLOSED')
    const late = await post(`/v1/stock-counts/${count.id}/scans`, { scans: [{ code: 'S-2' }] })
    expect(late.body.code).toBe('COUNT_CLOSED')
  })

  it('says of each difference where it was believed to be, but nothing of what is not ours', async () => {
    const { body } = await get(`/v1/stock-counts/${count.id}/differences`)
    const told = body.items.map(({ code, kind, believed }: Json) => [
      code,
      kind,
      believed?.kind,
      believed?.id,
    ])
    expect(told).toEqual([
      ['CYL-b', 'unexpected', 'unknown', null],
      ['NOBODY-1', 'unregistered', undefined, undefined],
      ['S-2', 'missing', 'station', 'depot-a'],
      ['S-3', 'wrong-condition', 'station', 'depot-a'],
      ['S-4', 'unexpected', 'station', 'depot-c'],
    ])
    const page = (await get(`/v1/stock-counts/${count.id}/differences?limit=2`)).body
    const next = await get(`/v1/stock-counts/${count.id}/differences?limit=2&cursor=${page.next}`)
    expect(next.body.items[0].code).toBe('S-2')
  })

  it('is settled by a person with a reason, which writes events', async () => {
    const url = `/v1/stock-counts/${count.id}/differences`
    const resolve = (code: string, body: object) => post(`${url}/${code}/resolve`, body)
    const seen = { reason: '现场核对', condition: 'empty', appearanceOk: true }
    const misfit = await resolve('S-2', { ...seen, resolution: 'taken-in' })
    expect([misfit.status, misfit.body.path]).toEqual([422, '/resolution'])
    const nobody = { resolution: 'moved', reason: 'x', to: { kind: 'vehicle', id: 'no-van' } }
    expect((await resolve('S-2', nobody)).body.path).toBe('/to/id')
    const noLab = { ...nobody, to: { kind: 'lab', id: 'no-lab' } }
    expect(await resolve('S-2', noLab)).toMatchObject({ status: 422, body: { path: '/to/id' } })
    expect((await resolve('S-2', { resolution: 'lost' })).status).toBe(400)

    const moved = {
      resolution: 'moved',
      reason: '在城东库',
      to: { kind: 'station', id: 'depot-c' },
    }
    const two = await Promise.all([
      resolve('S-2', moved),
      resolve('S-2', { resolution: 'lost', reason: '找不到' }),
    ])
    expect(two.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
    expect((await resolve('S-3', { ...seen, resolution: 'taken-in' })).status).toBe(200)
    const taken = { ...seen, resolution: 'taken-in', condition: 'full' }
    expect((await resolve('S-4', taken)).status).toBe(200)
    expect((await resolve('S-4', taken)).status).toBe(200)
    expect((await resolve('S-4', { ...taken, reason: '另一个' })).body.code).toBe(
      'ALREADY_RESOLVED',
    )
    expect(
      (await resolve('NOBODY-1', { resolution: 'noted', reason: '外来空瓶' })).body.difference
        .eventId,
    ).toBeNull()
    expect((await resolve('CYL-b', { resolution: 'misread', reason: '看错' })).status).toBe(200)

    const trace = (await get('/v1/cylinders/S-4/trace')).body
    expect(trace.cylinder.custody).toMatchObject({ kind: 'station', id: 'depot-a' })
    expect(trace.events.filter(({ type }: Json) => type === 'stock.in')).toHaveLength(2)
    await book()
    const stock = (await get('/v1/sites/depot-a/stock?zone=empty')).body.items
    expect(stock.map(({ code }: Json) => code)).toEqual(['S-3'])
    expect((await get(`/v1/stock-counts/${count.id}`)).body.unresolved).toBe(0)
    expect((await get(url)).body.items).toEqual([])
  })

  it('of one zone looks for that zone only', async () => {
    api.clock.now += 60_000
    const { body: zone } = await post('/v1/stock-counts', { siteId: 'depot-a', zone: 'empty' })
    await post(`/v1/stock-counts/${zone.id}/scans`, { scans: [{ code: 'S-3' }, { code: 'S-1' }] })
    const { body } = await post(`/v1/stock-counts/${zone.id}/close`, {})
    expect(body).toMatchObject({ expected: 1, missing: 0, wrongCondition: 1, unexpected: 0 })
  })
})
