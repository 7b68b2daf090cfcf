import { afterAll, beforeAll, expect, it } from 'vitest'
import { PriceNoticeStore } from '#store/deadlines/price-notice-store.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
})
afterAll(() => api?.close())

const price = (more: object = {}) => ({
  enterpriseId: 'ent-a',
  model: 'YSP-15',
  labelledNetG: 14_500,
  gasFen: 12_100,
  deliveryFeeFen: 500,
  publishedFenPerKg: 800,
  validFrom: '2026-11-21',
  basis: '鲁发改价格〔2026〕12号',
  ...more,
})
const publish = (more: object = {}) => world.post('/v1/prices', price(more))

it('R000-5.1.3 a change is published ahead of its day, with its basis; the first price of a size is none', async () => {
  // 16:00 of 20 November in China: tomorrow is the first day.
  expect((await publish({ validFrom: '2026-11-20' })).body).toMatchObject({
    code: 'PRICE_NOTICE_TOO_SHORT',
    path: '/validFrom',
    measured: '2026-11-20',
    limit: '2026-11-21',
    clause: 'R000-5.1.3',
  })
  expect((await publish({ basis: undefined })).body).toMatchObject({ path: '/basis' })
  expect((await publish()).status).toBe(201)
  expect((await publish()).body).toMatchObject({ code: 'ALREADY_EXISTS' })
  const first = { model: 'YSP118', labelledNetG: 49_000, validFrom: '2026-11-01', basis: undefined }
  expect((await publish(first)).status).toBe(201)
})

it('the day changes at midnight in China', async () => {
  const before = api.clock.now
  api.clock.now = Date.parse('2026-11-20T15:59:59.999Z')
  const late = { validFrom: '2026-11-22', gasFen: 12_200 }
  expect((await publish({ ...late, validFrom: '2026-11-21' })).body.code).toBe('ALREADY_EXISTS')
  api.clock.now += 1
  expect((await publish({ ...late, validFrom: '2026-11-21' })).body).toMatchObject({
    code: 'PRICE_NOTICE_TOO_SHORT',
    limit: '2026-11-22',
  })
  expect((await publish(late)).status).toBe(201)
  api.clock.now = before
})

it('everybody reads what changes, from when, why, and how orders are settled', async () => {
  const url = '/v1/public/price-notices?enterpriseId=ent-a'
  const { body } = await api.call('GET', url)
  expect(body.items).toMatchObject([
    { model: 'YSP-15', beforeFen: 12_100, afterFen: 12_200, validFrom: '2026-11-22' },
    { beforeFen: 11_600, afterFen: 12_100, validFrom: '2026-11-21', basis: price().basis },
  ])
  expect(body.items[1].settlement.zh).toContain('2026-11-20 及以前下的订单按原价结算')
  const page = (await api.call('GET', `${url}&limit=1`)).body
  const rest = (await api.call('GET', `${url}&limit=1&cursor=${page.next}`)).body
  expect([...page.items, ...rest.items]).toEqual(body.items)
})

it('customers who buy that size are told once each, and read it in the app', async () => {
  const { pool } = api.database
  const customers = [await world.customer(), await world.customer(), await world.customer()]
  for (const customer of customers) await world.order(customer)
  await pool.query(`update customer set last_supplied_on = '2026-11-01' where id = any ($1)`, [
    customers.slice(0, 2).map(({ id }) => id),
  ])
  const store = new PriceNoticeStore(pool)
  let passes = 0
  while (await store.tellSome(api.clock.now, 1)) passes += 1
  expect(passes).toBe(6)
  const { rows } = await pool.query<{ to: string }>(
    `select to_ref as "to" from notification where template = 'price-change' order by 1`,
  )
  const two = customers.slice(0, 2).map(({ id }) => id)
  expect(rows.map(({ to }) => to)).toEqual([...two, ...two].sort())
})

it('R001-6.3-2 who promised free delivery takes no fee', async () => {
  const terms = { ways: ['cash'], freeDelivery: true }
  await api.call('PUT', '/v1/payment-terms', world.tokens['office'], terms)
  expect((await publish({ validFrom: '2026-12-01' })).body).toMatchObject({
    code: 'FREE_DELIVERY_PROMISED',
    path: '/deliveryFeeFen',
    measured: 500,
    clause: 'R001-6.3-2',
  })
  expect((await publish({ validFrom: '2026-12-01', deliveryFeeFen: 0 })).status).toBe(201)
})

it('nobody changes the prices of another enterprise', async () => {
  const answer: { body: Json } = await publish({ enterpriseId: 'ent-b' })
  expect(answer.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/enterpriseId' })
})
