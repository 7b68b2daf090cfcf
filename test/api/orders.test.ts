import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, goodCheck, leaving, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const codes = (findings: readonly { readonly code: string }[]): string[] =>
  findings.map(({ code }) => code)

const trace = async (code: string): Promise<Json> =>
  (await api.call('GET', `/v1/cylinders/${code}/trace`, world.tokens['admin'])).body

const key = (text: string) => ({
  headers: {
    authorization: `Bearer ${world.tokens['courier']}`,
    'idempotency-key': text,
  },
})

const assign = (order: Json, cylinders: readonly string[]) =>
  world.post(`/v1/orders/${order.id}/assign`, {
    courierId: world.courierId,
    vehicle: 'van-1',
    cylinders,
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
    const answer = await assign(order, ['BLOCKED-1'])
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
    await assign(order, [])
    for (const [action, body] of [
      ['assign', { courierId: world.courierId, cylinders: [code] }],
      ['stock-out', { cylinders: [code] }],
    ] as const) {
      const answer = await world.post(`/v1/orders/${order.id}/${action}`, { vehicle: 'v', ...body })
      expect(answer).toMatchObject({ status: 409, body: { code: 'CYLINDER_BLOCKED', rule } })
    }
    expect((await trace(code)).events).toHaveLength(1)
  })

  it('one cylinder is on one open order, once', async () => {
    await world.cylinder('ONCE-1')
    const [a, b] = [
      await world.order(await world.customer()),
      await world.order(await world.customer()),
    ]
    expect((await assign(a, ['ONCE-1'])).status).toBe(200)
    expect(await assign(b, ['ONCE-1'])).toMatchObject({
      status: 409,
      body: { code: 'CYLINDER_TAKEN' },
    })
    expect(await assign(a, ['ONCE-1', 'ONCE-1'])).toMatchObject({
      status: 422,
      body: { path: '/cylinders/1' },
    })
    expect(await assign(a, ['NOBODY-1'])).toMatchObject({
      status: 422,
      body: { path: '/cylinders/0' },
    })
  })

  it('hands over into the vehicle, once for repeats', async () => {
    await world.cylinder('OUT-1')
    const order = await world.order(await world.customer())
    await assign(order, ['OUT-1'])
    const scan = () =>
      world.post(
        `/v1/orders/${order.id}/stock-out`,
        { cylinders: [leaving('OUT-1')] },
        'courier',
        key('out-1'),
      )
    const answers = await Promise.all([scan(), scan(), scan()])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const { cylinder, events } = await trace('OUT-1')
    expect(cylinder.custody).toMatchObject({ kind: 'vehicle', id: 'van-1' })
    expect(events.filter((one: Json) => one.type === 'custody.handed-over')).toHaveLength(1)
  })
})

describe('a delivery that happened is a fact', () => {
  it('is recorded with its own time, whole, and settles the order', async () => {
    await world.cylinder('DEL-1')
    const customer = await world.customer()
    const order = await world.order(customer)
    await assign(order, ['DEL-1'])
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
    const { cylinder, events } = await trace('DEL-1')
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
    const { events } = await trace('TWICE-1')
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
    expect(codes(answer.body.findings)).toContain('ORDER_CLOSED')
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
    expect(codes(answer.body.findings)).toEqual([
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
    await assign(order, ['SAFE-1'])
    const answer = await world.post(
      `/v1/orders/${order.id}/fail`,
      { ...at, reason: 'unsafe-home', check: failed, notice },
      'courier',
    )
    expect(answer).toMatchObject({ status: 201, body: { orderState: 'refused' } })
    expect(codes(answer.body.findings)).toEqual(['UNSAFE_HOME', 'NOT_SIGNED'])
    expect((await trace('SAFE-1')).events.map((one: Json) => one.type)).toContain('delivery.failed')
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
    expect(codes(answer.body.findings)).toEqual(['IDENTITY_REFUSED'])
    expect(await assign(order, [])).toMatchObject({ status: 409, body: { code: 'ORDER_CLOSED' } })
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
    expect(codes(answer.body.findings)).toEqual(found)
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
