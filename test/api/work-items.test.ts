import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
  const insert = `insert into work_item (kind, cylinder_id, source, event_id, opened_at, due_at, closed_at, detail)
    select $1, id, 0, gen_random_uuid(), now(), $3::timestamptz, $4::timestamptz, '{"fen":120}' from cylinder where code = $2`
  const rows = [
    ['claim', 'CYL-a', null, null],
    ['recall', 'CYL-a', '2026-11-22T00:00:00Z', null],
    ['claim', 'CYL-a', '2026-11-21T00:00:00Z', null],
    ['claim', 'CYL-a', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z'],
    ['claim', 'CYL-b', '2026-11-19T00:00:00Z', null],
  ]
  for (const row of rows) await api.database.pool.query(insert, row)
})
afterAll(() => api.close())

const list = async (role: string, query = '') => {
  const { status, body } = await api.call('GET', `/v1/work-items${query}`, world.tokens[role])
  expect(status).toBe(200)
  return body
}
const seen = (body: Json) =>
  body.items.map(({ kind, code, dueAt }: Json) => [kind, code, dueAt?.slice(0, 10) ?? null])

it('lists open work by deadline, the undated last, page by page', async () => {
  const first = await list('office', '?limit=2')
  expect(seen(first)).toEqual([
    ['claim', 'CYL-a', '2026-11-21'],
    ['recall', 'CYL-a', '2026-11-22'],
  ])
  const second = await list('office', `?limit=2&cursor=${first.next}`)
  expect(seen(second)).toEqual([['claim', 'CYL-a', null]])
  expect(second.next).toBeNull()
})

it('filters by kind and state, and shows an administrator everything', async () => {
  expect(seen(await list('office', '?kind=recall'))).toHaveLength(1)
  expect(seen(await list('office', '?state=closed'))).toEqual([['claim', 'CYL-a', '2026-11-20']])
  expect(seen(await list('admin'))[0]).toEqual(['claim', 'CYL-b', '2026-11-19'])
})

it('counts what is open by kind, and what of it is overdue', async () => {
  const summary = async (role: string) => {
    const { status, body } = await api.call('GET', '/v1/work-items/summary', world.tokens[role])
    expect(status).toBe(200)
    return body.items
  }
  expect(await summary('office')).toEqual([
    { kind: 'claim', open: 2, overdue: 0 },
    { kind: 'recall', open: 1, overdue: 0 },
  ])
  expect(await summary('admin')).toContainEqual({ kind: 'claim', open: 3, overdue: 1 })
})
