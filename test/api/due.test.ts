import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DueDates } from '#jobs/due-dates.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { ruleProfileQueries } from '#store/queries/law/rule-profiles.ts'
import { deadlineQueries } from '#store/queries/system/deadlines.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('what falls due', () => {
  let api: ApiUnderTest
  let world: World
  const due = async (query: string, who = 'office'): Promise<Json> =>
    (await api.call('GET', `/v1/cylinders/due?${query}`, world.tokens[who])).body
  const codes = async (query: string, who?: string): Promise<string[]> =>
    (await due(query, who)).items.map(({ code, kind }: Json) => `${code} ${kind}`)

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
    const rows = [
      // Overdue; within the month; by the cycle of 48 months alone; life of 8 years ends; stored for 48 months.
      ['U-1', { nextInspectionOn: '2026-10-01' }],
      ['U-2', { nextInspectionOn: '2026-12-10' }],
      ['U-3', { inspectedOn: '2022-12-15', nextInspectionOn: undefined }],
      ['U-4', { madeOn: '2018-12-20', inspectedOn: '2023-01-05', nextInspectionOn: '2026-12-15' }],
    ] as const
    for (const [code, more] of rows) {
      const body = cylinderBody(code, more)
      const answer = await api.call('POST', '/v1/cylinders', world.tokens['office'], body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    }
  })
  afterAll(() => api.close())

  it('R000-4.3.3.6: inspections, ends of life and idle ones, the earliest first, at once', async () => {
    expect(await codes('by=2026-12-31')).toEqual([
      'U-1 inspection',
      'U-2 inspection',
      'U-3 inspection',
      'U-3 idle',
      'U-4 inspection',
      'U-4 life',
    ])
    expect(await codes('kind=inspection')).toEqual([
      'U-1 inspection',
      'U-2 inspection',
      'U-3 inspection',
      'U-4 inspection',
    ])
    const [first] = (await due('by=2026-12-31')).items
    expect(first).toMatchObject({ dueOn: '2026-10-01', overdue: true, ownerId: 'ent-a' })
  })

  it('pages without a gap, in reach only, refuses an impossible day', async () => {
    const seen: string[] = []
    for (let query = 'by=2026-12-31&limit=1'; query !== ''; ) {
      const page = await due(query)
      seen.push(...page.items.map(({ code, kind }: Json) => `${code} ${kind}`))
      query = page.next === null ? '' : `by=2026-12-31&limit=1&cursor=${page.next}`
    }
    expect(seen).toEqual(await codes('by=2026-12-31'))
    expect(await codes('by=2040-01-01', 'regulator')).not.toContain('CYL-b inspection')
    expect(await codes('by=2040-01-01', 'admin')).toContain('CYL-b inspection')
    expect((await due('by=2026-02-30')).status).toBe(400)
    expect((await due('cursor=abc')).code).toBe('INVALID_CURSOR')
  })

  it('a retired one is past it; a use moves the idle day when the job looks again', async () => {
    const token = world.tokens['office']
    await api.call('POST', '/v1/cylinders/U-1/retire', token, { reason: '报废' })
    expect(await codes('by=2026-12-31')).not.toContain('U-1 inspection')
    const lost = { reason: 'x' }
    await api.call('POST', '/v1/cylinders/U-3/lost', token, lost)
    await api.database.pool.query(
      `update cylinder set state = jsonb_set(state::jsonb, '{lastUsedAt}', '1795000000000')::json where code = 'U-3'`,
    )
    const job = new DueDates({
      store: deadlineQueries(api.database.pool, api.database.pool),
      book: createProfileBook(),
      rules: ruleProfileQueries(api.database.pool),
      now: () => api.clock.now + 2 * 86_400_000,
      everyMs: 1000,
    })
    await job.run(new AbortController().signal)
    expect(await codes('by=2026-12-31')).not.toContain('U-3 idle')
    expect(await codes('by=2026-12-31')).toContain('U-3 inspection')
  })

  it('R002-7.1.13 works all out anew when an enterprise promises a shorter cycle', async () => {
    const { pool } = api.database
    const cite = { from: '2026-11-01', force: 'unconfirmed', certainty: 'document' }
    const cycle = { value: { months: 36, exceptions: [] }, clause: 'promise-1', ...cite }
    const answer = await api.call('POST', '/v1/rule-profiles', world.tokens['office'], {
      id: 'ent-a-promise',
      validFrom: '2026-11-20',
      name: { zh: '承诺', en: 'promise' },
      parent: null,
      promisedBy: 'ent-a',
      values: { inspectionCycle: cycle },
      reason: '公布',
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    // The test before this one worked in the day after tomorrow.
    await pool.query(`update cylinder_deadline set worked_out_at = '2026-11-01'`)
    const stored = await pool.query<{ body: unknown }>('select body from rule_profile')
    const book = createProfileShelf()
    book.follow(stored.rows.map(({ body }) => body))
    const job = new DueDates({
      store: deadlineQueries(pool, pool),
      book,
      rules: ruleProfileQueries(pool),
      now: () => api.clock.now + 2 * 86_400_000,
      everyMs: 1000,
    })
    await job.run(new AbortController().signal)
    const found = (await due('by=2026-12-31')).items.find(
      ({ code, kind }: Json) => code === 'U-3' && kind === 'inspection',
    )
    expect(found).toMatchObject({ dueOn: '2025-12-15' })
    // Once is enough: nothing is left under the old rules.
    const store = deadlineQueries(pool, pool)
    const never = () => {
      throw new Error('worked out twice')
    }
    expect(await store.underNewRules(10, never, api.clock.now + 2 * 86_400_000)).toBe(0)
  })
})
