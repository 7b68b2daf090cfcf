import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { epochMs } from '#domain/units.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
let port = 0
beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
})
afterAll(() => api.close())

const watch = async (role: string, path = '/v1/live') => {
  const stop = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${world.tokens[role]}` },
    signal: stop.signal,
  })
  const seen = { text: '', type: response.headers.get('content-type') }
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      seen.text += decoder.decode(chunk, { stream: true })
    }
  })().catch(() => undefined)
  return { seen, end: async () => (stop.abort(), await reading) }
}

it('tells findings and rejected messages as they come, each to those whom they concern', async () => {
  const [admin, office, regulator] = await Promise.all(
    ['admin', 'office', 'regulator'].map((role) => watch(role)),
  )
  await expect.poll(() => admin?.seen.text).toContain(': live')
  // The first look takes the position: what comes after it is news.
  await new Promise((resolve) => setTimeout(resolve, 300))
  for (const [code, stationId] of [
    ['CYL-a', 'st-a'],
    ['CYL-b', 'st-b'],
  ] as const) {
    await api.recorder.record(code, {
      id: randomUUID(),
      type: 'fill.completed',
      at: epochMs(api.clock.now),
      stationId,
      operator: 's-1',
      body: { scale: 'scale-a', grossG: 31_610, tareG: 16_480 },
    })
  }
  await api.database.pool.query(
    `insert into rejected_message (received_at, station_id, device_id, topic, code, message, raw, batch_id)
     values (now(), 'st-b', 'd', 't-b', 'INVALID_JSON', 'm', '', 1)`,
  )
  await expect.poll(() => admin?.seen.text, { timeout: 8_000 }).toContain('rejected-message')
  await expect.poll(() => office?.seen.text, { timeout: 8_000 }).toContain('OVERFILL')
  await expect.poll(() => regulator?.seen.text, { timeout: 8_000 }).toContain('OVERFILL')
  expect(admin?.seen.type).toContain('text/event-stream')
  expect(admin?.seen.text).toContain('CYL-b')
  expect(office?.seen.text).toContain('CYL-a')
  for (const one of [office, regulator]) {
    expect(one?.seen.text).not.toMatch(/CYL-b|t-b/)
  }
  expect(admin?.seen.text.match(/event: finding/g)).toHaveLength(2)
  for (const one of [admin, office, regulator]) await one?.end()
})

it('tells the fills and weights of one station to whoever may see it', async () => {
  const { seen, end } = await watch('office', '/v1/stations/st-a/live')
  const foreign = await watch('office', '/v1/stations/st-b/live')
  await expect.poll(() => foreign.seen.text).toContain('NOT_FOUND')
  await expect.poll(() => seen.text).toContain(': live')
  const fill = (code: string, stationId: string) =>
    api.recorder.record(code, {
      id: randomUUID(),
      type: 'fill.completed',
      at: epochMs(api.clock.now),
      stationId,
      operator: 's-1',
      body: { scale: 'scale-a', grossG: 31_610, tareG: 16_480 },
    })
  await fill('CYL-a', 'st-a')
  await fill('CYL-b', 'st-b')
  await expect.poll(() => seen.text).toContain('"code":"CYL-a"')
  const slice = (scale: string, grossG: number) =>
    api.database.pool.query(
      `insert into weight_sample (from_at, source, slice_id, scale, permit_id, step_ms, gross_g, recorded_at, sha256, batch_id)
       values ($1, 1, $2, $3, null, 200, array[$4::int], now(), $5, 1)`,
      [new Date(api.clock.now), randomUUID(), scale, grossG, Buffer.alloc(32)],
    )
  await slice('scale-a', 21_117)
  await slice('scale-b', 22_118)
  await expect.poll(() => seen.text, { timeout: 8_000 }).toContain('"grossG":[21117]')
  expect(seen.text).not.toMatch(/CYL-b|22118/)
  await end()
  await foreign.end()
})

it('a user has fifty streams at most, and those that ended count no more', async () => {
  const statusOf = async (role: string): Promise<number> => {
    const stop = new AbortController()
    const headers = { authorization: `Bearer ${world.tokens[role]}` }
    const { status } = await fetch(`http://127.0.0.1:${port}/v1/live`, {
      headers,
      signal: stop.signal,
    })
    stop.abort()
    return status
  }
  const streams = await Promise.all(Array.from({ length: 50 }, () => watch('office')))
  expect(await statusOf('office')).toBe(429)
  expect(await statusOf('regulator')).toBe(200)
  await Promise.all(streams.map(({ end }) => end()))
  await expect.poll(() => statusOf('office'), { timeout: 20_000 }).toBe(200)
})
