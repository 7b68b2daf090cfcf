import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { epochMs } from '#domain/units.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
})
afterAll(() => api.close())

const fill = async (code: string, stationId: string, body: object = {}): Promise<string> => {
  const id = randomUUID()
  await api.recorder.record(code, {
    id,
    type: 'fill.completed',
    at: epochMs(api.clock.now),
    stationId,
    operator: 's-1',
    body: { scale: 'scale-a', grossG: 31_000, tareG: 16_480, ...body },
  })
  return id
}

const slice = (permitId: string, grossG: readonly number[]) =>
  api.database.pool.query(
    `insert into weight_sample (from_at, source, slice_id, scale, permit_id, step_ms, gross_g, recorded_at, sha256, batch_id)
     values ('2026-11-21T08:00:00+08:00', 1, $1, 'scale-a', $2, 200, $3, now(), '', 1)`,
    [randomUUID(), permitId, grossG],
  )

const curve = (role: string, code: string, eventId: string) =>
  api.call('GET', `/v1/cylinders/${code}/fills/${eventId}/curve`, world.tokens[role])

it('shows the weights of a fill by its permit, to whoever sees the fill', async () => {
  const permitId = randomUUID()
  await api.recorder.record('CYL-a', {
    id: permitId,
    type: 'fill.permitted',
    at: epochMs(api.clock.now - 60_000),
    stationId: 'st-a',
    operator: 's-1',
    body: { scale: 'scale-a', tareG: 16_480, targetGrossG: 30_980, maxGrossG: 31_000 },
  })
  await slice(permitId, [16_500, 20_000, 31_000])
  const id = await fill('CYL-a', 'st-a', { permitId })
  const { status, body } = await curve('office', 'CYL-a', id)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({
    scale: 'scale-a',
    tareG: 16_480,
    targetGrossG: 30_980,
    maxGrossG: 31_000,
    slices: [{ stepMs: 200, grossG: [16_500, 20_000, 31_000] }],
  })
  expect((await curve('regulator', 'CYL-a', id)).status).toBe(200)
  // Another cylinder's permit shows nothing of that cylinder's fill.
  const borrowed = await fill('CYL-b', 'st-b', { permitId })
  expect((await curve('admin', 'CYL-b', borrowed)).body.slices).toEqual([])
  expect((await curve('office', 'CYL-b', borrowed)).status).toBe(404)
  expect((await curve('office', 'CYL-a', borrowed)).status).toBe(404)
  expect((await curve('office', 'CYL-a', randomUUID())).status).toBe(404)
})

it('a fill without a permit or samples has no curve', async () => {
  const id = await fill('CYL-a', 'st-a')
  expect((await curve('office', 'CYL-a', id)).body).toMatchObject({ permitId: null, slices: [] })
})
