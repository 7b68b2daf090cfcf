import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homePlans } from '#jobs/home-plans.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { homePlanQueries } from '#store/queries/homes/home-plans.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const { pool } = database
  await pool.query(`insert into enterprise (id, name) values ('ent-a', '企业 a')`)
  const [person, customer] = [randomUUID(), randomUUID()]
  await pool.query(
    `insert into person (id, enterprise_id, wrapped_key, wrapped_by, created_at) values ($1, 'ent-a', '\\x00', 'x', now())`,
    [person],
  )
  await pool.query(
    `insert into customer (id, kind, person_id, enterprise_id, region, created_at) values ($1, 'unit', $2, 'ent-a', '370402', now())`,
    [customer, person],
  )
  for (const region of ['370402', '370302', '650102']) {
    await pool.query(
      `insert into premises (id, customer_id, enterprise_id, region, class, in_pipe_area, place, room_use, ventilation,
         second_gas_source, created_at, changed_at)
       values ($1, $2, 'ent-a', $3, 'unit', false, 'indoors', 'kitchen', 'window', 'none', '2025-01-01', now())`,
      [randomUUID(), customer, region],
    )
  }
})

afterAll(() => database.drop())

const run = (now: string) =>
  homePlans({
    plans: homePlanQueries(database.pool, database.pool),
    book: createProfileShelf(),
    rules: { load: () => Promise.resolve({ activations: [] }) },
    now: () => Date.parse(now),
    everyMs: 1,
  }).run(new AbortController().signal)

const planned = async () => {
  const { rows } = await database.pool.query<{ region: string; year: number; count: number }>(
    'select region, year, count(*)::int as count from home_plan group by region, year order by year, region',
  )
  return rows
}

describe('the plan of home inspections', () => {
  it('R003-5.11.1, R004-A2-11 is made for each home by its region, and once', async () => {
    await run('2026-11-30T15:59:59.999Z')
    await run('2026-11-30T15:59:59.999Z')
    expect(await planned()).toEqual([
      { region: '370302', year: 2026, count: 4 },
      { region: '370402', year: 2026, count: 2 },
      { region: '650102', year: 2026, count: 1 },
    ])
  })

  it('of the next year is made when December begins in Shanghai', async () => {
    await run('2026-11-30T16:00:00.000Z')
    const next = (await planned()).filter(({ year }) => year === 2027)
    expect(next.map(({ count }) => count)).toEqual([4, 2, 1])
  })
})
