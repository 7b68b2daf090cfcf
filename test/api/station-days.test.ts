import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
let tokens: Readonly<Record<string, string>>

beforeAll(async () => {
  api = await startApi()
  tokens = (await buildWorld(api)).tokens
}, 60_000)
afterAll(() => api?.close())

const get = (query: string) => api.call('GET', `/v1/station-days?${query}`, tokens['admin'])

it('gives every day of the period, also those on which nobody told anything', async () => {
  const { status, body } = await get('from=2026-02-27&to=2026-03-02')
  expect(status).toBe(200)
  const nothing = { events: 0, fills: 0, stations: 0 }
  expect(body.items).toEqual(
    ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'].map((day) => ({ day, ...nothing })),
  )
})

it.each([
  ['from=2026-02-30&to=2026-03-01', 400, 'from', '日期'],
  ['from=2026-03-02&to=2026-03-01', 422, 'to', '截止应不早于起始'],
  ['from=2024-01-01&to=2026-01-01', 400, 'to', '一次最多 366 天'],
  ['from=2026-03-01&to=2026-03-02&station=st-none', 404, 'station', ''],
])('%s is answered by %i, naming %s', async (query, expected, path, zh) => {
  const { status, body } = await get(query)
  expect(status, JSON.stringify(body)).toBe(expected)
  expect(body.path).toBe(path)
  expect(body.message.zh).toContain(zh)
})
