import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountWorld, startAccounts } from './account-world.ts'

let people: AccountWorld

beforeAll(async () => {
  people = await startAccounts()
}, 60_000)
afterAll(() => people.api.close())

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
    const { id } = await people.newCustomer()
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
    const { id } = await people.newCustomer()
    const office = { role: 'office', enterpriseId: 'ent-a' }
    expect(await user(id, office)).toMatchObject({ status: 422, body: { path: '/customerId' } })
    expect(await user(randomUUID())).toMatchObject({
      status: 422,
      body: { code: 'UNKNOWN_REFERENCE', path: '/customerId' },
    })
  })
})
