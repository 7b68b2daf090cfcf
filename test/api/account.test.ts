import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { testVault } from '#test/setup/vault.ts'
import { archived, home, type PeopleWorld, startPeopleWorld } from './people-world.ts'
import { cylinderBody } from './small-world.ts'

let people: PeopleWorld
let vault: PersonVault

beforeAll(async () => {
  people = await startPeopleWorld()
  vault = testVault(people.api.database.pool)
  await vault.start()
  await people.must('POST', '/v1/prices', {
    enterpriseId: 'ent-a',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
})

afterAll(() => people.api.close())

let n = 0
const newCustomer = async (more: object = {}): Promise<Json> => {
  n += 1
  const customer = await people.must('POST', '/v1/customers', archived(n, more))
  const premises = await people.must(
    'POST',
    `/v1/customers/${customer.id}/premises`,
    home(`淄博市张店区柳泉路 ${n} 号`, { region: '370302' }),
  )
  return { ...customer, phone: `1380533${String(n).padStart(4, '0')}`, premisesId: premises.id }
}

/** Later than a code is good for, and not so late that the sessions of the staff are over. */
const later = () => {
  people.api.clock.now += 11 * 60_000
}

const ask = (phone: string) => people.api.call('POST', '/v1/sessions/codes', undefined, { phone })

/** How many codes wait for a provider; what is in them is sealed. */
const sent = async (): Promise<number> => {
  const { rows } = await people.api.database.pool.query<{ count: number }>(
    `select count(*)::int as count from notification where template = 'one-time-code'`,
  )
  return rows[0]?.count ?? 0
}

/** Writes a known code in place of the drawn one, as nobody can read that. */
const plant = async (phone: string, code = '123456'): Promise<void> => {
  const asked = await ask(phone)
  expect(asked.status).toBe(202)
  const mac = vault.mac('login-code', `${phone} ${code}`)
  await people.api.database.pool.query('update login_code set code_mac = $1 where phone_mac = $2', [
    mac,
    vault.mac('phone', phone),
  ])
}

const redeem = (phone: string, code = '123456', more: object = {}) =>
  people.api.call('POST', '/v1/sessions/phone', undefined, { phone, code, ...more })

const signIn = async (phone: string, more: object = {}): Promise<string> => {
  later()
  await plant(phone)
  const { status, body } = await redeem(phone, '123456', more)
  expect(status).toBe(201)
  return body.token
}

describe('signing in by phone and code (R000-6.4.1, R002-5.8.1)', () => {
  it('answers alike for a number that somebody has and one that nobody has', async () => {
    const { phone } = await newCustomer()
    later()
    const known = await ask(phone)
    const unknown = await ask('13900000001')
    expect([known.status, Object.keys(known.body)]).toEqual([202, ['expiresAt']])
    expect(unknown).toMatchObject({ status: 202, body: known.body })
    expect((await redeem('13900000001', '000000')).body.code).toBe('INVALID_CREDENTIALS')
    expect((await redeem(phone, '000000')).body.code).toBe('INVALID_CREDENTIALS')
  })

  it('sends the code to the phone of the customer alone, and nowhere in the open', async () => {
    const { phone } = await newCustomer()
    later()
    await ask(phone)
    await expect.poll(() => sent()).toBeGreaterThan(0)
    const { rows } = await people.api.database.pool.query(
      `select params, sealed_params is null as open from notification where template = 'one-time-code'`,
    )
    expect(rows.every((row: Json) => row.open === false && row.params.code === undefined)).toBe(
      true,
    )
    const codes = await people.api.database.pool.query('select * from login_code')
    expect(JSON.stringify(codes.rows)).not.toContain(phone)
  })

  it('lets a code be asked for once a minute and five times an hour, known or not', async () => {
    later()
    const phone = '13900000002'
    expect((await ask(phone)).status).toBe(202)
    const again = await ask(phone)
    expect([again.status, again.body.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(again.headers['retry-after'])).toBe(60)
    for (let i = 0; i < 4; i += 1) {
      people.api.clock.now += 60_001
      expect((await ask(phone)).status).toBe(202)
    }
    people.api.clock.now += 60_001
    expect((await ask(phone)).status).toBe(429)
  })

  it('sends one code when it is asked for many times at once', async () => {
    later()
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('13900000003')))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  })

  it('is good once, for ten minutes, for five guesses, and only the newest', async () => {
    const { phone } = await newCustomer()
    await signIn(phone)
    expect((await redeem(phone)).status).toBe(401)
    later()
    await plant(phone)
    people.api.clock.now += 10 * 60_000 + 1
    expect((await redeem(phone)).status).toBe(401)
    later()
    await plant(phone)
    for (let i = 0; i < 5; i += 1) expect((await redeem(phone, '999999')).status).toBe(401)
    expect((await redeem(phone)).status).toBe(401)
  })

  it('opens one session when the right code comes many times at once', async () => {
    const { phone } = await newCustomer()
    later()
    await plant(phone)
    const answers = await Promise.all(Array.from({ length: 4 }, () => redeem(phone)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('names the field that is wrong', async () => {
    const phone = await ask('12')
    expect(phone.body).toMatchObject({ code: 'INVALID_IDENTITY', path: '/phone' })
    const code = await redeem('13900000004', '12')
    expect(code).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    expect(code.body.errors[0].path).toBe('/code')
  })

  it('asks which customer where a number belongs to several, in several enterprises', async () => {
    const mine = await newCustomer()
    const other = await people.api.call('POST', '/v1/customers', people.world.tokens['office-b'], {
      ...archived(500),
      region: '370302',
      phone: mine.phone,
    })
    expect(other.status).toBe(201)
    later()
    await plant(mine.phone)
    const asked = await redeem(mine.phone)
    expect(asked).toMatchObject({ status: 200, body: { token: null } })
    expect(asked.body.choices.map((one: Json) => one.enterpriseId)).toEqual(['ent-a', 'ent-b'])
    const foreign = await redeem(mine.phone, '123456', { customerId: randomUUID() })
    expect(foreign.status).toBe(401)
    const chosen = await redeem(mine.phone, '123456', { customerId: other.body.id })
    expect(chosen.status).toBe(201)
    const me = await people.call('GET', '/v1/me', undefined, chosen.body.token)
    expect(me.body.customer).toMatchObject({ id: other.body.id, enterpriseId: 'ent-b' })
  })
})

describe('under /v1/me', () => {
  it('shows what is known, starred, and gives all of it out on purpose, with a line in the log', async () => {
    const { phone, id } = await newCustomer()
    const token = await signIn(phone)
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
    const { phone, premisesId } = await newCustomer()
    const token = await signIn(phone)
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
    const { phone } = await newCustomer()
    const token = await signIn(phone)
    const other = await newCustomer()
    const body = { premisesId: other.premisesId, lines: [{ model: 'YSP35.5', quantity: 1 }] }
    const answer = await people.call('POST', '/v1/me/orders', body, token)
    expect(answer.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/premisesId' })
  })

  it('reaches nothing of another customer, by whatever id', async () => {
    const mine = await newCustomer()
    const other = await newCustomer()
    const token = await signIn(mine.phone)
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
    const customer = await newCustomer()
    const token = await signIn(customer.phone)
    const code = `ME-${n}`
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
    const stranger = await signIn((await newCustomer()).phone)
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
    const customer = await newCustomer()
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
    const mine = await newCustomer()
    const other = await newCustomer()
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
    const token = await signIn(mine.phone)
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

  it('stands for nobody once the customer is erased, nor without a customer behind it', async () => {
    const { phone, id } = await newCustomer()
    const token = await signIn(phone)
    const why = { purpose: 'person-asked', reason: 'moved away' }
    await people.must('POST', `/v1/customers/${id}/erasure`, why)
    const gone = await people.call('GET', '/v1/me', undefined, token)
    expect([gone.status, gone.body.code]).toEqual([404, 'NOT_FOUND'])
    later()
    await ask(phone)
    const plain = await people.call('GET', '/v1/me', undefined, people.world.tokens['customer'])
    expect(plain.status).toBe(404)
  })
})

describe('an account with a user name', () => {
  const user = (customerId: string, more: object = {}) =>
    people.call(
      'POST',
      '/v1/users',
      {
        username: `c-${customerId.slice(-12)}`,
        role: 'customer',
        password: 'pass word of hers',
        customerId,
        ...more,
      },
      people.world.tokens['admin'],
    )

  it('stands for that customer, once', async () => {
    const { id } = await newCustomer()
    expect(await user(id)).toMatchObject({ status: 201, body: { enterpriseId: 'ent-a' } })
    const signed = await people.api.call('POST', '/v1/sessions', undefined, {
      username: `c-${id.slice(-12)}`,
      password: 'pass word of hers',
    })
    const me = await people.api.call('GET', '/v1/me', signed.body.token)
    expect(me).toMatchObject({ status: 200, body: { customer: { id } } })
    expect(await user(id, { username: 'another' })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_EXISTS', path: '/customerId' },
    })
  })

  it('is for role customer and for somebody who is there', async () => {
    const { id } = await newCustomer()
    const office = { role: 'office', enterpriseId: 'ent-a' }
    expect(await user(id, office)).toMatchObject({ status: 422, body: { path: '/customerId' } })
    expect(await user(randomUUID())).toMatchObject({
      status: 422,
      body: { code: 'UNKNOWN_REFERENCE', path: '/customerId' },
    })
  })
})
