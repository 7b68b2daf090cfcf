import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretPlace } from '#store/queries/notifications/enqueue.ts'
import { testVault } from '#test/setup/vault.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { archived, home } from './people-world.ts'
import {
  buildSales,
  codesOf,
  type Customer,
  safetyTraining,
  type SalesWorld,
  visit,
} from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
let serial = 0

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

/** Somebody with a phone number in the vault. */
const someone = async (): Promise<Customer> => {
  serial += 1
  const made = await world.post('/v1/customers', archived(serial, { name: '李·四' }))
  const { id } = made.body
  await world.post(`/v1/customers/${id}/verifications`, {
    method: 'paper-seen',
    result: 'verified',
  })
  const place = home(`人民路 ${serial} 号`, { region: '370302' })
  const premises = await world.post(`/v1/customers/${id}/premises`, place)
  return { id, premisesId: premises.body.id }
}

/** What the customer reads on their phone. */
const codeSentTo = async ({ id }: Customer): Promise<string> => {
  const { pool } = api.database
  const { rows } = await pool.query<{ id: string; sealed: Buffer; personId: string }>(
    `select n.id, n.sealed_params as sealed, c.person_id as "personId" from notification n join customer c on c.id = n.to_ref
     where n.to_ref = $1 and n.template = 'delivery-code' order by n.created_at desc limit 1`,
    [id],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('no code was sent')
  const vault = testVault(pool)
  await vault.start()
  const text = await vault.openFor(pool, row.personId, secretPlace(row.id), row.sealed)
  return (JSON.parse(text ?? '{}') as { code: string }).code
}

const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const deliver = (order: Json, code: string, more: object) =>
  world.post(`/v1/orders/${order.id}/deliver`, visit([code], more), 'courier')

describe('a one-time code stands for the signature', () => {
  const now = () => new Date(api.clock.now).toISOString()

  it('goes to the customer alone; typed in time it signs the visit, and lies nowhere', async () => {
    await world.cylinder('CODE-1')
    const customer = await someone()
    const order = await world.order(customer)
    const asked = await world.post(`/v1/orders/${order.id}/code`, {}, 'courier')
    expect(asked.status, JSON.stringify(asked.body)).toBe(201)
    expect(Date.parse(asked.body.until)).toBe(api.clock.now + 600_000)
    const code = await codeSentTo(customer)
    expect(JSON.stringify(asked.body)).not.toContain(code)
    const soon = await world.post(`/v1/orders/${order.id}/code`, {}, 'courier')
    expect(soon).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
    const check = `/v1/orders/${order.id}/code/check`
    expect(await world.post(check, { code: otherThan(code) }, 'courier')).toMatchObject({
      status: 409,
      body: { code: 'CODE_REFUSED', path: '/code', rule: 'wrong', measured: 4 },
    })
    expect(await world.post(check, { code }, 'courier')).toMatchObject({ status: 200 })
    const signature = { kind: 'code', code }
    const answer = await deliver(order, 'CODE-1', { happenedAt: now(), signature })
    expect(codesOf(answer.body.findings)).toEqual([])
    const { rows } = await api.database.pool.query<{ all: string }>(
      `select (select json_agg(d)::text from delivery d where order_id = $1) || (select json_agg(v)::text from visit_code v) as all`,
      [order.id],
    )
    expect(rows[0]?.all).not.toContain(`"${code}"`)
    expect(api.log.join('\n')).not.toContain(`"${code}"`)
  })

  it('wrong, late, spent or never sent: the visit stands, and says that it was not signed', async () => {
    const cases: readonly [string, string, (order: Json, code: string) => Promise<object>][] = [
      ['CODE-2', 'code wrong', async (_order, code) => ({ code: otherThan(code) })],
      [
        'CODE-3',
        'code late',
        async (_order, code) => {
          const happenedAt = new Date(api.clock.now + 601_000).toISOString()
          return { code, happenedAt }
        },
      ],
      [
        'CODE-4',
        'code spent',
        async (order, code) => {
          const url = `/v1/orders/${order.id}/code/check`
          const guesses = Array.from({ length: 8 }, () =>
            world.post(url, { code: otherThan(code) }, 'courier'),
          )
          const rules = (await Promise.all(guesses)).map(({ body }) => body.rule)
          expect(rules.filter((rule) => rule === 'wrong')).toHaveLength(5)
          expect(rules.filter((rule) => rule === 'spent')).toHaveLength(3)
          return { code }
        },
      ],
    ]
    for (const [cylinder, why, prepare] of cases) {
      await world.cylinder(cylinder)
      const customer = await someone()
      const order = await world.order(customer)
      await world.post(`/v1/orders/${order.id}/code`, {}, 'courier')
      const { code, ...more } = (await prepare(order, await codeSentTo(customer))) as Json
      const signature = { kind: 'code', code }
      const answer = await deliver(order, cylinder, { happenedAt: now(), signature, ...more })
      expect(answer.status).toBe(201)
      const found = answer.body.findings.filter((one: Json) => one.code === 'NOT_SIGNED')
      expect(found, cylinder).toMatchObject([{ measured: why, clause: 'R003-7.2.2' }])
    }
    await world.cylinder('CODE-5')
    const order = await world.order(await someone())
    const signature = { kind: 'code', code: '000000' }
    const answer = await deliver(order, 'CODE-5', { signature })
    expect(answer.body.findings).toMatchObject([{ code: 'NOT_SIGNED', measured: 'code none' }])
  })

  it('typed offline in time counts, however late it is told', async () => {
    await world.cylinder('CODE-6')
    const customer = await someone()
    const order = await world.order(customer)
    await world.post(`/v1/orders/${order.id}/code`, {}, 'courier')
    const happenedAt = new Date(api.clock.now + 540_000).toISOString()
    const signature = { kind: 'code', code: await codeSentTo(customer) }
    const before = api.clock.now
    api.clock.now += 3 * 3_600_000
    const answer = await deliver(order, 'CODE-6', { happenedAt, signature })
    expect(codesOf(answer.body.findings)).not.toContain('NOT_SIGNED')
    api.clock.now = before
  })

  it.each([[{ code: '12345' }], [{ code: 123_456 }], [{ code: '１２３４５６' }], [{}], [[]]])(
    'refuses %o by field',
    async (body) => {
      const order = await world.order(await world.customer())
      const answer = await world.post(`/v1/orders/${order.id}/code/check`, body, 'courier')
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    },
  )

  it('of another enterprise’s order is not there', async () => {
    const order = await world.order(await world.customer())
    await world.post(
      '/v1/users',
      { username: 'courier-b', password: ADMIN_PASSWORD, role: 'courier', enterpriseId: 'ent-b' },
      'admin',
    )
    const token = await api.login('courier-b')
    for (const [path, body] of [
      ['code', {}],
      ['code/check', { code: '000000' }],
    ] as const) {
      const url = `/v1/orders/${order.id}/${path}`
      expect((await api.call('POST', url, token, body)).status).toBe(404)
    }
  })
})

describe('who brings cylinders is trained', () => {
  const newCourier = async (username: string, enterpriseId = 'ent-a'): Promise<string> => {
    const user = { username, password: ADMIN_PASSWORD, role: 'courier', enterpriseId }
    await world.post('/v1/staff', { enterpriseId, operator: username }, 'admin')
    return (await world.post('/v1/users', user, 'admin')).body.id
  }
  const assign = async (courierId: string) => {
    const order = await world.order(await world.customer())
    return world.post(`/v1/orders/${order.id}/assign`, { courierId, vehicle: 'van-1' })
  }

  it('R003-7.2.2 without a passed safety training nobody is sent out in Zibo', async () => {
    const id = await newCourier('new-1')
    expect(await assign(id)).toMatchObject({
      status: 409,
      body: {
        code: 'UNTRAINED',
        path: '/courierId',
        rule: 'COURIER_UNTRAINED',
        clause: 'R003-7.2.2',
      },
    })
    const failed = {
      ...safetyTraining('ent-a', 'new-1'),
      people: [{ operator: 'new-1', passed: false }],
    }
    await world.post('/v1/trainings', failed)
    expect((await assign(id)).status).toBe(409)
    await world.post('/v1/trainings', safetyTraining('ent-a', 'new-1'))
    expect((await assign(id)).status).toBe(200)
  })

  it('R002-5.7.1 a certificate that is past stands against it everywhere, on its last day it does not', async () => {
    const id = await newCourier('old-1')
    const paper = (validUntil: string, certificateNo: string) =>
      world.post('/v1/staff-certificates', {
        enterpriseId: 'ent-a',
        operator: 'old-1',
        kind: 'delivery',
        certificateNo,
        validUntil,
      })
    await world.post('/v1/trainings', safetyTraining('ent-a', 'old-1'))
    await paper('2026-11-19', 'P-1')
    expect(await assign(id)).toMatchObject({
      status: 409,
      body: { code: 'UNCERTIFIED', clause: 'R002-5.7.1', limit: '2026-11-19' },
    })
    await paper('2026-11-20', 'P-2')
    expect((await assign(id)).status).toBe(200)
  })

  it('a visit that happened stands, with the finding', async () => {
    await newCourier('new-2')
    await world.cylinder('TRAIN-1')
    const order = await world.order(await world.customer())
    const token = await api.login('new-2')
    const url = `/v1/orders/${order.id}/deliver`
    const answer = await api.call('POST', url, token, visit(['TRAIN-1']))
    expect(answer.status).toBe(201)
    expect(answer.body.findings).toContainEqual(
      expect.objectContaining({
        code: 'COURIER_UNTRAINED',
        severity: 'warn',
        clause: 'R003-7.2.2',
      }),
    )
  })
})

describe('a pick-up at the counter', () => {
  const pickUp = ({ id }: Customer, more: object = {}) =>
    world.post('/v1/orders', {
      customerId: id,
      channel: 'pickup',
      lines: [{ model: 'YSP-15', quantity: 1 }],
      ...more,
    })

  it('is for the only home of the customer: its limits hold, and its hazards', async () => {
    const customer = await world.customer()
    const made = await pickUp(customer)
    expect(made.body).toMatchObject({ channel: 'pickup', premisesId: customer.premisesId })
    await world.cylinder('PICK-1')
    const url = `/v1/orders/${made.body.id}/deliver`
    const { check: _, installation: _i, ...handed } = visit(['PICK-1'])
    const answer = await world.post(url, handed, 'station')
    expect(answer.body).toMatchObject({ orderState: 'delivered' })
    expect(codesOf(answer.body.findings)).not.toContain('NOT_INSTALLED')
    expect(await pickUp(customer, { lines: [{ model: 'YSP-15', quantity: 40 }] })).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: expect.stringMatching(/^TOO_M/) },
    })
    const other = await world.customer()
    await api.database.pool.query(`update premises set room_use = 'bedroom' where id = $1`, [
      other.premisesId,
    ])
    expect(await pickUp(other)).toMatchObject({
      status: 409,
      body: { rule: 'PREMISES_UNSUITABLE' },
    })
  })

  it('names the home where there are several, and needs none where there is none', async () => {
    const customer = await someone()
    const second = home('第二处', { region: '370302' })
    await world.post(`/v1/customers/${customer.id}/premises`, second)
    expect(await pickUp(customer)).toMatchObject({
      status: 422,
      body: { code: 'INCONSISTENT_REQUEST', path: '/premisesId' },
    })
    expect((await pickUp(customer, { premisesId: customer.premisesId })).status).toBe(201)
    const homeless = await world.customer()
    await api.database.pool.query('update premises set closed_at = now() where id = $1', [
      homeless.premisesId,
    ])
    expect((await pickUp(homeless)).body).toMatchObject({ premisesId: null, state: 'placed' })
  })
})
