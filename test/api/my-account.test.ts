import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountWorld, startAccounts } from './account-world.ts'
import type { Json } from './api-harness.ts'
import { cylinderBody } from './small-world.ts'

let people: AccountWorld

beforeAll(async () => {
  people = await startAccounts()
}, 60_000)
afterAll(() => people.api.close())

describe('under /v1/me', () => {
  it('shows what is known, starred, and gives all of it out on purpose, with a line in the log', async () => {
    const { phone, id } = await people.newCustomer()
    const token = await people.signIn(phone)
    const me = await people.call('GET', '/v1/me', undefined, token)
    expect(me.status).toBe(200)
    expect(me.body.customer).toMatchObject({ id, name: '张*' })
    expect(JSON.stringify(me.body)).not.toContain(phone)
    expect(me.body.premises[0].address).toContain('***')
    const all = await people.call('POST', '/v1/me/export', {}, token)
    expect(all.body.values).toMatchObject({ name: '张三', phone })
    expect(all.headers['cache-control']).toBe('no-store')
    const log = await people.call('GET', `/v1/reveals?customerId=${id}`)
    expect(log.body.items[0]).toMatchObject({ action: 'export', role: 'customer' })
  })

  it('places, moves and cancels an order as the rules allow', async () => {
    const { phone, premisesId } = await people.newCustomer()
    const token = await people.signIn(phone)
    const body = { premisesId, lines: [{ model: 'YSP35.5', quantity: 1 }] }
    const placed = await people.call('POST', '/v1/me/orders', body, token)
    expect(placed).toMatchObject({ status: 201, body: { state: 'placed', totalFen: 12_100 } })
    const url = `/v1/me/orders/${placed.body.id}`
    const at = (hours: number) => new Date(people.api.clock.now + hours * 3_600_000).toISOString()
    const past = { appointment: { from: at(-2), to: at(1) } }
    const late = await people.call('POST', `${url}/appointment`, past, token)
    expect(late.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/appointment/from' })
    const ahead = { appointment: { from: at(2), to: at(4) } }
    const moved = await people.call('POST', `${url}/appointment`, ahead, token)
    expect(moved.body.appointment).toEqual(ahead.appointment)
    const why = { reason: 'not needed' }
    const cancelled = await people.call('POST', `${url}/cancel`, why, token)
    expect(cancelled.body).toMatchObject({ state: 'cancelled', closedReason: 'not needed' })
    const twice = await people.call('POST', `${url}/cancel`, why, token)
    expect(twice).toMatchObject({ status: 409, body: { code: 'ORDER_CLOSED' } })
    const closed = await people.call('POST', `${url}/appointment`, ahead, token)
    expect(closed.status).toBe(409)
    const list = await people.call('GET', '/v1/me/orders', undefined, token)
    expect(list.body.items.map((one: Json) => one.id)).toEqual([placed.body.id])
  })

  it('refuses a sale to oneself by the same rules as the counter', async () => {
    const { phone } = await people.newCustomer()
    const token = await people.signIn(phone)
    const other = await people.newCustomer()
    const body = { premisesId: other.premisesId, lines: [{ model: 'YSP35.5', quantity: 1 }] }
    const answer = await people.call('POST', '/v1/me/orders', body, token)
    expect(answer.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/premisesId' })
  })

  it('reaches nothing of another customer, by whatever id', async () => {
    const mine = await people.newCustomer()
    const other = await people.newCustomer()
    const token = await people.signIn(mine.phone)
    const theirs = await people.must('POST', '/v1/orders', {
      customerId: other.id,
      premisesId: other.premisesId,
      lines: [{ model: 'YSP35.5', quantity: 1 }],
    })
    const url = `/v1/me/orders/${theirs.id}`
    const soon = new Date(people.api.clock.now + 7_200_000).toISOString()
    const then = new Date(people.api.clock.now + 9_200_000).toISOString()
    const tries = [
      people.call('GET', url, undefined, token),
      people.call('POST', `${url}/cancel`, { reason: 'x' }, token),
      people.call('POST', `${url}/appointment`, { appointment: { from: soon, to: then } }, token),
      people.call('POST', `${url}/rating`, { score: 1 }, token),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(404)
    expect((await people.call('GET', '/v1/me/orders', undefined, token)).body.items).toEqual([])
    expect((await people.call('GET', `/v1/orders/${theirs.id}`)).body.state).toBe('placed')
    for (const staff of ['/v1/orders', '/v1/customers', '/v1/ratings', '/v1/cylinders']) {
      expect((await people.call('GET', staff, undefined, token)).status).toBe(403)
    }
  })

  it('shows the cylinders at home with their checks, and is rated once when it was delivered', async () => {
    const customer = await people.newCustomer()
    const token = await people.signIn(customer.phone)
    const code = 'ME-1'
    const full = { content: 'full', needsVacuum: false }
    await people.must('POST', '/v1/cylinders', cylinderBody(code, full))
    const placed = await people.call(
      'POST',
      '/v1/me/orders',
      { premisesId: customer.premisesId, lines: [{ model: 'YSP35.5', quantity: 1 }] },
      token,
    )
    const early = await people.call(
      'POST',
      `/v1/me/orders/${placed.body.id}/rating`,
      { score: 5 },
      token,
    )
    expect(early).toMatchObject({ status: 422, body: { code: 'INCONSISTENT_REQUEST' } })
    await people.must('POST', `/v1/orders/${placed.body.id}/deliver`, {
      happenedAt: new Date(people.api.clock.now).toISOString(),
      delivered: [code],
      returned: [],
      signature: { kind: 'refused' },
    })
    const slips = await people.call('GET', '/v1/me/receipts', undefined, token)
    const kinds = slips.body.items.map((one: Json) => [one.kind, one.amountFen])
    expect(kinds.sort()).toEqual([
      ['delivery-fee', 500],
      ['gas', 11_600],
    ])
    const own = await people.call('GET', '/v1/me/cylinders', undefined, token)
    expect(own.body.items).toMatchObject([{ code, inDate: true, nextInspectionOn: '2028-03-01' }])
    const stranger = await people.signIn((await people.newCustomer()).phone)
    const nothing = await people.call('GET', '/v1/me/receipts', undefined, stranger)
    expect(nothing.body.items).toEqual([])
    const none = await people.call('GET', '/v1/me/cylinders', undefined, stranger)
    expect(none.body.items).toEqual([])
    const url = `/v1/me/orders/${placed.body.id}/rating`
    const wrong = await people.call('POST', url, { score: 6 }, token)
    expect(wrong.body.errors[0].path).toBe('/score')
    const words = { score: 2, comment: '送气工李四迟到' }
    const rated = await Promise.all([1, 2, 3].map(() => people.call('POST', url, words, token)))
    expect(rated.filter(({ status }) => status === 201)).toHaveLength(1)
    const list = await people.call('GET', '/v1/ratings?atMost=2')
    expect(list.body.items).toMatchObject([{ orderId: placed.body.id, ...words }])
    const b = await people.call('GET', '/v1/ratings', undefined, people.world.tokens['office-b'])
    expect(b.body.items).toEqual([])
    const stored = await people.api.database.pool.query('select comment from order_rating')
    expect(JSON.stringify(stored.rows)).not.toContain('李四')
  })

  it('R000-3.0.11 is visited first where there is special care, and nobody reads why', async () => {
    const customer = await people.newCustomer()
    await people.must('POST', '/v1/home-plans', { year: 2026 })
    const url = `/v1/customers/${customer.id}/care`
    const wrong = await people.call('POST', url, { needs: ['rich'] })
    expect(wrong.body.errors[0].path).toBe('/needs/0')
    await people.must('POST', url, { needs: ['elderly', 'disabled'] })
    const first = await people.call('GET', '/v1/home-plans?limit=1')
    expect(first.body.items).toMatchObject([{ customerId: customer.id, care: true }])
    const { pool } = people.api.database
    const { rows } = await pool.query(
      `select (select json_agg(c) from customer_care c)::text || (select json_agg(h) from home_plan h)::text as text`,
    )
    expect(rows[0].text).not.toMatch(/elderly|disabled/)
    await people.must('POST', url, { needs: [] })
    const after = await people.call('GET', '/v1/home-plans?limit=1')
    expect(after.body.items[0].care).toBe(false)
  })

  it('shows what was found at the own home alone, and takes the proof of its repair', async () => {
    const mine = await people.newCustomer()
    const other = await people.newCustomer()
    const items = ['cylinder', 'regulator', 'appliance', 'environment'].map((item) => ({
      item,
      ok: true,
    }))
    const found = async (customer: Json): Promise<string> => {
      const told = await people.must('POST', '/v1/safety-inspections', {
        premisesId: customer.premisesId,
        happenedAt: new Date(people.api.clock.now).toISOString(),
        kind: 'on-demand',
        check: { items: [...items, { item: 'hose', ok: false, defect: 'aged' }] },
        signature: { kind: 'refused' },
        notice: { dueOn: '2026-12-31', signature: { kind: 'refused' } },
      })
      return told.rectificationId
    }
    const [own, foreign] = [await found(mine), await found(other)]
    await people.must('POST', '/v1/home-parts', {
      premisesId: other.premisesId,
      kind: 'hose',
      useUntil: '2027-01-01',
    })
    const token = await people.signIn(mine.phone)
    const list = await people.call('GET', '/v1/me/rectifications', undefined, token)
    expect(list.body.items.map((one: Json) => one.id)).toEqual([own])
    const checks = await people.call('GET', '/v1/me/safety-inspections', undefined, token)
    expect(checks.body.items).toHaveLength(1)
    const parts = await people.call('GET', '/v1/me/home-parts', undefined, token)
    expect(parts.body.items).toEqual([])
    const proof = { repairedOn: '2026-11-20', firm: '某维修公司' }
    const mended = { items: [...items, { item: 'hose', ok: true }] }
    await people.must('POST', `/v1/rectifications/${foreign}/close`, {
      happenedAt: new Date(people.api.clock.now).toISOString(),
      check: mended,
      signature: { kind: 'refused' },
    })
    // R001-5.5-¶8: three years from the day on which it was closed.
    const holds = await people.call('GET', `/v1/customers/${other.id}/erasure`)
    expect(holds.body.holds).toEqual([{ reason: 'RECTIFICATION_ARCHIVE', until: '2029-11-20' }])
    const theirs = `/v1/me/rectifications/${foreign}/proofs`
    expect((await people.call('POST', theirs, proof, token)).status).toBe(404)
    const ours = `/v1/me/rectifications/${own}/proofs`
    expect((await people.call('POST', ours, proof, token)).body).toMatchObject({ inTime: true })
  })

  it('R003-5.12.6-8: warns of what holds where one lives, in the words of the public', async () => {
    const { phone } = await people.newCustomer()
    const token = await people.signIn(phone)
    const warn = (area: string, title: string) =>
      people.must('POST', '/v1/supply-warnings', {
        ...{ enterpriseId: 'ent-a', kind: 'weather', level: 'yellow', area, title },
        ...{ cause: '气温骤降', advice: '勿用火烤气瓶', important: false },
        startsAt: new Date(people.api.clock.now).toISOString(),
      })
    const { region } = (await people.call('GET', '/v1/me', undefined, token)).body.customer
    await warn('65', '别处')
    const over = await warn(region, '已解除')
    await people.must('POST', `/v1/supply-warnings/${over.id}/lift`, { reason: '已过' })
    await warn(region.slice(0, 4), '寒潮')
    const { body } = await people.call('GET', '/v1/me/warnings', undefined, token)
    expect(body.items.map(({ title }: Json) => title)).toEqual(['寒潮'])
    expect(body.items[0].told).toBeUndefined()
  })

  it('stands for nobody once the customer is erased, nor without a customer behind it', async () => {
    const { phone, id } = await people.newCustomer()
    const token = await people.signIn(phone)
    const why = { purpose: 'person-asked', reason: 'moved away' }
    await people.must('POST', `/v1/customers/${id}/erasure`, why)
    const gone = await people.call('GET', '/v1/me', undefined, token)
    expect([gone.status, gone.body.code]).toEqual([404, 'NOT_FOUND'])
    people.later()
    await people.ask(phone)
    const plain = await people.call('GET', '/v1/me', undefined, people.world.tokens['customer'])
    expect(plain.status).toBe(404)
  })
})
