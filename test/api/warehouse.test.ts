import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld } from './sales-world.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

let api: ApiUnderTest
let world: SalesWorld
let otherOffice: string
/** What the job does every five seconds. */
const book = () => new CustodyBooks(api.database.pool).book(api.clock.now, toTheEnd)
const get = (url: string, role = 'office') => api.call('GET', url, world.tokens[role])

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  otherOffice = await api.login('office-b')
  await world.post('/v1/sites', {
    id: 'depot-a',
    name: '城西供应站',
    kind: 'supply',
    region: '370302',
    enterpriseId: 'ent-a',
    licenceNo: 'RQ-1',
    licenceUntil: '2030-01-01',
    address: '西路 1 号',
    capacityCylinders: 2,
  })
  await world.post('/v1/vehicles', {
    id: 'van-a',
    enterpriseId: 'ent-a',
    kind: 'car',
    plateNo: '鲁C·12345',
    capacityG: 100_000,
  })
}, 60_000)
afterAll(() => api?.close())

const scan = (code: string, more: object = {}) => ({
  code,
  condition: 'full',
  appearanceOk: true,
  leakFree: true,
  ...more,
})
const move = (way: 'in' | 'out', codes: readonly object[], more: object = {}, site = 'depot-a') =>
  world.post(`/v1/sites/${site}/stock-${way}`, { cylinders: codes, ...more }, 'station')

describe('sites', () => {
  it('are filling stations and others, of one enterprise, in one list', async () => {
    const { body } = await get('/v1/sites')
    expect(body.items.map(({ id, kind }: Json) => [id, kind])).toEqual([
      ['depot-a', 'supply'],
      ['st-a', 'filling'],
    ])
    expect((await get('/v1/sites?kind=supply')).body.items[0]).toMatchObject({
      address: '西路 1 号',
      capacityCylinders: 2,
    })
  })

  it.each([
    [{ kind: 'tank-farm' }, 400, '/kind'],
    [{ id: 'Depot' }, 400, '/id'],
    [{ capacityCylinders: 0 }, 400, '/capacityCylinders'],
    [{ enterpriseId: 'ent-b' }, 422, '/enterpriseId'],
    [{ id: 'st-b' }, 409, '/id'],
  ])('refuse %j by field', async (wrong, status, path) => {
    const good = { id: 'x', name: 'x', kind: 'shop', region: '370302', enterpriseId: 'ent-a' }
    const { status: answered, body } = await world.post('/v1/sites', { ...good, ...wrong })
    expect(answered).toBe(status)
    expect(body.errors?.[0]?.path ?? body.path).toBe(path)
  })

  it('are changed by their own office only', async () => {
    const change = { capacityCylinders: 3 }
    expect((await api.call('PATCH', '/v1/sites/depot-a', otherOffice, change)).status).toBe(404)
    const { body } = await api.call('PATCH', '/v1/sites/depot-a', world.tokens['office'], change)
    expect(body.capacityCylinders).toBe(3)
  })

  it('have no licence to fill when they are no filling station', async () => {
    const { body } = await get('/v1/sites/depot-a')
    expect(body.licenceUntil).toBe('2030-01-01')
    await world.cylinder('GATE-1', { content: 'empty' })
    const event = {
      id: randomUUID(),
      type: 'fill.completed' as const,
      at: api.clock.now as never,
      stationId: 'depot-a',
      operator: 's-1',
      body: { scale: 'scale-a', grossG: 31_000, tareG: 16_480 },
    }
    const result = await api.recorder.record('GATE-1', event)
    const codes = result?.ok === true ? result.recorded.findings.map(({ code }) => code) : []
    expect(codes).toContain('FILL_STATION_UNLICENSED')
  })
})

describe('stock', () => {
  it('R000-4.3.3.5a goes in with what was seen, and stands there in its zone', async () => {
    await world.cylinder('IN-1')
    await world.cylinder('IN-2')
    const { status, body } = await move('in', [
      scan('IN-1'),
      scan('IN-2', { condition: 'empty', leakFree: undefined }),
    ])
    expect([status, body.warnings]).toEqual([201, []])
    await book()
    const stock = (await get('/v1/sites/depot-a/stock')).body
    expect(stock.items.map(({ code, zone }: Json) => [code, zone])).toEqual([
      ['IN-1', 'full'],
      ['IN-2', 'empty'],
    ])
    expect(stock).toMatchObject({ cylinders: 2, massG: 14_900, bookedAt: expect.any(String) })
    const trace = await get('/v1/cylinders/IN-1/trace')
    expect(trace.body.cylinder.custody).toMatchObject({ kind: 'station', id: 'depot-a' })
    expect((await get('/v1/sites/depot-a/stock?zone=empty')).body.items).toHaveLength(1)
  })

  it('R000-4.3.3.5c a damaged one is taken in and stops', async () => {
    await world.cylinder('IN-3')
    const { body } = await move('in', [scan('IN-3', { appearanceOk: false })])
    expect(body.cylinders[0].findings.map(({ code }: Json) => code)).toContain('DAMAGED')
  })

  it('more than the site may hold is told, never refused', async () => {
    await world.cylinder('IN-4')
    await move('in', [scan('IN-4')])
    await book()
    await world.cylinder('IN-5')
    const { status, body } = await move('in', [scan('IN-5')])
    expect(status).toBe(201)
    expect(body.warnings).toEqual([
      { code: 'CAPACITY_EXCEEDED', measured: 4, limit: 3, unit: 'cylinders' },
    ])
  })

  it('R000-4.3.3.5b a request to let a blocked one out is refused with clause; that it went is a fact', async () => {
    const { status, body } = await move('out', [scan('IN-3')], { vehicleId: 'van-a' })
    expect([status, body.code, body.rule, body.path]).toEqual([
      409,
      'CYLINDER_BLOCKED',
      'DAMAGED',
      '/cylinders/0',
    ])
    expect(body.clause).toMatch(/^R00/)
    const leaking = await move('out', [scan('IN-5', { leakFree: false })])
    expect([leaking.status, leaking.body.rule]).toEqual([409, 'LEAKING'])
    // What was seen stands in its life: a second look does not let it out.
    const again = await move('out', [scan('IN-5')])
    expect([again.status, again.body.rule]).toEqual([409, 'LEAKING'])
    const { body: life } = await get('/v1/cylinders/IN-5/trace')
    expect(life.events.at(-1)).toMatchObject({ type: 'stock.in', findings: [{ code: 'LEAKING' }] })
    expect(life.cylinder.custody).toMatchObject({ kind: 'station', id: 'depot-a' })
    api.clock.now += 60_000
    const happenedAt = new Date(api.clock.now).toISOString()
    const fact = await move('out', [scan('IN-3')], { vehicleId: 'van-a', happenedAt })
    expect(fact.status).toBe(201)
    expect(fact.body.cylinders[0].findings.map(({ code }: Json) => code)).toContain(
      'MOVED_WHILE_BLOCKED',
    )
  })

  it('goes out into a vehicle, named by id or by plate', async () => {
    const { status } = await move('out', [scan('IN-1')], { vehicleId: 'van-a' })
    expect(status).toBe(201)
    const { body } = await get('/v1/cylinders/IN-1')
    expect(body.custody).toMatchObject({ kind: 'vehicle', id: 'van-a' })
    const foreign = await move('out', [scan('IN-4')], { vehicleId: 'van-b' })
    expect([foreign.status, foreign.body.path]).toEqual([422, '/vehicleId'])
  })

  it.each([
    [[], 400, '/cylinders'],
    [[{ code: 'IN-4', condition: 'half', appearanceOk: true }], 400, '/cylinders/0/condition'],
    [[{ code: 'NOBODY', condition: 'full', appearanceOk: true }], 422, '/cylinders/0/code'],
    [[scan('IN-4'), scan('IN-4')], 422, '/cylinders/1'],
  ])('refuses %j by field and writes nothing', async (list, status, path) => {
    const { status: answered, body } = await move('in', list)
    expect(answered).toBe(status)
    expect(body.errors?.[0]?.path ?? body.path).toBe(path)
  })

  it('is no other enterprise’s business', async () => {
    const body = { cylinders: [scan('IN-4')] }
    expect((await api.call('POST', '/v1/sites/depot-a/stock-in', otherOffice, body)).status).toBe(
      404,
    )
    expect((await api.call('GET', '/v1/sites/depot-a/stock', otherOffice)).status).toBe(404)
  })

  it('is written once, however often it is sent', async () => {
    await world.cylinder('ONCE-1')
    const headers = {
      authorization: `Bearer ${world.tokens['station']}`,
      'idempotency-key': 'in-1',
    }
    const body = { cylinders: [scan('ONCE-1')] }
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        api.call('POST', '/v1/sites/depot-a/stock-in', undefined, body, { headers }),
      ),
    )
    expect(new Set(answers.map(({ body: one }) => JSON.stringify(one))).size).toBe(1)
    const { body: trace } = await get('/v1/cylinders/ONCE-1/trace')
    expect(trace.events.filter(({ type }: Json) => type === 'stock.in')).toHaveLength(1)
  })
})

describe('balances', () => {
  it('add up to the registry, are seen by whoever owns or holds, and explain what moved', async () => {
    await book()
    const { body } = await get('/v1/balances', 'admin')
    const { rows } = await api.database.pool.query(
      'select count(*)::int as n from cylinder where code is not null',
    )
    expect(body.cylinders).toBe(rows[0].n)
    expect(body.items.reduce((sum: number, one: Json) => sum + one.cylinders, 0)).toBe(rows[0].n)
    const own = (await get('/v1/balances')).body
    expect(own.cylinders).toBe(rows[0].n - 1)
    expect(own.items.every(({ enterpriseId }: Json) => enterpriseId === 'ent-a')).toBe(true)
    expect((await api.call('GET', '/v1/balances', otherOffice)).body.cylinders).toBe(1)
    const url = '/v1/balances/movements?from=2026-11-20&to=2026-11-20'
    for (const row of (await get(url)).body.items) {
      expect(row.opening + row.came - row.went).toBe(row.closing)
    }
    const vehicle = (await get(`${url}&kind=vehicle`)).body.items
    expect(vehicle).toMatchObject([
      { holder: 'van-a', opening: 0, came: 2, cameFrom: { station: 2 }, went: 0, closing: 2 },
    ])
  })

  it('are paged', async () => {
    const first = (await get('/v1/balances?limit=1')).body
    const second = (await get(`/v1/balances?limit=1&cursor=${first.next}`)).body
    expect(second.items[0]).not.toEqual(first.items[0])
    expect((await get('/v1/balances?cursor=x')).body.code).toBe('INVALID_CURSOR')
    expect((await get('/v1/balances/movements?from=2026-11-20&to=2026-11-19')).status).toBe(400)
  })
})

describe('vehicles', () => {
  it('have plates of their kind', async () => {
    const { body } = await get('/v1/vehicles/van-a')
    expect(body).toMatchObject({ plateNo: '鲁C12345', plateType: 'standard', lastPosition: null })
    const trike = {
      id: 'trike-1',
      enterpriseId: 'ent-a',
      kind: 'three-wheeler',
      plateNo: '淄博 电 0815',
    }
    expect((await world.post('/v1/vehicles', trike)).body.plateType).toBe('free-text')
    const wrong = await world.post('/v1/vehicles', { ...trike, id: 'v-9', kind: 'car' })
    expect([wrong.status, wrong.body.path]).toEqual([422, '/plateNo'])
    const free = { ...trike, id: 'v-9', kind: 'car', plateNo: '临 0815', plateType: 'free-text' }
    expect((await world.post('/v1/vehicles', free)).status).toBe(201)
    expect((await world.post('/v1/vehicles', { ...free, id: 'v-10' })).status).toBe(409)
    expect((await api.call('GET', '/v1/vehicles/van-a', otherOffice)).status).toBe(404)
  })

  it('send their way in bulk, twice, and with bad points', async () => {
    const at = (s: number) => new Date(api.clock.now - 3_600_000 + s * 1000).toISOString()
    const points: Json[] = Array.from({ length: 2000 }, (_, s) => ({
      at: at(s),
      lat: 36.8 + s / 1e5,
      lon: 118.05,
      speedKmh: 30,
    }))
    points[7] = { at: at(7), lat: 136.8, lon: 118 }
    points[9] = { lat: 36.8, lon: 118 }
    points[10] = 'x'
    points[11] = { at: new Date(api.clock.now + 600_000).toISOString(), lat: 36.8, lon: 118 }
    const send = () => world.post('/v1/vehicles/van-a/track', { points }, 'courier')
    const first = await send()
    expect(first.body).toMatchObject({ received: 2000, added: 1996, repeated: 0 })
    expect(first.body.rejected.map(({ index, path }: Json) => [index, path])).toEqual([
      [7, '/points/7/lat'],
      [9, '/points/9/at'],
      [10, '/points/10'],
      [11, '/points/11/at'],
    ])
    expect(first.body.rejected.map(({ messageZh }: Json) => messageZh)).toEqual([
      '应为 -90 至 90 的数（单位：°）',
      '缺少此项',
      '应为对象',
      '晚于现在',
    ])
    expect((await send()).body).toMatchObject({ added: 0, repeated: 1996 })
    const url = `/v1/vehicles/van-a/track?from=${at(0)}&to=${at(10)}&limit=5`
    const page = (await get(url)).body
    expect(page.items).toHaveLength(5)
    expect((await get(`${url}&cursor=${page.next}`)).body.items).toHaveLength(3)
    expect((await get('/v1/vehicles/van-a')).body.lastPosition).toMatchObject({ at: at(1999) })
    const foreign = await api.call('POST', '/v1/vehicles/van-a/track', otherOffice, { points })
    expect(foreign.status).toBe(404)
  })

  it('have papers, and what ends is listed with those of people', async () => {
    const paper = { kind: 'insurance', paperNo: 'INS-1', validUntil: '2026-12-01' }
    expect((await world.post('/v1/vehicles/van-a/papers', paper)).status).toBe(201)
    expect((await world.post('/v1/vehicles/van-a/papers', paper)).status).toBe(409)
    const nameless = { ...paper, kind: 'other', paperNo: 'X' }
    expect((await world.post('/v1/vehicles/van-a/papers', nameless)).body.path).toBe('/title')
    await world.post('/v1/staff', { enterpriseId: 'ent-a', operator: 'd-1' })
    const certificate = { enterpriseId: 'ent-a', operator: 'd-1', kind: 'driver' }
    await world.post('/v1/staff-certificates', {
      ...certificate,
      certificateNo: 'D-1',
      validUntil: '2026-11-19',
    })
    const due = async () =>
      (await get('/v1/papers/due')).body.items.map((one: Json) => [
        one.holderId,
        one.kind,
        one.expired,
      ])
    expect(await due()).toEqual([
      ['d-1', 'driver', true],
      ['van-a', 'insurance', false],
    ])
    const page = (await get('/v1/papers/due?limit=1')).body
    expect((await get(`/v1/papers/due?limit=1&cursor=${page.next}`)).body.items[0].holder).toBe(
      'vehicle',
    )
    await world.post('/v1/vehicles/van-a/papers', {
      ...paper,
      paperNo: 'INS-2',
      validUntil: '2027-12-01',
    })
    expect(await due()).toEqual([['d-1', 'driver', true]])
    expect((await api.call('GET', '/v1/papers/due', otherOffice)).body.items).toEqual([])
  })
})
