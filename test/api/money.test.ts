import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { DEPOSIT, FEE, GAS, lines, type MoneyWorld, period, startMoney } from './money-world.ts'
import { type SalesWorld, visit } from './sales-world.ts'

let money: MoneyWorld
let world: SalesWorld

beforeAll(async () => {
  money = await startMoney()
  world = money.world
})
afterAll(() => money?.api.close())

const key = (name: string) => ({
  headers: { authorization: `Bearer ${world.tokens['courier']}`, 'idempotency-key': name },
})

describe('a delivery', () => {
  it('R001-6.3-2 is booked with it: gas, fee and deposit apart, each on its own receipt', async () => {
    const customer = await world.customer()
    const payments = [{ method: 'wechat', amountFen: GAS + FEE + DEPOSIT }]
    const { order } = await money.deliver(customer, { payments })
    expect(await money.account(customer)).toMatchObject({
      balanceFen: 0,
      depositsFen: DEPOSIT,
      deposits: [{ count: 1, amountFen: DEPOSIT }],
    })
    const { body } = await money.get(`/v1/orders/${order.id}/receipt`)
    expect(body.slips).toMatchObject([
      { no: `${order.no}-1D`, kind: 'deposit', amountFen: DEPOSIT },
      { no: `${order.no}-1F`, kind: 'delivery-fee', amountFen: FEE },
      { no: `${order.no}-1G`, kind: 'gas', amountFen: GAS },
    ])
    const { body: journal } = await money.get(`/v1/journal?customerId=${customer.id}`)
    expect(journal.items.map(({ kind, totalFen }: Json) => [kind, totalFen])).toEqual([
      ['payment', GAS + FEE + DEPOSIT],
      ['sale', GAS + FEE + DEPOSIT],
    ])
  })

  it('without a payment stays on the account, and repeats at once book it once', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const body = visit([await money.small()], { visitId: randomUUID() })
    const url = `/v1/orders/${order.id}/deliver`
    const all = await Promise.all(Array.from({ length: 6 }, () => world.post(url, body, 'courier')))
    expect(all.map(({ status }) => status)).toEqual(Array(6).fill(201))
    expect(await money.account(customer)).toMatchObject({ balanceFen: GAS + FEE + DEPOSIT })
    const { body: journal } = await money.get(`/v1/journal?customerId=${customer.id}`)
    expect(journal.items).toHaveLength(1)
  })

  it('a visit that failed, and one with a cylinder nobody ordered, cost nothing', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const fail = { happenedAt: '2026-11-20T07:00:00.000Z', reason: 'customer-refused' }
    expect((await world.post(`/v1/orders/${order.id}/fail`, fail, 'courier')).status).toBe(201)
    expect(await money.account(customer)).toMatchObject({ balanceFen: 0 })
  })

  it('a payment by a way nobody knows is refused by field', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const body = visit([await money.small()], { payments: [{ method: 'gold', amountFen: 0 }] })
    const answer = await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
    expect(answer.body).toMatchObject({ code: 'INVALID_REQUEST' })
    const paths = answer.body.errors.map(({ path }: Json) => path)
    expect(paths).toEqual(['/payments/0/method', '/payments/0/amountFen'])
  })
})

describe('deposits', () => {
  it('come back with the cylinder to the account of the holder, by whichever way it returns', async () => {
    const customer = await world.customer()
    const { code } = await money.deliver(customer)
    await money.deliver(customer, { returned: [{ code }] })
    expect(await money.account(customer)).toMatchObject({
      balanceFen: 2 * (GAS + FEE) + DEPOSIT,
      depositsFen: DEPOSIT,
    })
    const { body } = await money.get(`/v1/deposits?customerId=${customer.id}&state=released`)
    expect(body.items).toMatchObject([{ code, amountFen: DEPOSIT }])
  })

  it('a return that was told before its delivery is not forgotten', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const code = await money.small()
    const at = { happenedAt: '2026-11-20T07:40:00.000Z' }
    const back = { ...at, broughtBy: 'customer', customerId: customer.id, returned: [{ code }] }
    const returned = await world.post('/v1/returns', back, 'station')
    expect(returned.body).toMatchObject({ returned: [{ code }] })
    const body = visit([code])
    expect((await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')).status).toBe(201)
    expect(await money.account(customer)).toMatchObject({ depositsFen: 0, balanceFen: GAS + FEE })
  })

  it('a cylinder that another customer brings leaves the deposit to the office, with a signature', async () => {
    const [holder, other] = [await world.customer(), await world.customer()]
    const { code } = await money.deliver(holder)
    await money.deliver(other, { returned: [{ code }] })
    const { body } = await money.get(`/v1/deposits?customerId=${holder.id}`)
    expect(body.items).toMatchObject([{ code, state: 'held' }])
    const url = `/v1/deposits/${body.items[0].id}/release`
    const unsigned = { reason: 'swapped with a neighbour', signature: 'ab'.repeat(32) }
    expect((await world.post(url, unsigned)).body).toMatchObject({ path: '/signature' })
    const signed = { ...unsigned, signature: await world.picture('office') }
    expect((await world.post(url, signed)).body).toMatchObject({ state: 'released' })
    expect((await world.post(url, signed)).body).toMatchObject({ code: 'ALREADY_CLOSED' })
  })
})

describe('payments and refunds', () => {
  it('are booked once a key, and a refund never exceeds the credit, however many ask at once', async () => {
    const customer = await world.customer()
    const pay = {
      customerId: customer.id,
      amountFen: 1_000,
      method: 'alipay',
      paidAt: '2026-11-20T07:00:00.000Z',
    }
    const paid = await Promise.all(
      Array.from({ length: 5 }, () => world.post('/v1/payments', pay, 'courier', key('pay-1'))),
    )
    expect(paid.map(({ status }) => status)).toEqual(Array(5).fill(201))
    expect(await money.account(customer)).toMatchObject({ balanceFen: -1_000 })
    const refund = {
      customerId: customer.id,
      amountFen: 600,
      method: 'cash',
      paidAt: '2026-11-20T07:30:00.000Z',
      reason: 'moves away',
      signature: await world.picture('office'),
    }
    const all = await Promise.all(
      Array.from({ length: 4 }, () => world.post('/v1/refunds', refund)),
    )
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(all.filter(({ status }) => status === 409)).toHaveLength(3)
    const refused = all.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({ code: 'NOTHING_TO_REFUND', limit: 400, unit: 'fen' })
    expect(await money.account(customer)).toMatchObject({ balanceFen: -400 })
  })

  it('R000-5.1.2 only the ways that the enterprise offers; not in the future; not for others', async () => {
    const customer = await world.customer()
    const stranger = await world.customer({ enterpriseId: 'ent-b' })
    const pay = {
      customerId: customer.id,
      amountFen: 100,
      method: 'bank',
      paidAt: '2026-11-20T07:00:00.000Z',
    }
    const terms = { ways: ['cash', 'wechat'], freeDelivery: false }
    const put = (body: object) =>
      money.api.call('PUT', '/v1/payment-terms', world.tokens['office'], body)
    expect((await put({ ...terms, ways: [] })).body).toMatchObject({ code: 'INVALID_REQUEST' })
    expect((await put(terms)).body).toMatchObject(terms)
    expect((await world.post('/v1/payments', pay)).body).toMatchObject({
      code: 'PAYMENT_WAY_NOT_OFFERED',
    })
    await put({ ...terms, ways: ['cash', 'wechat', 'alipay', 'bank', 'account'] })
    const wrong = (more: object) => world.post('/v1/payments', { ...pay, ...more })
    expect((await wrong({ paidAt: '2026-11-20T09:00:00.000Z' })).body.path).toBe('/paidAt')
    expect((await wrong({ customerId: stranger.id })).body.path).toBe('/customerId')
    expect((await wrong({ orderId: randomUUID() })).body.path).toBe('/orderId')
    expect((await money.get(`/v1/customers/${stranger.id}/account`)).status).toBe(404)
    expect((await money.get(`/v1/statements?customerId=${stranger.id}&${period}`)).status).toBe(404)
  })
})

it('an e-invoice number is noted once and belongs to one receipt', async () => {
  const customer = await world.customer()
  await money.deliver(customer)
  const [one, two] = (await money.get(`/v1/receipts?customerId=${customer.id}`)).body.items
  const invoice = { invoiceNo: '26372000000012345678', invoiceOn: '2026-11-20' }
  const note = (id: string, body: object) => world.post(`/v1/receipts/${id}/invoice`, body)
  expect((await note(one.id, { ...invoice, invoiceNo: 'A1' })).body.errors[0].path).toBe(
    '/invoiceNo',
  )
  expect((await note(one.id, invoice)).body).toMatchObject(invoice)
  expect((await note(one.id, invoice)).status, 'the same again').toBe(200)
  expect((await note(two.id, invoice)).body).toMatchObject({ code: 'ALREADY_EXISTS' })
  const other = await note(one.id, { ...invoice, invoiceNo: '26372000000012345679' })
  expect(other.body).toMatchObject({ code: 'INVOICE_NOTED' })
})
