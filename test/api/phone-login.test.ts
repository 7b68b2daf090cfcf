import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountWorld, startAccounts } from './account-world.ts'
import type { Json } from './api-harness.ts'
import { archived } from './people-world.ts'

let people: AccountWorld

beforeAll(async () => {
  people = await startAccounts()
}, 60_000)
afterAll(() => people.api.close())

/** How many codes wait for a provider; what is in them is sealed. */
const sent = async (): Promise<number> => {
  const { rows } = await people.api.database.pool.query<{ count: number }>(
    `select count(*)::int as count from notification where template = 'one-time-code'`,
  )
  return rows[0]?.count ?? 0
}

describe('signing in by phone and code (R000-6.4.1, R002-5.8.1)', () => {
  it('answers alike for a number that somebody has and one that nobody has', async () => {
    const { phone } = await people.newCustomer()
    people.later()
    const known = await people.ask(phone)
    const unknown = await people.ask('13900000001')
    expect([known.status, Object.keys(known.body)]).toEqual([202, ['expiresAt']])
    expect(unknown).toMatchObject({ status: 202, body: known.body })
    expect((await people.redeem('13900000001', '000000')).body.code).toBe('INVALID_CREDENTIALS')
    expect((await people.redeem(phone, '000000')).body.code).toBe('INVALID_CREDENTIALS')
  })

  it('sends the code to the phone of the customer alone, and nowhere in the open', async () => {
    const { phone } = await people.newCustomer()
    people.later()
    await people.ask(phone)
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
    people.later()
    const phone = '13900000002'
    expect((await people.ask(phone)).status).toBe(202)
    const again = await people.ask(phone)
    expect([again.status, again.body.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(again.headers['retry-after'])).toBe(60)
    for (let i = 0; i < 4; i += 1) {
      people.api.clock.now += 60_001
      expect((await people.ask(phone)).status).toBe(202)
    }
    people.api.clock.now += 60_001
    expect((await people.ask(phone)).status).toBe(429)
  })

  it('sends one code when it is asked for many times at once', async () => {
    people.later()
    const answers = await Promise.all(Array.from({ length: 6 }, () => people.ask('13900000003')))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  })

  it('is good once, for ten minutes, for five guesses, and only the newest', async () => {
    const { phone } = await people.newCustomer()
    await people.signIn(phone)
    expect((await people.redeem(phone)).status).toBe(401)
    people.later()
    await people.plant(phone)
    people.api.clock.now += 10 * 60_000 + 1
    expect((await people.redeem(phone)).status).toBe(401)
    people.later()
    await people.plant(phone)
    for (let i = 0; i < 5; i += 1) expect((await people.redeem(phone, '999999')).status).toBe(401)
    expect((await people.redeem(phone)).status).toBe(401)
  })

  it('opens one session when the right code comes many times at once', async () => {
    const { phone } = await people.newCustomer()
    people.later()
    await people.plant(phone)
    const answers = await Promise.all(Array.from({ length: 4 }, () => people.redeem(phone)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('names the field that is wrong', async () => {
    const phone = await people.ask('12')
    expect(phone.body).toMatchObject({ code: 'INVALID_IDENTITY', path: '/phone' })
    const code = await people.redeem('13900000004', '12')
    expect(code).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    expect(code.body.errors[0].path).toBe('/code')
  })

  it('asks which customer where a number belongs to several, in several enterprises', async () => {
    const mine = await people.newCustomer()
    const other = await people.api.call('POST', '/v1/customers', people.world.tokens['office-b'], {
      ...archived(500),
      region: '370302',
      phone: mine.phone,
    })
    expect(other.status).toBe(201)
    people.later()
    await people.plant(mine.phone)
    const asked = await people.redeem(mine.phone)
    expect(asked).toMatchObject({ status: 200, body: { token: null } })
    expect(asked.body.choices.map((one: Json) => one.enterpriseId)).toEqual(['ent-a', 'ent-b'])
    const foreign = await people.redeem(mine.phone, '123456', { customerId: randomUUID() })
    expect(foreign.status).toBe(401)
    const chosen = await people.redeem(mine.phone, '123456', { customerId: other.body.id })
    expect(chosen.status).toBe(201)
    const me = await people.call('GET', '/v1/me', undefined, chosen.body.token)
    expect(me.body.customer).toMatchObject({ id: other.body.id, enterpriseId: 'ent-b' })
  })
})
