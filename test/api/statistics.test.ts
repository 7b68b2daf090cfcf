import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { visit } from './sales-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 90_000)
afterAll(() => desk?.api.close())

const url = '/v1/statistics-returns?from=2026-01-01&to=2027-01-01'

it('R004-A2-2: what the registers hold of a period, as figures and as a file', async () => {
  const { world } = desk
  await world.cylinder('STAT-1')
  const order = await world.order(await world.customer())
  await desk.must(`/v1/orders/${order.id}/deliver`, visit(['STAT-1']), 'courier')
  const { status, body } = await desk.get(url)
  expect(status, JSON.stringify(body)).toBe(200)
  const value = (name: string) => body.totals.find((one: Json) => one.name === name).value
  expect([value('stations'), value('visits'), value('cylinders-delivered')]).toEqual([1, 1, 1])
  expect([value('cylinders-in-service'), value('complaints')]).toEqual([2, 0])
  const share = body.shares.find(({ name }: Json) => name === 'visits-with-manual')
  expect(share).toMatchObject({ good: 1, all: 1 })
  const csv = await desk.get(url.replace('returns', 'returns.csv'))
  expect(csv.body).toMatch(/^\uFEFF指标,数值,总数,单位\r\n场站,1,,个\r\n/)
  expect(csv.body).toContain('发放安全手册的配送,1,1,\r\n')
})

it('by model, station, month, region and kind: the parts of each figure add up to it', async () => {
  const found: Record<string, Json[]> = {}
  for (const by of ['model', 'station', 'month', 'region', 'kind']) {
    const { status, body } = await desk.get(`${url}&by=${by}`)
    expect(status, JSON.stringify(body)).toBe(200)
    for (const name of new Set<string>(body.parts.map((part: Json) => part.name))) {
      const own = body.parts.filter((part: Json) => part.name === name)
      const total = body.totals.find((one: Json) => one.name === name)
      const sum = own.reduce((all: number, part: Json) => all + part.value, 0)
      expect(sum, `${name} by ${by}`).toBe(total.value)
    }
    found[by] = body.parts
  }
  const part = (by: string, name: string) =>
    Object.fromEntries(
      (found[by] ?? []).filter((one) => one.name === name).map(({ key, value }) => [key, value]),
    )
  expect(part('model', 'cylinders-delivered')).toEqual({ 'YSP35.5': 1 })
  expect(part('month', 'visits')).toEqual({ '2026-11': 1 })
  expect(part('region', 'visits')).toEqual({ '370302': 1 })
  expect(part('model', 'cylinders-in-service')).toEqual({ 'YSP35.5': 2 })
  expect(part('region', 'customers')['370302']).toBeGreaterThan(0)
  expect(part('kind', 'stations')).toEqual({ filling: 1 })
  const csv = await desk.get(`${url.replace('returns', 'returns.csv')}&by=model`)
  expect(csv.body).toContain('配送气瓶 · YSP35.5,1,,只\r\n')
  expect((await desk.get(`${url}&by=colour`)).status).toBe(400)
})

it('counts nothing of another year', async () => {
  const { body } = await desk.get('/v1/statistics-returns?from=2025-01-01&to=2026-01-01')
  const visits = body.totals.find(({ name }: Json) => name === 'visits')
  expect(visits.value).toBe(0)
})

it.each([
  ['regulator', '', 400, 'enterpriseId'],
  ['regulator', '&enterpriseId=ent-b', 422, 'enterpriseId'],
  ['office', '&enterpriseId=ent-b', 422, 'enterpriseId'],
])('%s with %s is refused by field', async (role, more, status, path) => {
  expect(await desk.get(url + more, role)).toMatchObject({ status, body: { path } })
})

it('a period has an end after its beginning', async () => {
  const { status, body } = await desk.get('/v1/statistics-returns?from=2026-01-02&to=2026-01-02')
  expect([status, body.path]).toEqual([422, 'to'])
  const bad = await desk.get('/v1/statistics-returns?from=2026-02-30&to=2026-03-01')
  expect(bad.status).toBe(400)
})
