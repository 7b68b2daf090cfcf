import { afterAll, beforeAll, expect, it } from 'vitest'
import { StoreUnavailable } from '#domain/store-ports.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
/** Events of people that are still to fail. */
let failures = 0

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
          if (event.type === 'delivery.completed' && failures-- > 0) throw new StoreUnavailable()
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
