import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, leaving, type SalesWorld, visit } from './sales-world.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

let api: ApiUnderTest
let world: SalesWorld
let otherOffice: string

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  otherOffice = await api.login('office-b')
  for (const operator of ['d-1', 'e-1']) {
    await world.post('/v1/staff', { enterpriseId: 'ent-a', operator })
  }
  const site = { name: '库', kind: 'supply', enterpriseId: 'ent-a' }
  await world.post('/v1/sites', { ...site, id: 'depot-a', region: '370302' })
  // The same enterprise under Xinjiang's draft, which asks for papers.
  await world.post('/v1/sites', { ...site, id: 'depot-x', region: '650102' })
  const activation = { regionPrefix: '65', from: '2026-11-20', reason: 'test' }
  const activated = await world.post('/v1/rule-profiles/cn-65/activations', activation, 'admin')
  if (activated.status >= 300) throw new Error(JSON.stringify(activated.body))
}, 60_000)
afterAll(() => api?.close())

let n = 0
const vehicle = async (more: object = {}): Promise<string> => {
  const id = `van-${++n}`
  const body = { id, enterpriseId: 'ent-a', kind: 'other', plateNo: `plate ${n}`, ...more }
  const { status } = await world.post('/v1/vehicles', body)
  expect(status).toBe(201)
  return id
}
const open = async (vehicleId: string, more: object = {}): Promise<Json> => {
  const body = { vehicleId, siteId: 'depot-a', driver: 'd-1', ...more }
  const { status, body: trip } = await world.post('/v1/trips', body, 'station')
  expect([status, trip.code]).toEqual([201, undefined])
  return trip
}
const full = (code: string) => ({ code, condition: 'full', appearanceOk: true, leakFree: true })
const empty = (code: string) => ({ code, condition: 'empty', appearanceOk: true })
const load = (trip: Json, list: object[]) =>
  world.post(`/v1/trips/${trip.id}/load`, { cylinders: list }, 'station')
const depart = (trip: Json, body: object = {}) =>
  world.post(`/v1/trips/${trip.id}/depart`, body, 'station')

describe('a trip', () => {
  it('loads, departs, delivers, takes back and arrives, and the books follow', async () => {
    const codes = ['T-1', 'T-2', 'T-3']
    for (const code of codes) await world.cylinder(code)
    const van = await vehicle()
    const trip = await open(`plate ${n}`, { waybillNo: 'E-1' })
    expect(trip).toMatchObject({ vehicleId: van, state: 'loading', loaded: 0 })
    const loaded = await load(trip, [full('T-1'), full('T-2')])
    expect(loaded.body.trip).toMatchObject({ loaded: 2, loadG: 2 * (16_480 + 14_900) })
    expect((await depart(trip)).body).toMatchObject({ state: 'departed', waybillNo: 'E-1' })
    expect((await load(trip, [full('T-3')])).body.code).toBe('TRIP_NOT_IN_STATE')

    api.clock.now += 3_600_000
    const customer = await world.customer()
    const order = await world.order(customer)
    const assign = { courierId: world.courierId, vehicle: van, cylinders: ['T-1'] }
    expect((await world.post(`/v1/orders/${order.id}/assign`, assign)).status).toBe(200)
    const happenedAt = new Date(api.clock.now).toISOString()
    const visited = visit(['T-1'], { happenedAt })
    expect((await world.post(`/v1/orders/${order.id}/deliver`, visited, 'courier')).status).toBe(
      201,
    )

    api.clock.now += 3_600_000
    await world.cylinder('OLD-1', { content: 'empty' })
    const arrived = await world.post(
      `/v1/trips/${trip.id}/arrive`,
      { siteId: 'depot-a', cylinders: [empty('OLD-1')] },
      'station',
    )
    expect(arrived.status).toBe(201)
    expect(arrived.body.outstanding).toEqual(['T-2'])
    expect(arrived.body.notLoaded).toEqual(['OLD-1'])
    const { body } = await api.call('GET', `/v1/trips/${trip.id}`, world.tokens['office'])
    expect(
      body.cylinders.map((one: Json) => [one.code, one.unloadedCondition, one.whereabouts]),
    ).toEqual([
      ['OLD-1', 'empty', null],
      ['T-1', null, 'customer'],
      ['T-2', null, 'vehicle'],
    ])
    await new CustodyBooks(api.database.pool).book(api.clock.now, toTheEnd)
    const url = `/v1/balances?kind=vehicle&holder=${van}`
    const balance = await api.call('GET', url, world.tokens['office'])
    expect(balance.body).toMatchObject({ cylinders: 1 })
  })

  it('is one a vehicle at a time, also when two open it at once', async () => {
    const van = await vehicle()
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        world.post('/v1/trips', { vehicleId: van, siteId: 'depot-a', driver: 'd-1' }, 'station'),
      ),
    )
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('VEHICLE_UNDER_WAY')
  })

  it.each([
    [{ vehicleId: 'nobody' }, '/vehicleId'],
    [{ siteId: 'st-b' }, '/siteId'],
    [{ driver: 'd-9' }, '/driver'],
    [{ escort: 'd-9' }, '/escort'],
  ])('refuses %j by field', async (wrong, path) => {
    const vehicleId = await vehicle()
    const good = { vehicleId, siteId: 'depot-a', driver: 'd-1' }
    const { status, body } = await world.post('/v1/trips', { ...good, ...wrong }, 'station')
    expect([status, body.path]).toEqual([422, path])
  })

  it('is no other enterprise’s business', async () => {
    const trip = await open(await vehicle())
    for (const way of ['load', 'depart', 'arrive', 'cancel']) {
      const body = way === 'load' ? { cylinders: [full('T-1')] } : { siteId: 'st-b' }
      const { status } = await api.call('POST', `/v1/trips/${trip.id}/${way}`, otherOffice, body)
      expect(status).toBe(404)
    }
    expect((await api.call('GET', '/v1/trips', otherOffice)).body.items).toEqual([])
  })

  it('is cancelled while it is empty', async () => {
    const van = await vehicle()
    const trip = await open(van)
    expect((await world.post(`/v1/trips/${trip.id}/cancel`, {}, 'station')).body.state).toBe(
      'cancelled',
    )
    expect((await world.post(`/v1/trips/${trip.id}/cancel`, {}, 'station')).status).toBe(409)
    await open(van)
  })

  it('takes what an order stocks out into the vehicle', async () => {
    await world.cylinder('O-1')
    const van = await vehicle()
    const trip = await open(van)
    const order = await world.order(await world.customer())
    await world.post(`/v1/orders/${order.id}/assign`, { courierId: world.courierId, vehicle: van })
    const out = await world.post(
      `/v1/orders/${order.id}/stock-out`,
      { cylinders: [leaving('O-1')] },
      'courier',
    )
    expect(out.status).toBe(201)
    const { body } = await api.call('GET', `/v1/trips/${trip.id}`, world.tokens['office'])
    expect(body.cylinders.map(({ code }: Json) => code)).toEqual(['O-1'])
  })
})

describe('a departure', () => {
  it('R000-4.3.2.2 is not evaded by an arrival', async () => {
    const trip = await open(await vehicle(), { siteId: 'depot-x' })
    const { status, body } = await world.post(
      `/v1/trips/${trip.id}/arrive`,
      { siteId: 'depot-a' },
      'station',
    )
    expect([status, body.code, body.measured]).toEqual([409, 'TRIP_NOT_IN_STATE', 'loading'])
  })

  it('R000-4.3.3.5b full cylinders are loaded leak-checked', async () => {
    await world.cylinder('L-1')
    const trip = await open(await vehicle())
    const { leakFree: _leakFree, ...unchecked } = full('L-1')
    const { status, body } = await load(trip, [unchecked])
    expect([status, body.path]).toEqual([422, '/cylinders/0/leakFree'])
    expect((await load(trip, [full('L-1')])).status).toBe(201)
  })

  it('a cylinder of somebody else does not tell its state', async () => {
    await world.cylinder('B-LOST', { ownerId: 'ent-b' })
    await world.post('/v1/cylinders/B-LOST/lost', { reason: '找不到' }, 'admin')
    const trip = await open(await vehicle())
    expect((await load(trip, [full('B-LOST')])).body.rule).toBe('NOT_OWNED')
  })

  it('is refused where more is loaded than the vehicle may carry', async () => {
    await world.cylinder('H-1')
    await world.cylinder('H-2')
    const trip = await open(await vehicle({ capacityG: 40_000 }))
    expect((await load(trip, [full('H-1')])).status).toBe(201)
    const { status, body } = await load(trip, [full('H-2')])
    expect([status, body.code, body.rule, body.measured, body.limit]).toEqual([
      409,
      'DEPARTURE_REFUSED',
      'VEHICLE_OVERLOADED',
      62_760,
      40_000,
    ])
    expect((await depart(trip)).status).toBe(200)
  })

  it('R000-4.3.2.2 needs papers of vehicle, driver and escort and a waybill where the profile says so', async () => {
    const van = await vehicle()
    const trip = await open(van, { siteId: 'depot-x', escort: 'e-1' })
    const refused = await depart(trip)
    expect(refused.body).toMatchObject({
      code: 'DEPARTURE_REFUSED',
      rule: 'PAPER_MISSING',
      clause: 'R000-4.3.2.2',
    })
    expect(refused.body.errors.map(({ path }: Json) => path)).toEqual([
      'vehicle/vehicle-licence',
      'vehicle/transport-permit',
      'vehicle/insurance',
      'driver',
      'escort',
      'WAYBILL_MISSING',
    ])
    for (const kind of ['vehicle-licence', 'transport-permit', 'insurance']) {
      // The last day itself still counts.
      const paper = { kind, paperNo: `${van} ${kind}`, validUntil: '2026-11-20' }
      expect((await world.post(`/v1/vehicles/${van}/papers`, paper)).status).toBe(201)
    }
    const certificate = { enterpriseId: 'ent-a', certificateNo: van, validUntil: '2026-11-20' }
    await world.post('/v1/staff-certificates', { ...certificate, operator: 'd-1', kind: 'driver' })
    await world.post('/v1/staff-certificates', { ...certificate, operator: 'e-1', kind: 'escort' })
    const still = await depart(trip)
    expect(still.body.errors.map(({ path }: Json) => path)).toEqual(['WAYBILL_MISSING'])
    expect((await depart(trip, { waybillNo: 'E-9' })).body.state).toBe('departed')
  })

  it('is refused with a paper that ended yesterday, by its last day', async () => {
    const van = await vehicle()
    for (const kind of ['vehicle-licence', 'transport-permit', 'insurance']) {
      const paper = { kind, paperNo: `${van} ${kind}`, validUntil: '2026-11-19' }
      await world.post(`/v1/vehicles/${van}/papers`, paper)
    }
    const trip = await open(van, { siteId: 'depot-x', escort: 'e-1', waybillNo: 'E-2' })
    const { body } = await depart(trip)
    expect(body).toMatchObject({ rule: 'PAPER_EXPIRED', limit: '2026-11-19' })
  })

  it('needs none where the profile is silent', async () => {
    expect((await depart(await open(await vehicle()))).body.state).toBe('departed')
  })
})
