import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Recorder } from '#domain/recorder.ts'
import { StoreUnavailable } from '#domain/store-ports.ts'
import { untoldEvents } from '#jobs/untold-events.ts'
import { untoldEventQueries } from '#store/queries/system/untold-events.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
/** Events of people that are still to fail. */
let failures = 0
let failing = 'delivery.completed'

beforeAll(async () => {
  api = await startApi({
    change: (deps) => ({
      ...deps,
      recorder: {
        recordAtSite: (event) => deps.recorder.recordAtSite(event),
        register: (rows) => deps.recorder.register(rows),
        bindTag: (change) => deps.recorder.bindTag(change),
        releaseTag: (change) => deps.recorder.releaseTag(change),
        record: (code, event, decide) => {
          if (event.type === failing && failures-- > 0) throw new StoreUnavailable()
          return deps.recorder.record(code, event, decide)
        },
      },
    }),
  })
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

it('a visit that broke off between its row and its events is finished by the repeat', async () => {
  await world.cylinder('CRASH-1')
  const order = await world.order(await world.customer())
  const body = visit(['CRASH-1'], { returned: [{ code: 'UNKNOWN-1', ownerId: 'ent-b' }] })
  const headers = { authorization: `Bearer ${world.tokens['courier']}`, 'idempotency-key': 'crash' }
  const send = () => world.post(`/v1/orders/${order.id}/deliver`, body, 'courier', { headers })
  failures = 1
  expect(await send()).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } })
  const answer = await send()
  expect(answer).toMatchObject({ status: 201, body: { orderState: 'delivered' } })
  expect((await send()).body).toEqual(answer.body)
  const trace = await api.call('GET', '/v1/cylinders/CRASH-1/trace', world.tokens['office'])
  const types = trace.body.events.map(({ type }: Json) => type)
  expect(types.filter((type: string) => type === 'delivery.completed')).toHaveLength(1)
  const { rows } = await api.database.pool.query('select from foreign_empty')
  expect(rows).toHaveLength(1)
})

const tellUntold = (from: number) =>
  untoldEvents({
    store: untoldEventQueries(api.database.pool),
    recorder: api.recorder,
    now: () => from,
    everyMs: 1,
  }).run(new AbortController().signal)

const typesOf = async (code: string): Promise<string[]> => {
  const trace = await api.call('GET', `/v1/cylinders/${code}/trace`, world.tokens['office'])
  return trace.body.events.map(({ type }: Json) => type)
}

it('a visit that nobody repeats is finished by the job, and told once', async () => {
  await world.cylinder('CRASH-2')
  const order = await world.order(await world.customer())
  const body = visit(['CRASH-2'])
  failures = 1
  const send = () => world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
  expect((await send()).status).toBe(503)
  await tellUntold(api.clock.now + 4_000)
  expect(await typesOf('CRASH-2'), 'who wrote it may still be at it').not.toContain(
    'delivery.completed',
  )
  await tellUntold(api.clock.now + 6_000)
  expect(await typesOf('CRASH-2')).toContain('delivery.completed')
  const { rows } = await api.database.pool.query('select from untold_event')
  expect(rows).toHaveLength(0)
  expect(await send()).toMatchObject({ status: 201, body: { orderState: 'delivered' } })
  const told = (await typesOf('CRASH-2')).filter((type) => type === 'delivery.completed')
  expect(told).toHaveLength(1)
})

it('a return is finished by the job; one event that cannot be recorded holds up no other', async () => {
  await world.cylinder('CRASH-3')
  await world.cylinder('CRASH-4')
  const returned = ['CRASH-3', 'CRASH-4'].map((code) => ({ code, reason: 'used-up' }))
  const happenedAt = new Date(api.clock.now).toISOString()
  failures = 1
  failing = 'cylinder.returned'
  const answer = await world.post(
    '/v1/returns',
    { returned, happenedAt, broughtBy: 'customer', stationId: 'st-a' },
    'station',
  )
  expect(answer.status).toBe(503)
  const store = untoldEventQueries(api.database.pool)
  const recorder: Pick<Recorder, 'record'> = {
    record: (code, event) => {
      if (code === 'CRASH-3') throw new Error('it cannot')
      return api.recorder.record(code, event)
    },
  }
  const job = untoldEvents({ store, recorder, now: () => api.clock.now + 6_000, everyMs: 1 })
  await expect(job.run(new AbortController().signal)).rejects.toThrow('1 events are still untold')
  expect(await typesOf('CRASH-3')).not.toContain('cylinder.returned')
  expect(await typesOf('CRASH-4')).toContain('cylinder.returned')
  await tellUntold(api.clock.now + 6_000)
  expect(await typesOf('CRASH-3')).toContain('cylinder.returned')
})
