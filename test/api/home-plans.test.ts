import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type HomesWorld, startHomes } from './homes-world.ts'
import { type Customer, goodCheck, visit } from './sales-world.ts'

let homes: HomesWorld

beforeAll(async () => {
  homes = await startHomes()
}, 60_000)
afterAll(() => homes.api.close())

describe('the plan of a year', () => {
  it('R003-5.11.1 parts the year evenly: unit 4, urban 1, rural 2, by the profile of the region', async () => {
    const byClass: Record<string, Customer> = {}
    for (const kind of ['unit', 'urban', 'rural']) {
      const home = await homes.resident()
      byClass[kind] = home
      await homes.api.database.pool.query('update premises set class = $2 where id = $1', [
        home.premisesId,
        kind,
      ])
    }
    expect((await homes.plan()).body.planned).toBeGreaterThanOrEqual(7)
    expect((await homes.plan()).body.planned).toBe(0)
    const unit = await homes.planOf(byClass['unit'] as Customer)
    expect(unit.map((one: Json) => [one.period, one.fromOn, one.dueOn])).toEqual([
      [1, '2026-01-01', '2026-03-31'],
      [2, '2026-04-01', '2026-06-30'],
      [3, '2026-07-01', '2026-09-30'],
      [4, '2026-10-01', '2026-12-31'],
    ])
    expect(unit[0]).toMatchObject({ clause: 'R003-5.11.1', overdue: true, attempts: 0 })
    expect(await homes.planOf(byClass['urban'] as Customer)).toMatchObject([
      { dueOn: '2026-12-31' },
    ])
    expect(await homes.planOf(byClass['rural'] as Customer)).toHaveLength(2)
  })

  it('is made once by concurrent requests, and never for another enterprise', async () => {
    const home = await homes.resident()
    const answers = await Promise.all([homes.plan(), homes.plan(), homes.plan()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await homes.planOf(home)).toHaveLength(1)
    const foreign = await homes.world.post('/v1/home-plans', { year: 2026, enterpriseId: 'ent-b' })
    expect(foreign.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/enterpriseId' })
    const wrong = await homes.world.post('/v1/home-plans', { year: 1999 })
    expect(wrong.body.errors[0].path).toBe('/year')
  })

  it('counts a home from the day on which it came', async () => {
    const home = await homes.resident()
    await homes.api.database.pool.query(
      `update premises set class = 'unit', created_at = '2026-08-10T16:30:00Z' where id = $1`,
      [home.premisesId],
    )
    await homes.plan()
    const rows = await homes.planOf(home)
    // Half past midnight of the 11th in Shanghai.
    expect(rows.map((one: Json) => one.fromOn)).toEqual(['2026-08-11', '2026-10-01'])
  })

  it('is done by a check that is complete and signed, by no other', async () => {
    const home = await homes.resident()
    await homes.plan()
    const half = { items: goodCheck.items.slice(0, 4) }
    expect((await homes.inspect(home, { check: half })).body.counts).toBe(false)
    const unsigned = await homes.inspect(home, { signature: { kind: 'refused' } })
    expect(unsigned.body.counts).toBe(false)
    // A code without an order proves nothing.
    const code = await homes.inspect(home, { signature: { kind: 'code', code: '123456' } })
    expect(code.body.counts).toBe(false)
    expect(await homes.planOf(home)).toMatchObject([{ doneOn: null, attempts: 3 }])
    const good = await homes.inspect(home)
    expect(good.body.counts).toBe(true)
    expect(await homes.planOf(home)).toEqual([])
    const done = await homes.planOf(home, '&state=done')
    expect(done).toMatchObject([{ doneOn: '2026-11-19', inspectionId: good.body.id }])
  })

  it('is done by a delivery with a whole check and a signature, and only then', async () => {
    await homes.world.cylinder('H-1')
    await homes.world.cylinder('H-2')
    const home = await homes.resident()
    await homes.plan()
    const first = await homes.world.order(home)
    await homes.world.post(`/v1/orders/${first.id}/deliver`, visit(['H-1']), 'courier')
    expect(await homes.planOf(home)).toMatchObject([{ doneOn: null, attempts: 1 }])
    const second = await homes.world.order(home)
    const signed = { kind: 'signature', object: await homes.world.picture() }
    const told = visit(['H-2'], { signature: signed })
    expect(
      (await homes.world.post(`/v1/orders/${second.id}/deliver`, told, 'courier')).status,
    ).toBe(201)
    expect(await homes.planOf(home, '&state=done')).toMatchObject([{ doneOn: '2026-11-20' }])
  })

  it('knows what was done before it was made', async () => {
    const home = await homes.resident()
    await homes.inspect(home)
    await homes.plan()
    expect(await homes.planOf(home, '&state=done')).toMatchObject([{ doneOn: '2026-11-19' }])
  })

  it('R000-3.0.11 puts special care first, and says nowhere in the open why', async () => {
    const home = await homes.resident()
    const { pool } = homes.api.database
    await homes.plan()
    // The customers of this world have no key of their own: test/api/my-account.test.ts sets it over the API.
    await pool.query(
      `insert into customer_care (customer_id, enterprise_id, recorded_by, recorded_at) values ($1, 'ent-a', $2, now())`,
      [home.id, randomUUID()],
    )
    await pool.query('update home_plan set rank = 0 where customer_id = $1', [home.id])
    const list = await homes.get('/v1/home-plans?limit=1')
    expect(list.body.items).toMatchObject([{ premisesId: home.premisesId, care: true }])
    const next = await homes.get(`/v1/home-plans?limit=1&cursor=${list.body.next}`)
    expect(next.body.items[0]).toMatchObject({ care: false })
  })

  it('sums a year up: homes planned and entered, parts done and overdue', async () => {
    const { body } = await homes.get('/v1/home-plans/summary?year=2026')
    const { rows } = await homes.api.database.pool.query(
      `select count(distinct premises_id)::int as planned,
         (select count(distinct premises_id)::int from home_plan where done_on is not null) as entered from home_plan`,
    )
    expect(body.items).toMatchObject([
      { enterpriseId: 'ent-a', plannedHomes: rows[0].planned, enteredHomes: rows[0].entered },
    ])
  })
})
