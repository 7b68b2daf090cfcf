import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, type SalesWorld, visit } from './sales-world.ts'

const MODEL = 'YSP12'
const GAS = 4_500
const FEE = 300
const DEPOSIT = 8_000

let api: ApiUnderTest
let world: SalesWorld
let serial = 0

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  const price = {
    enterpriseId: 'ent-a',
    model: MODEL,
    labelledNetG: 4_800,
    gasFen: GAS,
    deliveryFeeFen: FEE,
    depositFen: DEPOSIT,
    publishedFenPerKg: 900,
    validFrom: '2026-01-01',
  }
  expect((await world.post('/v1/prices', price)).status).toBe(201)
})
afterAll(() => api?.close())

const get = (url: string, role = 'office') => api.call('GET', url, world.tokens[role])
const lines = [{ model: MODEL, quantity: 1 }]
const key = (name: string) => ({
  headers: { authorization: `Bearer ${world.tokens['courier']}`, 'idempotency-key': name },
})

const small = async (): Promise<string> => {
  serial += 1
  const code = `MONEY-${serial}`
  await world.cylinder(code, {
    model: MODEL,
    waterVolumeMl: 12_000,
    stampedMaxG: 5_000,
    tareG: 6_500,
  })
  return code
}

/** A visit of a courier that brings one cylinder and takes back others. */
const deliver = async (
  customer: Customer,
  more: { payments?: object[]; returned?: object[]; order?: Json; receipt?: string } = {},
) => {
  const { order = await world.order(customer, { lines }), ...body } = more
  const code = await small()
  const answer = await world.post(`/v1/orders/${order.id}/deliver`, visit([code], body), 'courier')
  expect(answer.body).toMatchObject({ outcome: 'delivered' })
  return { order, code, answer }
}

const account = async (customer: Customer) =>
  (await get(`/v1/customers/${customer.id}/account`)).body

const period = 'from=2026-01-01&to=2026-12-31'
const trial = async () => (await get(`/v1/trial-balance?${period}`)).body
const closing = async (name: string): Promise<number> =>
  (await trial()).accounts.find((one: Json) => one.account === name)?.closingFen ?? 0

describe('a delivery', () => {
  it('R001-6.3-2 is booked with it: gas, fee and deposit apart, each on its own receipt', async () => {
    const customer = await world.customer()
    const payments = [{ method: 'wechat', amountFen: GAS + FEE + DEPOSIT }]
    const { order } = await deliver(customer, { payments })
    expect(await account(customer)).toMatchObject({
      balanceFen: 0,
      depositsFen: DEPOSIT,
      deposits: [{ count: 1, amountFen: DEPOSIT }],
    })
    const { body } = await get(`/v1/orders/${order.id}/receipt`)
    expect(body.slips).toMatchObject([
      { no: `${order.no}-1D`, kind: 'deposit', amountFen: DEPOSIT },
      { no: `${order.no}-1F`, kind: 'delivery-fee', amountFen: FEE },
      { no: `${order.no}-1G`, kind: 'gas', amountFen: GAS },
    ])
    const { body: journal } = await get(`/v1/journal?customerId=${customer.id}`)
    expect(journal.items.map(({ kind, totalFen }: Json) => [kind, totalFen])).toEqual([
      ['payment', GAS + FEE + DEPOSIT],
      ['sale', GAS + FEE + DEPOSIT],
    ])
  })

  it('without a payment stays on the account, and repeats at once book it once', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const body = visit([await small()], { visitId: randomUUID() })
    const url = `/v1/orders/${order.id}/deliver`
    const all = await Promise.all(Array.from({ length: 6 }, () => world.post(url, body, 'courier')))
    expect(all.map(({ status }) => status)).toEqual(Array(6).fill(201))
    expect(await account(customer)).toMatchObject({ balanceFen: GAS + FEE + DEPOSIT })
    const { body: journal } = await get(`/v1/journal?customerId=${customer.id}`)
    expect(journal.items).toHaveLength(1)
  })

  it('a visit that failed, and one with a cylinder nobody ordered, cost nothing', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const fail = { happenedAt: '2026-11-20T07:00:00.000Z', reason: 'customer-refused' }
    expect((await world.post(`/v1/orders/${order.id}/fail`, fail, 'courier')).status).toBe(201)
    expect(await account(customer)).toMatchObject({ balanceFen: 0 })
  })

  it('a payment by a way nobody knows is refused by field', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const body = visit([await small()], { payments: [{ method: 'gold', amountFen: 0 }] })
    const answer = await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
    expect(answer.body).toMatchObject({ code: 'INVALID_REQUEST' })
    const paths = answer.body.errors.map(({ path }: Json) => path)
    expect(paths).toEqual(['/payments/0/method', '/payments/0/amountFen'])
  })
})

describe('deposits', () => {
  it('come back with the cylinder to the account of the holder, by whichever way it returns', async () => {
    const customer = await world.customer()
    const { code } = await deliver(customer)
    await deliver(customer, { returned: [{ code }] })
    expect(await account(customer)).toMatchObject({
      balanceFen: 2 * (GAS + FEE) + DEPOSIT,
      depositsFen: DEPOSIT,
    })
    const { body } = await get(`/v1/deposits?customerId=${customer.id}&state=released`)
    expect(body.items).toMatchObject([{ code, amountFen: DEPOSIT }])
  })

  it('a return that was told before its delivery is not forgotten', async () => {
    const customer = await world.customer()
    const order = await world.order(customer, { lines })
    const code = await small()
    const at = { happenedAt: '2026-11-20T07:40:00.000Z' }
    const back = { ...at, broughtBy: 'customer', customerId: customer.id, returned: [{ code }] }
    const returned = await world.post('/v1/returns', back, 'station')
    expect(returned.body).toMatchObject({ returned: [{ code }] })
    const body = visit([code])
    expect((await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')).status).toBe(201)
    expect(await account(customer)).toMatchObject({ depositsFen: 0, balanceFen: GAS + FEE })
  })

  it('a cylinder that another customer brings leaves the deposit to the office, with a signature', async () => {
    const [holder, other] = [await world.customer(), await world.customer()]
    const { code } = await deliver(holder)
    await deliver(other, { returned: [{ code }] })
    const { body } = await get(`/v1/deposits?customerId=${holder.id}`)
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
    expect(await account(customer)).toMatchObject({ balanceFen: -1_000 })
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
    expect(await account(customer)).toMatchObject({ balanceFen: -400 })
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
    const put = (body: object) => api.call('PUT', '/v1/payment-terms', world.tokens['office'], body)
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
    expect((await get(`/v1/customers/${stranger.id}/account`)).status).toBe(404)
    expect((await get(`/v1/statements?customerId=${stranger.id}&${period}`)).status).toBe(404)
  })
})

describe('the books', () => {
  it('a reversal takes deposit and receipts with it, once, and not after the deposit went back', async () => {
    const customer = await world.customer()
    await deliver(customer)
    const sale = (await get(`/v1/journal?customerId=${customer.id}`)).body.items[0]
    const url = `/v1/journal/${sale.id}/reverse`
    expect((await world.post(url, { reason: 'wrong customer' })).body).toMatchObject({
      id: sale.id,
      reversedBy: expect.any(String),
    })
    expect((await world.post(url, { reason: 'again' })).body).toMatchObject({
      code: 'ALREADY_REVERSED',
    })
    expect(await account(customer)).toMatchObject({ balanceFen: 0, depositsFen: 0 })
    const slips = (await get(`/v1/receipts?customerId=${customer.id}`)).body.items
    expect(slips.every(({ voidedAt }: Json) => voidedAt !== null)).toBe(true)
    const other = await world.customer()
    const first = await deliver(other)
    await deliver(other, { returned: [{ code: first.code }] })
    const entries = (await get(`/v1/journal?customerId=${other.id}`)).body.items
    const sold = entries.find((one: Json) => one.kind === 'sale' && one.orderId === first.order.id)
    const late = await world.post(`/v1/journal/${sold.id}/reverse`, { reason: 'too late' })
    expect(late.body).toMatchObject({ code: 'DEPOSIT_MOVED' })
  })

  it('add up: trial balance, statement page by page, deposits, and the file for the bookkeeper', async () => {
    const { accounts, debitFen, creditFen } = await trial()
    expect(debitFen).toBe(creditFen)
    expect(debitFen).toBeGreaterThan(0)
    const sum = accounts.reduce((total: number, one: Json) => total + one.closingFen, 0)
    expect(sum).toBe(0)
    const { rows } = await api.database.pool.query<{ fen: number }>(
      `select coalesce(sum(amount_fen), 0)::float8 as fen from deposit where state = 'held' and enterprise_id = 'ent-a'`,
    )
    expect(-(await closing('deposits'))).toBe(rows[0]?.fen)
    const file = await get(`/v1/journal.csv?${period}`)
    const table = String(file.body).trim().split('\r\n').slice(1)
    const column = (n: number) =>
      table.reduce((total, row) => total + Math.round(Number(row.split(',')[n]) * 100), 0)
    expect(column(5)).toBe(debitFen)
    expect(column(6)).toBe(creditFen)
  })

  it('a statement runs from what was owed to what is owed', async () => {
    const customer = await world.customer()
    await deliver(customer, { payments: [{ method: 'cash', amountFen: GAS }] })
    await deliver(customer)
    const url = `/v1/statements?customerId=${customer.id}&${period}&limit=2`
    const first = (await get(url)).body
    const rest = (await get(`${url}&cursor=${first.next}`)).body
    const all = [...first.items, ...rest.items]
    expect(all).toHaveLength(3)
    const moved = all.reduce((sum: number, one: Json) => sum + one.debitFen - one.creditFen, 0)
    expect(first).toMatchObject({ openingFen: 0, closingFen: moved })
    expect(moved).toBe(GAS + 2 * (FEE + DEPOSIT))
    const before = (
      await get(`/v1/statements?customerId=${customer.id}&from=2026-11-21&to=2026-12-01`)
    ).body
    expect(before).toMatchObject({ openingFen: moved, closingFen: moved, items: [] })
    expect((await get(`${url}&from=2027-01-01`)).status).toBe(400)
  })

  it('stand: nothing is changed, added or thrown away in them, and nothing uneven is committed', async () => {
    const { pool } = api.database
    const { rows } = await pool.query<{ id: string; no: string }>(
      `select id, no from journal_entry where enterprise_id = 'ent-a' limit 1`,
    )
    const { id = '', no = '' } = rows[0] ?? {}
    const refused = (sql: string, values: unknown[] = []) =>
      expect(pool.query(sql, values)).rejects.toThrow(/only added to|balance/)
    await refused('update journal_line set debit_fen = debit_fen + 1 where entry_id = $1', [id])
    await refused('delete from journal_entry where id = $1', [id])
    await refused('truncate journal_line, journal_entry cascade')
    const line = `insert into journal_line (entry_id, line, entry_no, enterprise_id, account, booked_on, debit_fen, credit_fen)
      values ($1, $3, $2, 'ent-a', '1122', '2026-11-20', $4, $5)`
    await refused(line, [id, no, 90, 5, 0])
    await refused(
      `with e as (insert into journal_entry (enterprise_id, kind, source, booked_on, happened_at, recorded_at, recorded_by, lines, total_fen)
         values ('ent-a', 'payment', 'x', '2026-11-20', now(), now(), 'x', 2, 100) returning id, no)
       insert into journal_line (entry_id, line, entry_no, enterprise_id, account, booked_on, debit_fen, credit_fen)
       select id, n, no, 'ent-a', '1122', '2026-11-20', 100 * (n % 2), 99 * ((n + 1) % 2) from e, generate_series(1, 2) n`,
    )
  })
})

it('a courier hands in what was taken at doors; a difference is booked and explained', async () => {
  const customer = await world.customer()
  const open = async () => (await get('/v1/cash-ups/open')).body.items
  const before = (await open())[0]?.balanceFen ?? 0
  await deliver(customer, { payments: [{ method: 'cash', amountFen: 5_000 }] })
  expect(await open()).toMatchObject([{ courierId: world.courierId, balanceFen: before + 5_000 }])
  const hand = { courierId: world.courierId, countedFen: before + 4_900 }
  const unexplained = await world.post('/v1/cash-ups', hand, 'station')
  expect(unexplained.body).toMatchObject({ path: '/note', limit: before + 5_000 })
  const explained = { ...hand, note: 'one note was torn' }
  const both = await Promise.all([
    world.post('/v1/cash-ups', explained, 'station'),
    world.post('/v1/cash-ups', { ...explained, countedFen: 0, note: 'twice' }, 'station'),
  ])
  expect(both.map(({ status }) => status)).toEqual([201, 201])
  // Whichever came first found everything in the pocket, the other one nothing.
  const differences = both.map(({ body }) => body.differenceFen)
  expect([
    [-100, 0],
    [before + 4_900, -5_000 - before],
  ]).toContainEqual(differences)
  expect(await open()).toEqual([])
  const own = await world.post('/v1/cash-ups', hand, 'courier')
  expect(own.status).toBe(403)
  const { debitFen, creditFen } = await trial()
  expect(debitFen).toBe(creditFen)
})

it('an e-invoice number is noted once and belongs to one receipt', async () => {
  const customer = await world.customer()
  await deliver(customer)
  const [one, two] = (await get(`/v1/receipts?customerId=${customer.id}`)).body.items
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
