import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, codesOf, leaving, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const deliver = async (order: Json, delivered: readonly string[], more: object = {}) => {
  const answer = await world.post(
    `/v1/orders/${order.id}/deliver`,
    visit(delivered, more),
    'courier',
  )
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const journal = async (order: Json) => {
  const { rows } = await api.database.pool.query<{ on: string; fen: number }>(
    `select booked_on::text as on, total_fen::int as fen from journal_entry where order_id = $1 and kind = 'sale'`,
    [order.id],
  )
  return rows
}

describe('what was delivered is compared with what was ordered', () => {
  it('R002-7.1.14b an empty one is a finding', async () => {
    await world.cylinder('EMPTY-1', { content: 'empty' })
    const { findings } = await deliver(await world.order(await world.customer()), ['EMPTY-1'])
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'NOT_FULL',
        clause: 'R002-7.1.14b',
        measured: 'empty',
        cylinder: 'EMPTY-1',
      }),
    )
  })

  it('R002-7.2.1 more than ordered: a finding each, not booked, and the limit of the premises', async () => {
    for (const n of [1, 2, 3, 4]) await world.cylinder(`MORE-${n}`)
    const lines = [{ model: 'YSP35.5', quantity: 2 }]
    const order = await world.order(await world.customer(), { lines })
    expect(codesOf((await deliver(order, ['MORE-1'])).findings)).toEqual(['NOT_SIGNED'])
    const { findings, orderState } = await deliver(order, ['MORE-2', 'MORE-3', 'MORE-4'])
    const unordered = findings.filter(({ code }: Json) => code === 'NOT_ORDERED')
    expect(unordered).toMatchObject([{ cylinder: 'MORE-3' }, { cylinder: 'MORE-4' }])
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'TOO_MANY_CYLINDERS', measured: 4, limit: 2 }),
    )
    expect(orderState).toBe('delivered')
    expect((await journal(order)).map(({ fen }) => fen)).toEqual([12_100, 12_100])
  })

  it('of one order at the same moment, no more is booked than was ordered', async () => {
    for (const n of [1, 2, 3]) await world.cylinder(`SAME-${n}`)
    const order = await world.order(await world.customer())
    const told = await Promise.all([1, 2, 3].map((n) => deliver(order, [`SAME-${n}`])))
    const found = told.flatMap(({ findings }) => codesOf(findings))
    expect(found.filter((code) => code === 'NOT_ORDERED')).toHaveLength(2)
    expect(await journal(order)).toHaveLength(1)
  })
})

describe('what is told twice, or cannot be', () => {
  const giveBack = (code: string, minute = 45) => {
    const happenedAt = `2026-11-20T07:${minute}:00.000Z`
    const body = { happenedAt, broughtBy: 'customer', returned: [{ code }] }
    return world.post('/v1/returns', body, 'station')
  }

  it('R002-7.1.4 a return told twice, and one of a cylinder that never left: a finding', async () => {
    await world.cylinder('BACK-1')
    await world.cylinder('BACK-2', { custody: { kind: 'station', id: 'st-a' } })
    await deliver(await world.order(await world.customer()), ['BACK-1'])
    const answers = [
      await giveBack('BACK-1'),
      await giveBack('BACK-1', 46),
      await giveBack('BACK-2'),
    ]
    expect(answers.map(({ body }) => body.returned[0].findings)).toMatchObject([
      [],
      [{ code: 'RETURN_NOT_OUT', severity: 'warn', measured: 'station' }],
      [{ code: 'RETURN_NOT_OUT', severity: 'warn', measured: 'station' }],
    ])
  })

  it('R002-7.1.4 one cylinder on two orders of one customer, without a return between: a finding', async () => {
    await world.cylinder('TWICE-1')
    const customer = await world.customer()
    const [first, second] = [await world.order(customer), await world.order(customer)]
    expect(codesOf((await deliver(first, ['TWICE-1'])).findings)).not.toContain(
      'RETURN_NOT_SCANNED',
    )
    const happenedAt = '2026-11-20T07:31:00.000Z'
    const again = await deliver(second, ['TWICE-1'], { happenedAt })
    expect(again.findings).toContainEqual(
      expect.objectContaining({ code: 'RETURN_NOT_SCANNED', cylinder: 'TWICE-1' }),
    )
  })

  it('R000-5.1.2 more money at the door than is due is a finding; what is due, and old debt, is not', async () => {
    for (const n of [1, 2, 3]) await world.cylinder(`PAID-${n}`)
    const customer = await world.customer()
    const pay = async (who: typeof customer, code: string, amountFen: number) => {
      const payments = [{ method: 'cash', amountFen }]
      const { findings } = await deliver(await world.order(who), [code], { payments })
      return findings.filter((one: Json) => one.code === 'OVERPAID')
    }
    await deliver(await world.order(customer), ['PAID-1'])
    expect(await pay(customer, 'PAID-2', 24_200)).toEqual([])
    expect(await pay(await world.customer(), 'PAID-3', 99_999_999)).toMatchObject([
      { measured: 99_999_999, limit: 12_100, unit: 'fen', clause: 'R000-5.1.2' },
    ])
  })
})

describe('the time of a visit', () => {
  it('before its order, and before the first fill: findings', async () => {
    await world.cylinder('EARLY-1', { content: 'empty' })
    const order = await world.order(await world.customer())
    const { findings } = await deliver(order, ['EARLY-1'], { happenedAt: '2026-11-17T07:30:00Z' })
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'BEFORE_ORDER',
        measured: '2026-11-17',
        limit: '2026-11-20',
      }),
    )
    expect(codesOf(findings)).toContain('NOT_FULL')
  })

  it('a clock of years ago opens no closed year: the books take the day that counts', async () => {
    await world.cylinder('OLD-1')
    const order = await world.order(await world.customer())
    const { findings } = await deliver(order, ['OLD-1'], { happenedAt: '2021-02-03T07:30:00Z' })
    expect(codesOf(findings)).toContain('CLOCK_INVALID')
    expect((await journal(order)).map(({ on }) => on)).toEqual(['2026-11-20'])
  })

  it.each([
    ['BEHIND-1', 1_000, 'customer'],
    ['BEHIND-2', 600_000, 'customer'],
    ['BEHIND-3', 600_001, 'vehicle'],
  ])(
    '%s told %i ms before its stock-out: the %s has it, and a finding says so',
    async (code, ms, kind) => {
      await world.cylinder(code)
      api.clock.now += 1
      const order = await world.order(await world.customer())
      await world.post(`/v1/orders/${order.id}/assign`, {
        courierId: world.courierId,
        vehicle: 'van-1',
        cylinders: [code],
      })
      await world.post(
        `/v1/orders/${order.id}/stock-out`,
        { cylinders: [leaving(code)] },
        'courier',
      )
      const happenedAt = new Date(api.clock.now - ms).toISOString()
      const { findings } = await deliver(order, [code], { happenedAt })
      expect(findings).toContainEqual(
        expect.objectContaining({ code: 'BEFORE_STOCK_OUT', limit: 10, unit: 'min' }),
      )
      const { cylinder, events } = await world.trace(code)
      expect(cylinder.custody.kind).toBe(kind)
      const delivered = events.find(({ type }: Json) => type === 'delivery.completed')
      expect(delivered.body?.toldAt ?? delivered.toldAt).toBe(
        kind === 'customer' ? happenedAt : undefined,
      )
    },
  )
})

it('R002-7.1.7 the owner learns of a cylinder that somebody else sold, by clause', async () => {
  await world.cylinder('THEIRS-1', { ownerId: 'ent-b' })
  const { findings } = await deliver(await world.order(await world.customer()), ['THEIRS-1'])
  expect(codesOf(findings)).toContain('NOT_OWN_CYLINDER')
  const user = { username: 'office-b', password: 'correct horse battery', role: 'office' }
  await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  const token = await api.login('office-b')
  const { body } = await api.call('GET', '/v1/work-items?kind=sold-by-others', token)
  expect(body.items).toMatchObject([
    { code: 'THEIRS-1', detail: { notOwn: { sellerId: 'ent-a', clause: 'R003-7.1.4' } } },
  ])
})
