import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { DEPOSIT, FEE, GAS, type MoneyWorld, period, startMoney } from './money-world.ts'
import type { SalesWorld } from './sales-world.ts'

let money: MoneyWorld
let world: SalesWorld

beforeAll(async () => {
  money = await startMoney()
  world = money.world
})
afterAll(() => money?.api.close())

const closing = async (name: string): Promise<number> =>
  (await money.trial()).accounts.find((one: Json) => one.account === name)?.closingFen ?? 0

describe('the books', () => {
  it('a reversal takes deposit and receipts with it, once, and not after the deposit went back', async () => {
    const customer = await world.customer()
    await money.deliver(customer)
    const sale = (await money.get(`/v1/journal?customerId=${customer.id}`)).body.items[0]
    const url = `/v1/journal/${sale.id}/reverse`
    expect((await world.post(url, { reason: 'wrong customer' })).body).toMatchObject({
      id: sale.id,
      reversedBy: expect.any(String),
    })
    expect((await world.post(url, { reason: 'again' })).body).toMatchObject({
      code: 'ALREADY_REVERSED',
    })
    expect(await money.account(customer)).toMatchObject({ balanceFen: 0, depositsFen: 0 })
    const slips = (await money.get(`/v1/receipts?customerId=${customer.id}`)).body.items
    expect(slips.every(({ voidedAt }: Json) => voidedAt !== null)).toBe(true)
    const other = await world.customer()
    const first = await money.deliver(other)
    await money.deliver(other, { returned: [{ code: first.code }] })
    const entries = (await money.get(`/v1/journal?customerId=${other.id}`)).body.items
    const sold = entries.find((one: Json) => one.kind === 'sale' && one.orderId === first.order.id)
    const late = await world.post(`/v1/journal/${sold.id}/reverse`, { reason: 'too late' })
    expect(late.body).toMatchObject({ code: 'DEPOSIT_MOVED' })
  })

  it('add up: trial balance, statement page by page, deposits, and the file for the bookkeeper', async () => {
    const { accounts, debitFen, creditFen } = await money.trial()
    expect(debitFen).toBe(creditFen)
    expect(debitFen).toBeGreaterThan(0)
    const sum = accounts.reduce((total: number, one: Json) => total + one.closingFen, 0)
    expect(sum).toBe(0)
    const { rows } = await money.api.database.pool.query<{ fen: number }>(
      `select coalesce(sum(amount_fen), 0)::float8 as fen from deposit where state = 'held' and enterprise_id = 'ent-a'`,
    )
    expect(-(await closing('deposits'))).toBe(rows[0]?.fen)
    const file = await money.get(`/v1/journal.csv?${period}`)
    const table = String(file.body).trim().split('\r\n').slice(1)
    const column = (n: number) =>
      table.reduce((total, row) => total + Math.round(Number(row.split(',')[n]) * 100), 0)
    expect(column(5)).toBe(debitFen)
    expect(column(6)).toBe(creditFen)
  })

  it('a statement runs from what was owed to what is owed', async () => {
    const customer = await world.customer()
    await money.deliver(customer, { payments: [{ method: 'cash', amountFen: GAS }] })
    await money.deliver(customer)
    const url = `/v1/statements?customerId=${customer.id}&${period}&limit=2`
    const first = (await money.get(url)).body
    const rest = (await money.get(`${url}&cursor=${first.next}`)).body
    const all = [...first.items, ...rest.items]
    expect(all).toHaveLength(3)
    const moved = all.reduce((sum: number, one: Json) => sum + one.debitFen - one.creditFen, 0)
    expect(first).toMatchObject({ openingFen: 0, closingFen: moved })
    expect(moved).toBe(GAS + 2 * (FEE + DEPOSIT))
    const before = (
      await money.get(`/v1/statements?customerId=${customer.id}&from=2026-11-21&to=2026-12-01`)
    ).body
    expect(before).toMatchObject({ openingFen: moved, closingFen: moved, items: [] })
    expect((await money.get(`${url}&from=2027-01-01`)).status).toBe(400)
  })

  it('stand: nothing is changed, added or thrown away in them, and nothing uneven is committed', async () => {
    const { pool } = money.api.database
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
  const open = async () => (await money.get('/v1/cash-ups/open')).body.items
  const before = (await open())[0]?.balanceFen ?? 0
  await money.deliver(customer, { payments: [{ method: 'cash', amountFen: 5_000 }] })
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
  const { debitFen, creditFen } = await money.trial()
  expect(debitFen).toBe(creditFen)
})
