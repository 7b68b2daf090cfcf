import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import {
  buildSales,
  codesOf,
  leaving,
  type SalesWorld,
  safetyTraining,
  visit,
} from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const events = async (code: string): Promise<readonly Json[]> => (await world.trace(code)).events

const deliver = (order: Json, delivered: readonly string[], more: object = {}, role = 'courier') =>
  world.post(`/v1/orders/${order.id}/deliver`, visit(delivered, more), role)

const anOrder = async (more: object = {}) => world.order(await world.customer(), more)

describe('a cylinder is at one place', () => {
  it('R002-7.1.4 delivered to two customers at the same moment: one of the two says so, and its trace', async () => {
    await world.cylinder('TWO-1')
    const [a, b] = [await anOrder(), await anOrder()]
    const answers = await Promise.all([deliver(a, ['TWO-1']), deliver(b, ['TWO-1'])])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    const found = (await events('TWO-1'))
      .filter((one) => one.type === 'delivery.completed')
      .map((one) => codesOf(one.findings))
    expect(found).toEqual([[], ['RETURN_NOT_SCANNED']])
    // One after the other, the answer says it too.
    const third = await deliver(await anOrder(), ['TWO-1'], {
      happenedAt: '2026-11-20T07:31:00.000Z',
    })
    expect(codesOf(third.body.findings)).toContain('RETURN_NOT_SCANNED')
  })

  it('R002-7.1.4 a request for one that stands at a customer is refused, with what to do', async () => {
    await world.cylinder('AWAY-1')
    await deliver(await anOrder(), ['AWAY-1'])
    const order = await anOrder()
    await world.assign(order, [])
    for (const answer of [
      await world.assign(order, ['AWAY-1']),
      await world.post(`/v1/orders/${order.id}/stock-out`, { cylinders: ['AWAY-1'] }, 'courier'),
    ]) {
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'CYLINDER_BLOCKED',
          rule: 'RETURN_NOT_SCANNED',
          clause: 'R002-7.1.4',
          path: '/cylinders/0',
          remedy: expect.stringContaining('/v1/returns'),
        },
      })
    }
  })
})

describe('a stock-out told again', () => {
  it('under another key writes nothing more', async () => {
    await world.cylinder('AGAIN-1')
    const order = await anOrder()
    await world.assign(order, ['AGAIN-1'])
    const url = `/v1/orders/${order.id}/stock-out`
    const first = await world.post(url, { cylinders: [leaving('AGAIN-1')] }, 'courier')
    api.clock.now += 1_000
    const second = await world.post(url, { cylinders: [leaving('AGAIN-1')] }, 'courier')
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.cylinders).toEqual(first.body.cylinders)
    const handed = (await events('AGAIN-1')).filter((one) => one.type === 'custody.handed-over')
    expect(handed).toHaveLength(1)
  })

  it('an appointment that is over is refused by field', async () => {
    const { id, premisesId } = await world.customer()
    const [from, to] = ['2026-11-20T05:00:00Z', '2026-11-20T06:00:00Z']
    const lines = [{ model: 'YSP-15', quantity: 1 }]
    const body = { customerId: id, premisesId, lines, appointment: { from, to } }
    expect(await world.post('/v1/orders', body)).toMatchObject({
      status: 422,
      body: { code: 'INCONSISTENT_REQUEST', path: '/appointment/to' },
    })
  })
})

describe('a vehicle is the own one', () => {
  it('of somebody else, or that nobody registered beside those that are: 422', async () => {
    const register = async (id: string, enterpriseId: string) => {
      const van = { id, enterpriseId, kind: 'car', plateNo: id, plateType: 'free-text' }
      expect((await world.post('/v1/vehicles', van, 'admin')).status).toBe(201)
    }
    await register('van-b', 'ent-b')
    await world.cylinder('VAN-1')
    const order = await anOrder()
    const foreign = { status: 422, body: { code: 'UNKNOWN_REFERENCE', path: '/vehicle' } }
    expect(await world.assign(order, [], { vehicle: 'van-b' })).toMatchObject(foreign)
    // None is registered here: people write what they call it.
    expect((await world.assign(order, [], { vehicle: 'blue-van' })).status).toBe(200)
    const out = (vehicle: string) =>
      world.post(
        `/v1/orders/${order.id}/stock-out`,
        { cylinders: [leaving('VAN-1')], vehicle },
        'courier',
      )
    expect(await out('van-b')).toMatchObject(foreign)
    expect(await deliver(order, ['VAN-1'], { vehicle: 'van-b' })).toMatchObject(foreign)
    await register('van-1', 'ent-a')
    expect(await out('blue-van')).toMatchObject(foreign)
    expect((await out('van-1')).status).toBe(201)
  })
})

describe("an order is its courier's", () => {
  it('nobody else asks something for it nor reads it; what happened is told all the same', async () => {
    await world.cylinder('MINE-1')
    const made = await world.post(
      '/v1/users',
      {
        username: 'courier-2',
        password: 'correct horse battery',
        role: 'courier',
        enterpriseId: 'ent-a',
      },
      'admin',
    )
    await world.post('/v1/staff', { enterpriseId: 'ent-a', operator: 'courier-2' })
    await world.post('/v1/trainings', safetyTraining('ent-a', 'courier-2'))
    const other = await api.login('courier-2')
    const order = await anOrder()
    const at = (path: string) => `/v1/orders/${order.id}${path}`
    expect((await api.call('GET', at(''), other)).status).toBe(200)
    await world.assign(order, ['MINE-1'])
    for (const [method, path, body] of [
      ['POST', '/stock-out', { cylinders: ['MINE-1'] }],
      ['POST', '/code', undefined],
      ['POST', '/code/check', { code: '123456' }],
      ['GET', '', undefined],
      ['GET', '/visit', undefined],
      ['GET', '/receipt', undefined],
    ] as const) {
      expect((await api.call(method, at(path), other, body)).status, path).toBe(404)
    }
    const listed = await api.call('GET', '/v1/orders?limit=500', other)
    expect(listed.body.items.map(({ id }: Json) => id)).not.toContain(order.id)
    expect((await api.call('GET', at(''), world.tokens['courier'])).status).toBe(200)
    const told = await api.call('POST', at('/deliver'), other, visit(['MINE-1']))
    expect(told.status).toBe(201)
    expect(codesOf(told.body.findings)).toContain('OTHER_COURIER')
    expect(made.status).toBe(201)
  })
})
