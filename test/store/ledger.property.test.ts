import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chart } from '#domain/money/chart.ts'
import { paymentEntry, type PaymentWay } from '#domain/money/posting.ts'
import { journalQueries } from '#store/queries/money/journal.ts'
import { paymentQueries } from '#store/queries/money/payments.ts'
import { postEntry } from '#store/queries/money/post-entries.ts'
import { postVisit } from '#store/queries/money/post-visit.ts'
import { lockCylinders, settleDeposits } from '#store/queries/money/settle-deposits.ts'
import { inTransaction } from '#store/queries/queryable.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'

const T0 = Date.parse('2026-11-20T02:00:00.000Z')
const CODES = ['P-1', 'P-2', 'P-3', 'P-4']

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** An enterprise of its own, two customers, a courier, and an order of each. */
const town = async () => {
  const { pool } = database
  const enterpriseId = `e-${randomUUID()}`
  const courierId = randomUUID()
  await pool.query('insert into enterprise (id, name) values ($1, $1)', [enterpriseId])
  await pool.query(
    `insert into app_user (id, username, password_hash, role, enterprise_id) values ($1, $2, 'x', 'courier', $3)`,
    [courierId, `c-${courierId}`, enterpriseId],
  )
  const priceId = randomUUID()
  await pool.query(
    `insert into price_list (id, enterprise_id, model, labelled_net_g, gas_fen, delivery_fee_fen, deposit_fen, published_fen_per_kg,
       valid_from, recorded_by, recorded_at) values ($1, $2, 'YSP-15', 14500, 11600, 501, 8003, 800, '2026-01-01', 'x', now())`,
    [priceId, enterpriseId],
  )
  const orderOf = async (): Promise<OrderRow> => {
    const [person, customerId, id] = [randomUUID(), randomUUID(), randomUUID()]
    await pool.query(
      `insert into person (id, enterprise_id, wrapped_key, wrapped_by, created_at) values ($1, $2, '\\x00', 'x', now())`,
      [person, enterpriseId],
    )
    await pool.query(
      `insert into customer (id, kind, person_id, enterprise_id, region, created_at) values ($1, 'resident', $2, $3, '370302', now())`,
      [customerId, person, enterpriseId],
    )
    await pool.query(
      `insert into sale_order (id, no, enterprise_id, customer_id, region, channel, state, total_fen, created_by, created_at, changed_at)
       values ($1, $2, $3, $4, '370302', 'delivery', 'placed', 0, 'x', now(), now())`,
      [id, `no-${id}`, enterpriseId, customerId],
    )
    const line = {
      line: 1,
      model: 'YSP-15',
      quantity: 50,
      labelledNetG: 14_500,
      gasFen: 11_600,
      deliveryFeeFen: 501,
      depositFen: 8_003,
      publishedFenPerKg: 800,
      priceId,
    }
    const row = { id, no: `no-${id}`, enterpriseId, customerId, channel: 'delivery', lines: [line] }
    return row as unknown as OrderRow
  }
  return { enterpriseId, courierId, orders: [await orderOf(), await orderOf()] as const }
}

type Town = Awaited<ReturnType<typeof town>>

type Step =
  | {
      readonly do: 'sell'
      readonly who: 0 | 1
      readonly code: string
      readonly pay: number
      readonly way: PaymentWay
    }
  | { readonly do: 'crash'; readonly who: 0 | 1; readonly code: string }
  | { readonly do: 'return'; readonly who: 0 | 1 | null; readonly code: string }
  | { readonly do: 'refund'; readonly who: 0 | 1; readonly fen: number }
  | { readonly do: 'reverse'; readonly nth: number }
  | { readonly do: 'again' }

const who = fc.constantFrom(0 as const, 1 as const)
const code = fc.constantFrom(...CODES)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('sell' as const),
    who,
    code,
    pay: fc.integer({ min: 0, max: 30_000 }),
    way: fc.constantFrom<PaymentWay>('cash', 'wechat', 'account'),
  }),
  fc.record({ do: fc.constant('crash' as const), who, code }),
  fc.record({ do: fc.constant('return' as const), who: fc.option(who), code }),
  fc.record({ do: fc.constant('refund' as const), who, fen: fc.integer({ min: 1, max: 30_000 }) }),
  fc.record({ do: fc.constant('reverse' as const), nth: fc.nat(20) }),
  fc.record({ do: fc.constant('again' as const) }),
)

class Crash extends Error {}

/** Runs steps a minute apart; remembers the last one, to tell it twice. */
const runner = (t: Town) => {
  const { pool } = database
  const payments = paymentQueries(pool)
  const journal = journalQueries(pool, pool)
  const scope = { kind: 'enterprise', enterpriseId: t.enterpriseId } as const
  let at = T0
  let last: (() => Promise<unknown>) | null = null

  const sell = (
    visitId: string,
    s: Extract<Step, { who: 0 | 1; code: string }>,
    crash: boolean,
  ) => {
    const order = t.orders[s.who as 0 | 1]
    const happenedAt = at
    return inTransaction(pool, async (client: PoolClient) => {
      await lockCylinders(client, [s.code])
      const { rowCount } = await client.query(
        `insert into delivery (id, order_id, enterprise_id, happened_at, recorded_at, outcome, courier_id, request_sha256, body)
         values ($1, $2, $3, to_timestamp($4::float8 / 1000), now(), 'delivered', $5, '\\x00', '{}') on conflict do nothing`,
        [visitId, order.id, t.enterpriseId, happenedAt, t.courierId],
      )
      if (rowCount === 0) return
      const paid = s.do === 'sell' && s.pay > 0 ? [{ method: s.way, amountFen: s.pay }] : []
      await postVisit(client, order, {
        id: visitId,
        happenedAt,
        recordedAt: happenedAt,
        courierId: t.courierId,
        delivered: [{ code: s.code, line: 1 }],
        money: { payments: paid, receipt: 'electronic' },
      })
      await settleDeposits(client, [s.code], { recordedAt: happenedAt, by: 'x' })
      if (crash) throw new Crash()
    })
  }

  const bringBack = (s: Extract<Step, { do: 'return' }>) =>
    inTransaction(pool, async (client: PoolClient) => {
      await lockCylinders(client, [s.code])
      await client.query(
        `insert into cylinder_return (id, enterprise_id, batch_id, code, customer_id, reason, brought_by, custody_kind, happened_at,
           recorded_at, recorded_by, event_id, due_at, provisional)
         values ($1, $2, $1, $3, $4, 'used-up', 'customer', 'station', to_timestamp($5::float8 / 1000), now(), 'x', $1, now(), false)`,
        [
          randomUUID(),
          t.enterpriseId,
          s.code,
          s.who === null ? null : t.orders[s.who].customerId,
          at,
        ],
      )
      await settleDeposits(client, [s.code], { recordedAt: at, by: 'x' })
    })

  const reverse = async (nth: number) => {
    const entries = await journal.list(scope, {}, 50, null)
    const entry = entries[nth % Math.max(entries.length, 1)]
    if (entry === undefined) return
    const by = { requestId: randomUUID(), userId: 'x', at, reason: 'wrong' }
    await journal.reverse(entry, by)
  }

  const refund = (s: Extract<Step, { do: 'refund' }>, id: string) => {
    const { customerId } = t.orders[s.who]
    const booking = { enterpriseId: t.enterpriseId, happenedAt: at, recordedAt: at, by: 'x' }
    const money = { method: 'bank', amountFen: s.fen, courierId: null, orderId: null } as const
    return payments.refund({ id, customerId, ...money, booking })
  }

  return async (s: Step): Promise<void> => {
    at += 60_000
    const id = randomUUID()
    switch (s.do) {
      case 'sell':
        last = () => sell(id, s, false)
        await Promise.all([last(), last()])
        return
      case 'crash':
        await expect(sell(id, { ...s } as never, true)).rejects.toThrow(Crash)
        return
      case 'return':
        return bringBack(s)
      case 'refund':
        last = () => refund(s, id)
        await Promise.all([last(), last()])
        return
      case 'reverse':
        return reverse(s.nth)
      case 'again':
        await last?.()
    }
  }
}

const sums = async (by: string, enterpriseId: string) => {
  const { rows } = await database.pool.query<{ key: string; debit: string; credit: string }>(
    `select ${by}::text as key, sum(debit_fen) as debit, sum(credit_fen) as credit from journal_line where enterprise_id = $1
     group by 1`,
    [enterpriseId],
  )
  return rows
}

it('any sales, crashes, returns, refunds, reversals and repeats add up: per entry, customer and enterprise; deposits are those held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const t = await town()
      const run = runner(t)
      for (const one of steps) await run(one)
      for (const by of ['entry_id', 'customer_id', 'enterprise_id']) {
        for (const { debit, credit } of await sums(by, t.enterpriseId)) expect(debit).toBe(credit)
      }
      for (const { customerId } of t.orders) {
        const { rows } = await database.pool.query<{ booked: number; held: number; owed: number }>(
          `select (select coalesce(sum(credit_fen - debit_fen), 0)::int from journal_line where customer_id = $1 and account = $2) as booked,
             (select coalesce(sum(amount_fen), 0)::int from deposit where customer_id = $1 and state = 'held') as held,
             (select coalesce(sum(debit_fen - credit_fen), 0)::int from journal_line where customer_id = $1 and account = $3) as owed`,
          [customerId, chart.deposits.code, chart.receivable.code],
        )
        expect(rows[0]?.booked, 'deposits booked = deposits held').toBe(rows[0]?.held)
        expect(rows[0]?.owed).toBe(await paymentQueries(database.pool).balance(customerId))
      }
      const { rows: twice } = await database.pool.query(
        `select from deposit where enterprise_id = $1 and state = 'held' group by delivery_id, code having count(*) > 1`,
        [t.enterpriseId],
      )
      expect(twice).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 120_000)

it('one fact is one entry, whoever tells it at the same time', async () => {
  const t = await town()
  const { customerId, id: orderId } = t.orders[0]
  const head = { customerId, orderId }
  const entry = paymentEntry('same', head, { method: 'cash', amountFen: 7 }, t.courierId)
  const booking = { enterpriseId: t.enterpriseId, happenedAt: T0, recordedAt: T0, by: 'x' }
  const all = await Promise.all(
    Array.from({ length: 8 }, () =>
      inTransaction(database.pool, (client) => postEntry(client, entry, booking)),
    ),
  )
  expect(all.filter((id) => id !== null)).toHaveLength(1)
})
