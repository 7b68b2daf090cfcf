import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, codesOf, goodCheck, type SalesWorld } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

describe('a visit that brought nothing', () => {
  const failed = {
    items: [...goodCheck.items.slice(0, 2), { item: 'hose', ok: false, defect: 'aged' }],
  }
  const notice = { dueOn: '2026-11-30', signature: { kind: 'refused' } }
  const at = { happenedAt: '2026-11-20T07:30:00Z' }

  it('R003-5.11.2-5 an unsafe home gets a notice and no gas until it is mended', async () => {
    await world.cylinder('SAFE-1')
    const customer = await world.customer()
    const order = await world.order(customer)
    await world.assign(order, ['SAFE-1'])
    const answer = await world.post(
      `/v1/orders/${order.id}/fail`,
      { ...at, reason: 'unsafe-home', check: failed, notice },
      'courier',
    )
    expect(answer).toMatchObject({ status: 201, body: { orderState: 'refused' } })
    expect(codesOf(answer.body.findings)).toEqual(['UNSAFE_HOME', 'NOT_SIGNED'])
    expect((await world.trace('SAFE-1')).events.map((one: Json) => one.type)).toContain(
      'delivery.failed',
    )
    const lines = [{ model: 'YSP-15', quantity: 1 }]
    const next = { customerId: customer.id, premisesId: customer.premisesId, lines }
    expect(await world.post('/v1/orders', next)).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: 'UNSAFE_HOME', clause: 'R003-5.11.2-5' },
    })
    const list = await api.call('GET', '/v1/rectifications', world.tokens['courier'])
    const { rectificationId } = answer.body
    expect(list.body.items).toContainEqual(expect.objectContaining({ id: rectificationId }))
    const url = `/v1/rectifications/${rectificationId}/close`
    const closing = { happenedAt: '2026-11-21T07:30:00Z', signature: { kind: 'refused' } }
    expect(await world.post(url, { ...closing, check: failed }, 'courier')).toMatchObject({
      status: 422,
      body: { path: '/check/items' },
    })
    expect((await world.post(url, { ...closing, check: goodCheck }, 'courier')).status).toBe(200)
    expect((await world.post(url, { ...closing, check: goodCheck }, 'courier')).body.code).toBe(
      'ALREADY_CLOSED',
    )
    expect((await world.post('/v1/orders', next)).status).toBe(201)
  })

  it('identity refused at the door: no sale', async () => {
    const order = await world.order(await world.customer())
    const answer = await world.post(
      `/v1/orders/${order.id}/fail`,
      { ...at, reason: 'identity-refused' },
      'courier',
    )
    expect(answer.body).toMatchObject({ orderState: 'refused' })
    expect(codesOf(answer.body.findings)).toEqual(['IDENTITY_REFUSED'])
    expect(await world.assign(order, [])).toMatchObject({
      status: 409,
      body: { code: 'ORDER_CLOSED' },
    })
  })

  it.each([
    ['2026-11-21T06:00:00Z', []],
    ['2026-11-21T08:00:01Z', ['NOTICE_TOO_SHORT']],
  ])('R002-5.9.2 who cannot come says so two hours before: %s', async (notifiedAt, found) => {
    const appointment = { from: '2026-11-21T10:00:00Z', to: '2026-11-21T12:00:00Z' }
    const order = await world.order(await world.customer(), { appointment })
    const next = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T12:00:00Z' }
    const body = { ...at, reason: 'cannot-come', notifiedAt, appointment: next }
    const answer = await world.post(`/v1/orders/${order.id}/fail`, body, 'courier')
    expect(codesOf(answer.body.findings)).toEqual(found)
    const after = await api.call('GET', `/v1/orders/${order.id}`, world.tokens['office'])
    expect(after.body.appointment.from).toBe('2026-11-22T10:00:00.000Z')
  })

  it.each([
    [{ reason: 'unsafe-home' }, '/check'],
    [{ reason: 'unsafe-home', check: failed }, '/notice'],
    [{ reason: 'unsafe-home', check: goodCheck, notice }, '/check/items'],
    [
      { reason: 'unsafe-home', check: failed, notice: { ...notice, dueOn: '2026-11-01' } },
      '/notice/dueOn',
    ],
    [{ reason: 'nobody-home' }, '/appointment'],
    [{ reason: 'cannot-come' }, '/notifiedAt'],
  ])('asks for what belongs to it: %o', async (change, path) => {
    const order = await world.order(await world.customer())
    const answer = await world.post(`/v1/orders/${order.id}/fail`, { ...at, ...change }, 'courier')
    expect(answer).toMatchObject({ status: 422, body: { path } })
  })
})
