import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, leaving, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const key = (text: string) => ({
  headers: {
    authorization: `Bearer ${world.tokens['courier']}`,
    'idempotency-key': text,
  },
})

describe('a sale', () => {
  it('keeps the price of its day and says so on the order', async () => {
    const order = await world.order(await world.customer())
    expect(order).toMatchObject({ state: 'placed', region: '370302', totalFen: 12_100 })
    expect(order.lines).toMatchObject([{ model: 'YSP-15', gasFen: 11_600, labelledNetG: 14_500 }])
  })

  it.each([
    [{ lines: [{ model: 'YSP-99', quantity: 1 }] }, 422, 'UNKNOWN_MODEL', '/lines/0/model'],
    [{ lines: [{ model: 'YSP-50', quantity: 1 }] }, 409, 'NO_PRICE', '/lines/0/model'],
    [{ lines: [{ model: 'YSP-15', quantity: 0 }] }, 400, 'INVALID_REQUEST', '/lines/0/quantity'],
    [{ lines: [] }, 400, 'INVALID_REQUEST', '/lines'],
    [{ premisesId: undefined }, 422, 'INCONSISTENT_REQUEST', '/premisesId'],
    [{ premisesId: randomUUID() }, 422, 'UNKNOWN_REFERENCE', '/premisesId'],
    [{ customerId: randomUUID() }, 422, 'UNKNOWN_REFERENCE', '/customerId'],
    [
      { appointment: { from: '2026-02-30T10:00:00Z', to: '2026-03-01T10:00:00Z' } },
      400,
      'INVALID_REQUEST',
      '/appointment/from',
    ],
    [
      { appointment: { from: '2026-11-21T10:00:00Z', to: '2026-11-21T09:00:00Z' } },
      422,
      'INCONSISTENT_REQUEST',
      '/appointment/to',
    ],
  ])('refuses %o by field', async (change, status, code, path) => {
    const { id, premisesId } = await world.customer()
    const lines = [{ model: 'YSP-15', quantity: 1 }]
    const body = { customerId: id, premisesId, lines, ...change }
    const answer = await world.post('/v1/orders', body)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, path } })
  })

  it('R000-4.3.3.2n2 is refused to whom will not say who they are', async () => {
    const { id, premisesId } = await world.customer({ identity: 'refused' })
    const lines = [{ model: 'YSP-15', quantity: 1 }]
    const answer = await world.post('/v1/orders', { customerId: id, premisesId, lines })
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: 'IDENTITY_REFUSED', clause: 'R000-4.3.3.2n2' },
    })
  })

  it('R003-7.2.2 tells before anybody is sent who may not be, and why', async () => {
    const untrained = await world.post(
      '/v1/users',
      {
        username: 'c-untrained',
        password: 'correct horse battery',
        role: 'courier',
        enterpriseId: 'ent-a',
      },
      'admin',
    )
    const order = await world.order(await world.customer())
    const url = `/v1/orders/${order.id}/couriers`
    const { status, body } = await api.call('GET', url, world.tokens['office'])
    expect(status, JSON.stringify(body)).toBe(200)
    const found = (id: string) => body.items.find((one: { id: string }) => one.id === id)
    expect(found(world.courierId)).toMatchObject({ username: 'courier', refusal: null })
    expect(found(untrained.body.id)).toMatchObject({
      openOrders: 0,
      refusal: { code: 'UNTRAINED', clause: 'R003-7.2.2', message: { zh: expect.any(String) } },
    })
    const assign = { courierId: untrained.body.id }
    const refused = await world.post(`/v1/orders/${order.id}/assign`, assign)
    expect(refused.body.code).toBe('UNTRAINED')
    const given = await world.post(`/v1/orders/${order.id}/assign`, { courierId: world.courierId })
    expect(given.status).toBe(200)
    const list = await api.call('GET', '/v1/orders?state=assigned', world.tokens['office'])
    expect(list.status, JSON.stringify(list.body)).toBe(200)
    expect(list.body.items.find(({ id }: { id: string }) => id === order.id)).toMatchObject({
      courier: 'courier',
      customer: { name: null, phone: null },
    })
  })

  it("does not see another enterprise's customers, nor its orders", async () => {
    const other = await world.customer({ enterpriseId: 'ent-b', region: '650102' })
    const lines = [{ model: 'YSP-15', quantity: 1 }]
    const body = { customerId: other.id, premisesId: other.premisesId, lines }
    expect((await world.post('/v1/orders', body)).body.code).toBe('UNKNOWN_REFERENCE')
    const mine = await world.order(await world.customer())
    await world.post(
      '/v1/users',
      {
        username: `office-b-${mine.no.toLowerCase()}`,
        password: 'correct horse battery',
        role: 'courier',
        enterpriseId: 'ent-b',
      },
      'admin',
    )
    const token = await api.login(`office-b-${mine.no.toLowerCase()}`)
    for (const [method, path, sent] of [
      ['GET', '', undefined],
      ['GET', '/visit', undefined],
      ['GET', '/receipt', undefined],
      ['POST', '/deliver', visit(['CYL-a'])],
      ['POST', '/fail', { happenedAt: '2026-11-20T07:30:00Z', reason: 'customer-refused' }],
    ] as const) {
      const { status } = await api.call(method, `/v1/orders/${mine.id}${path}`, token, sent)
      expect(status, path).toBe(404)
    }
  })

  it('is placed once by concurrent repeats with one key', async () => {
    const { id, premisesId } = await world.customer()
    const body = { customerId: id, premisesId, lines: [{ model: 'YSP-15', quantity: 1 }] }
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.post('/v1/orders', body, 'courier', key(`o-${id}`))),
    )
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
    const { rows } = await api.database.pool.query(
      'select id from sale_order where customer_id = $1',
      [id],
    )
    expect(rows).toHaveLength(1)
  })
})

describe('assigning and stocking out are requests', () => {
  it('R002-7.1.5 refuses a blocked cylinder with code and clause', async () => {
    await world.cylinder('BLOCKED-1')
    await world.post('/v1/cylinders/BLOCKED-1/quarantine', { reason: 'x' }, 'admin')
    const order = await world.order(await world.customer())
    const answer = await world.assign(order, ['BLOCKED-1'])
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'CYLINDER_BLOCKED', path: '/cylinders/0', rule: 'QUARANTINED' },
    })
    expect(answer.body.clause).toMatch(/^R00\d-/)
  })

  it.each([
    ['OVERDUE-1', { nextInspectionOn: '2026-11-19' }, 'INSPECTION_OVERDUE'],
    ['OTHERS-1', { ownerId: 'ent-b' }, 'NOT_OWNED'],
    ['EMPTY-1', { content: 'empty' }, 'NOT_FULL'],
  ])('%s is refused: %o', async (code, more, rule) => {
    await world.cylinder(code, more)
    const order = await world.order(await world.customer())
    await world.assign(order, [])
    for (const [action, body] of [
      ['assign', { courierId: world.courierId, cylinders: [code] }],
      ['stock-out', { cylinders: [code] }],
    ] as const) {
      const answer = await world.post(`/v1/orders/${order.id}/${action}`, { vehicle: 'v', ...body })
      expect(answer).toMatchObject({ status: 409, body: { code: 'CYLINDER_BLOCKED', rule } })
    }
    expect((await world.trace(code)).events).toHaveLength(1)
  })

  it('one cylinder is on one open order, once', async () => {
    await world.cylinder('ONCE-1')
    const [a, b] = [
      await world.order(await world.customer()),
      await world.order(await world.customer()),
    ]
    expect((await world.assign(a, ['ONCE-1'])).status).toBe(200)
    expect(await world.assign(b, ['ONCE-1'])).toMatchObject({
      status: 409,
      body: { code: 'CYLINDER_TAKEN' },
    })
    expect(await world.assign(a, ['ONCE-1', 'ONCE-1'])).toMatchObject({
      status: 422,
      body: { path: '/cylinders/1' },
    })
    expect(await world.assign(a, ['NOBODY-1'])).toMatchObject({
      status: 422,
      body: { path: '/cylinders/0' },
    })
  })

  it('hands over into the vehicle, once for repeats', async () => {
    await world.cylinder('OUT-1')
    const order = await world.order(await world.customer())
    await world.assign(order, ['OUT-1'])
    const scan = () =>
      world.post(
        `/v1/orders/${order.id}/stock-out`,
        { cylinders: [leaving('OUT-1')] },
        'courier',
        key('out-1'),
      )
    const answers = await Promise.all([scan(), scan(), scan()])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const { cylinder, events } = await world.trace('OUT-1')
    expect(cylinder.custody).toMatchObject({ kind: 'vehicle', id: 'van-1' })
    expect(events.filter((one: Json) => one.type === 'custody.handed-over')).toHaveLength(1)
  })
})
