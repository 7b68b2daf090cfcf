import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, type SalesWorld } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const ALL_TERMS = [
  'gas-quality',
  'price-and-settlement',
  'duties-of-both-sides',
  'installation-and-repair',
  'stop-of-supply',
  'free-services',
  'safety-notice',
  'data-security',
]

const contractOf = async ({ id }: Customer, more: object = {}) => ({
  customerId: id,
  no: `GQ-${id.slice(0, 8)}`,
  signedOn: '2026-11-01',
  validFrom: '2026-11-01',
  validUntil: '2027-10-31',
  terms: ALL_TERMS,
  document: await world.picture('office'),
  ...more,
})

const order = ({ id, premisesId }: Customer, more: object = {}) =>
  world.post('/v1/orders', {
    customerId: id,
    premisesId,
    lines: [{ model: 'YSP-15', quantity: 1 }],
    ...more,
  })

const key = (text: string) => ({
  headers: { authorization: `Bearer ${world.tokens['office']}`, 'idempotency-key': text },
})

describe('a supply contract', () => {
  it('R002-5.2.3 R004-A2-28 stands with number, period, paper and terms, and on the orders made under it', async () => {
    const customer = await world.customer()
    const body = await contractOf(customer, { terms: ['gas-quality'] })
    const { status, body: made } = await world.post('/v1/contracts', body)
    expect(status, JSON.stringify(made)).toBe(201)
    expect(made).toMatchObject({ no: body.no, inForce: true, document: body.document })
    expect(made.missingTerms).toEqual(ALL_TERMS.slice(1))
    expect(await order(customer, { contractNo: 'GQ-OTHER' })).toMatchObject({
      status: 422,
      body: { code: 'UNKNOWN_REFERENCE', path: '/contractNo' },
    })
    expect((await order(customer)).body.contractNo).toBe(body.no)
    expect((await order(customer, { contractNo: body.no })).body.contractNo).toBe(body.no)
    const list = await api.call(
      'GET',
      `/v1/contracts?customerId=${customer.id}&on=2027-10-31`,
      world.tokens['regulator'],
    )
    expect(list.body.items.map(({ id }: Json) => id)).toEqual([made.id])
  })

  it('is ended once, and binds until that day', async () => {
    const customer = await world.customer()
    const { body: made } = await world.post('/v1/contracts', await contractOf(customer))
    const url = `/v1/contracts/${made.id}/end`
    const early = { endedOn: '2026-10-31', reason: 'x' }
    expect(await world.post(url, early)).toMatchObject({ status: 422, body: { path: '/endedOn' } })
    const end = { endedOn: '2026-11-19', reason: '搬家' }
    const answers = await Promise.all([world.post(url, end), world.post(url, end)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const no = { contractNo: made.no }
    expect((await order(customer, no)).status).toBe(422)
  })

  it('R004-A2-28 is asked for before a sale where the scheme of the place scores it', async () => {
    const customer = await world.customer({ region: '370402' })
    const refused = await order(customer)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: 'CONTRACT_MISSING', clause: 'R004-A2-28' },
    })
    expect(refused.body.remedy).toMatch(/contracts/)
    await world.post('/v1/contracts', await contractOf(customer))
    expect((await order(customer)).status).toBe(201)
  })

  it('is recorded once by concurrent repeats with one key; a second of its number is refused', async () => {
    const customer = await world.customer()
    const body = await contractOf(customer)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.post('/v1/contracts', body, 'office', key('c-1'))),
    )
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
    const again = await world.post('/v1/contracts', body)
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS', path: '/no' } })
  })

  it.each([
    [{ no: '合同 1' }, 400, '/no'],
    [{ signedOn: '2026-02-30' }, 400, '/signedOn'],
    [{ signedOn: '2026-11-21' }, 422, '/signedOn'],
    [{ validUntil: '2026-10-31' }, 422, '/validUntil'],
    [{ terms: [] }, 400, '/terms'],
    [{ terms: ['gas-quality', 'gas-quality'] }, 422, '/terms/1'],
    [{ terms: ['weather'] }, 400, '/terms/0'],
    [{ document: '0'.repeat(64) }, 422, '/document'],
    [{ document: 'scan.pdf' }, 400, '/document'],
    [{ document: undefined }, 400, '/document'],
    [{ customerId: randomUUID() }, 422, '/customerId'],
  ])('refuses %o by field', async (change, status, path) => {
    const body = { ...(await contractOf(await world.customer())), ...change }
    expect(await world.post('/v1/contracts', body)).toMatchObject({ status, body: { path } })
  })

  it('of another enterprise is not there', async () => {
    const other = await world.customer({ enterpriseId: 'ent-b', region: '650102' })
    const body = await contractOf(other)
    expect(await world.post('/v1/contracts', body)).toMatchObject({
      status: 422,
      body: { path: '/customerId' },
    })
    const { rows } = await api.database.pool.query<{ id: string }>(
      `insert into supply_contract (id, enterprise_id, customer_id, region, no, signed_on, valid_from, terms, document,
         recorded_by, recorded_at)
       values ($1, 'ent-b', $2, '650102', 'B-1', '2026-01-01', '2026-01-01', '{}', '\\x00', $1, now()) returning id`,
      [randomUUID(), other.id],
    )
    const url = `/v1/contracts/${rows[0]?.id}`
    for (const role of ['office', 'courier', 'regulator']) {
      expect((await api.call('GET', url, world.tokens[role])).status).toBe(404)
      const list = await api.call('GET', '/v1/contracts', world.tokens[role])
      expect(JSON.stringify(list.body)).not.toContain('B-1')
    }
    expect((await world.post(`${url}/end`, { endedOn: '2026-11-20', reason: 'x' })).status).toBe(
      404,
    )
  })
})
