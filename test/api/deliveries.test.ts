import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, codesOf, type SalesWorld, visit } from './sales-world.ts'

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

describe('a delivery that happened is a fact', () => {
  it('is recorded with its own time, whole, and settles the order', async () => {
    await world.cylinder('DEL-1')
    const customer = await world.customer()
    const order = await world.order(customer)
    await world.assign(order, ['DEL-1'])
    const signature = { kind: 'signature', object: await world.picture() }
    const answer = await world.post(
      `/v1/orders/${order.id}/deliver`,
      visit(['DEL-1'], { signature }),
      'courier',
    )
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 201,
      body: { orderState: 'delivered', receiptNo: order.no, findings: [] },
    })
    const { cylinder, events } = await world.trace('DEL-1')
    expect(cylinder.custody).toMatchObject({ kind: 'customer', id: customer.id })
    expect(events.find((one: Json) => one.type === 'delivery.completed')).toMatchObject({
      at: '2026-11-20T07:30:00.000Z',
      operator: 'courier',
    })
    const receipt = await api.call('GET', `/v1/orders/${order.id}/receipt`, world.tokens['office'])
    expect(receipt.body).toMatchObject({ no: order.no, cylinders: ['DEL-1'], totalFen: 12_100 })
    const prefill = await api.call('GET', `/v1/orders/${order.id}/visit`, world.tokens['courier'])
    expect(prefill.body).toMatchObject({ manualVersion: '2026-1', atCustomer: ['DEL-1'] })
    expect(prefill.body.check.items).toHaveLength(5)
    expect(prefill.body.check.items.every((one: Json) => one.ok === true)).toBe(true)
  })

  it('is recorded once, whatever the keys of its repeats, also at the same moment', async () => {
    await world.cylinder('TWICE-1')
    const order = await world.order(await world.customer())
    const body = visit(['TWICE-1'], { visitId: randomUUID() })
    const send = (k: string) =>
      world.post(`/v1/orders/${order.id}/deliver`, body, 'courier', key(k))
    const answers = await Promise.all(['t1', 't2', 't3', 't1'].map(send))
    answers.push(await send('t4'))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(answers.map((one) => JSON.stringify(one.body))).size).toBe(1)
    const { events } = await world.trace('TWICE-1')
    expect(events.filter((one: Json) => one.type === 'delivery.completed')).toHaveLength(1)
    const other = await world.post(
      `/v1/orders/${order.id}/deliver`,
      { ...body, manualVersion: 'other' },
      'courier',
    )
    expect(other).toMatchObject({ status: 409, body: { code: 'VISIT_REUSED', path: '/visitId' } })
    const again = await world.post(
      `/v1/orders/${order.id}/deliver`,
      { ...body, visitId: randomUUID() },
      'courier',
    )
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_DELIVERED', path: '/delivered/0' },
    })
  })

  it('R002-7.1.5 DELIVERED_WHILE_BLOCKED: 201 with the finding, and a recall due in a day', async () => {
    await world.cylinder('WRONG-1')
    const order = await world.order(await world.customer())
    await world.post('/v1/cylinders/WRONG-1/quarantine', { reason: 'x' }, 'admin')
    api.clock.now += 3_600_000
    const happenedAt = new Date(api.clock.now - 1_800_000).toISOString()
    const answer = await world.post(
      `/v1/orders/${order.id}/deliver`,
      visit(['WRONG-1'], { happenedAt }),
      'courier',
    )
    expect(answer.status).toBe(201)
    expect(answer.body.findings).toContainEqual(
      expect.objectContaining({
        code: 'DELIVERED_WHILE_BLOCKED',
        severity: 'block',
        cylinder: 'WRONG-1',
      }),
    )
    const work = await api.call('GET', '/v1/work-items?kind=recall', world.tokens['admin'])
    expect(work.body.items).toContainEqual(
      expect.objectContaining({ code: 'WRONG-1', kind: 'recall' }),
    )
  })

  it('on a cancelled order still counts, and says so', async () => {
    await world.cylinder('LATE-1')
    const order = await world.order(await world.customer())
    await world.post(`/v1/orders/${order.id}/cancel`, { reason: 'no answer' })
    const answer = await world.post(`/v1/orders/${order.id}/deliver`, visit(['LATE-1']), 'courier')
    expect(answer).toMatchObject({ status: 201, body: { orderState: 'delivered' } })
    expect(codesOf(answer.body.findings)).toContain('ORDER_CLOSED')
  })

  it('several a visit, one of a pair first', async () => {
    for (const code of ['PAIR-1', 'PAIR-2']) await world.cylinder(code)
    const order = await world.order(await world.customer(), {
      lines: [{ model: 'YSP-15', quantity: 2 }],
    })
    const first = await world.post(`/v1/orders/${order.id}/deliver`, visit(['PAIR-1']), 'courier')
    expect(first.body.orderState).toBe('partly')
    const second = await world.post(`/v1/orders/${order.id}/deliver`, visit(['PAIR-2']), 'courier')
    expect(second.body.orderState).toBe('delivered')
  })

  it('tells by clause what was left undone', async () => {
    await world.cylinder('BARE-1')
    const order = await world.order(await world.customer())
    const answer = await world.post(
      `/v1/orders/${order.id}/deliver`,
      {
        happenedAt: '2026-11-20T07:30:00Z',
        delivered: ['BARE-1'],
        installation: { state: 'declined' },
        signature: { kind: 'refused' },
      },
      'courier',
    )
    expect(codesOf(answer.body.findings)).toEqual([
      'INSTALLATION_DECLINED',
      'NOT_INSPECTED',
      'NOT_SIGNED',
      'NO_MANUAL',
    ])
    expect(answer.body.findings[0].clause).toBe('R003-7.2.2')
    const receipt = await api.call('GET', `/v1/orders/${order.id}/receipt`, world.tokens['office'])
    expect(receipt.body.notes).toEqual(['INSTALLATION_DECLINED'])
  })

  it.each([
    [{ delivered: ['NOBODY-9'] }, 422, 'UNKNOWN_REFERENCE', '/delivered/0'],
    [{ delivered: ['FORM-1', 'FORM-1'] }, 422, 'INCONSISTENT_REQUEST', '/delivered/1'],
    [{ delivered: ['a b'] }, 400, 'INVALID_REQUEST', '/delivered/0'],
    [{ delivered: [] }, 422, 'INCONSISTENT_REQUEST', '/delivered'],
    [{ returned: [{ code: 'FORM-1' }] }, 422, 'INCONSISTENT_REQUEST', '/returned/0/code'],
    [{ returned: [{}] }, 400, 'INVALID_REQUEST', '/returned/0'],
    [{ returned: [{ photo: 'ab'.repeat(32) }] }, 422, 'UNKNOWN_REFERENCE', '/returned/0/photo'],
    [{ signature: undefined }, 400, 'INVALID_REQUEST', '/signature'],
    [
      { signature: { kind: 'signature', object: 'ab'.repeat(32) } },
      422,
      'UNKNOWN_REFERENCE',
      '/signature/object',
    ],
    [{ happenedAt: '2026-11-31T07:30:00Z' }, 400, 'INVALID_REQUEST', '/happenedAt'],
    [{ happenedAt: undefined }, 400, 'INVALID_REQUEST', '/happenedAt'],
    [{ courierId: randomUUID() }, 422, 'INCONSISTENT_REQUEST', '/courierId'],
  ])('refuses %o by field', async (change, status, code, path) => {
    await world.cylinder('FORM-1').catch(() => undefined)
    const order = await world.order(await world.customer())
    const body = { ...visit(['FORM-1']), ...change }
    const answer = await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, path } })
    const { rows } = await api.database.pool.query('select from delivery where order_id = $1', [
      order.id,
    ])
    expect(rows).toEqual([])
  })
})
