import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, leaving, type SalesWorld } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  for (const id of ['van-1', 'van-9']) {
    const van = { id, enterpriseId: 'ent-a', kind: 'car', plateNo: id, plateType: 'free-text' }
    expect((await world.post('/v1/vehicles', van)).status).toBe(201)
  }
}, 60_000)
afterAll(() => api?.close())

/** At the station, on an order that is assigned. */
const assigned = async (code: string) => {
  await world.cylinder(code, { custody: { kind: 'station', id: 'st-a' } })
  const order = await world.order(await world.customer())
  const body = { courierId: world.courierId, vehicle: 'van-1', cylinders: [code] }
  expect((await world.post(`/v1/orders/${order.id}/assign`, body)).status).toBe(200)
  return (scan: unknown, role = 'courier') =>
    world.post(`/v1/orders/${order.id}/stock-out`, { cylinders: [scan] }, role)
}

const events = async (code: string): Promise<readonly Json[]> =>
  (await api.call('GET', `/v1/cylinders/${code}/trace`, world.tokens['regulator'])).body.events

describe('an order takes a cylinder out of its site', () => {
  it.each([
    ['a code alone', 'LOOK-1', {}, 'appearanceOk', 'R000-4.3.3.5a', '外观检查'],
    ['appearance only', 'LOOK-2', { appearanceOk: true }, 'leakFree', 'R000-4.3.3.5b', '检漏'],
    ['leak check only', 'LOOK-3', { leakFree: true }, 'appearanceOk', 'R000-4.3.3.5a', '外观检查'],
  ])(
    'R000-4.3.3.5 %s: refused by field, nothing written',
    async (_name, code, seen, field, clause, zh) => {
      const stockOut = await assigned(code)
      const scan = Object.keys(seen).length === 0 ? code : { code, ...seen }
      const answer = await stockOut(scan)
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'INCONSISTENT_REQUEST', path: `/cylinders/0/${field}`, clause },
      })
      expect(answer.body.message.zh).toContain(zh)
      expect(answer.body.message.en).toContain(code)
      expect(await events(code)).toHaveLength(1)
    },
  )

  it.each([
    ['LEAK-1', { appearanceOk: true, leakFree: false }, 'LEAKING'],
    ['DENT-1', { appearanceOk: false, leakFree: true }, 'DAMAGED'],
  ])('R000-4.3.3.5b %s seen %o stays, and is held: %s', async (code, seen, rule) => {
    const stockOut = await assigned(code)
    const refused = {
      status: 409,
      body: { code: 'CYLINDER_BLOCKED', rule, path: '/cylinders/0' },
    }
    expect(await stockOut({ code, ...seen })).toMatchObject(refused)
    expect((await events(code)).at(-1)).toMatchObject({
      type: 'stock.in',
      operator: 'courier',
      stationId: 'st-a',
      findings: [{ code: rule, severity: 'block' }],
    })
    // A second look does not let it out.
    expect(await stockOut(leaving(code))).toMatchObject(refused)
    const shown = await api.call('GET', `/v1/cylinders/${code}`, world.tokens['office'])
    expect(shown.body.service).toMatchObject({ state: 'quarantined', reasons: [rule] })
    expect(shown.body.custody).toMatchObject({ kind: 'station', id: 'st-a' })
  })

  it('a leak seen in the vehicle holds it by order', async () => {
    const stockOut = await assigned('LEAK-2')
    const out = { vehicleId: 'van-9', cylinders: [{ ...leaving('LEAK-2'), condition: 'full' }] }
    expect((await world.post('/v1/sites/st-a/stock-out', out, 'station')).status).toBe(201)
    const leaking = { code: 'LEAK-2', leakFree: false }
    expect(await stockOut(leaking)).toMatchObject({ status: 409, body: { rule: 'LEAKING' } })
    expect((await events('LEAK-2')).at(-1)).toMatchObject({
      type: 'cylinder.quarantined',
      body: { reason: 'LEAKING' },
    })
    expect(await stockOut('LEAK-2')).toMatchObject({ status: 409, body: { rule: 'QUARANTINED' } })
  })

  it('R000-4.3.3.5a its life tells what was seen, by whom and at which site', async () => {
    const stockOut = await assigned('SEEN-1')
    const { status, body } = await stockOut(leaving('SEEN-1'))
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body.cylinders).toMatchObject([{ code: 'SEEN-1', findings: [] }])
    expect((await events('SEEN-1')).at(-1)).toMatchObject({
      type: 'stock.out',
      operator: 'courier',
      stationId: 'st-a',
      body: {
        siteId: 'st-a',
        condition: 'full',
        appearanceOk: true,
        leakFree: true,
        vehicle: 'van-1',
        orderId: body.order.id,
      },
    })
  })

  it('what rides in a vehicle was looked at when it left: its code is enough', async () => {
    const stockOut = await assigned('RIDE-1')
    const out = { vehicleId: 'van-9', cylinders: [{ ...leaving('RIDE-1'), condition: 'full' }] }
    expect((await world.post('/v1/sites/st-a/stock-out', out, 'station')).status).toBe(201)
    expect((await stockOut('RIDE-1')).status).toBe(201)
    expect((await events('RIDE-1')).map(({ type }) => type)).toEqual([
      'cylinder.registered',
      'stock.out',
      'custody.handed-over',
    ])
  })

  it('one from nobody knows where is looked at as well', async () => {
    await world.cylinder('WHERE-1')
    const order = await world.order(await world.customer())
    const body = { courierId: world.courierId, vehicle: 'van-1' }
    await world.post(`/v1/orders/${order.id}/assign`, body)
    const url = `/v1/orders/${order.id}/stock-out`
    expect((await world.post(url, { cylinders: ['WHERE-1'] }, 'courier')).status).toBe(422)
    const told = await world.post(url, { cylinders: [leaving('WHERE-1')] }, 'courier')
    expect(told.status).toBe(201)
    expect((await events('WHERE-1')).at(-1)).toMatchObject({
      type: 'custody.handed-over',
      body: { appearanceOk: true, leakFree: true },
    })
  })

  it.each([['yes'], [null]])(
    'a check %o is neither seen nor unseen: refused by field',
    async (leakFree) => {
      const code = `ODD-${String(leakFree)}`
      const stockOut = await assigned(code)
      const answer = await stockOut({ ...leaving(code), leakFree })
      expect(answer).toMatchObject({ status: 400, body: { path: '/cylinders/0' } })
      expect(answer.body.message.zh).toContain('leakFree')
    },
  )
})
