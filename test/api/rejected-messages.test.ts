import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
  const insert = `insert into rejected_message
    (received_at, station_id, device_id, topic, code, message, path, raw, batch_id)
    values (now(), $1, 'dev-1', $2, 'INVALID_FIELD', 'grossG must be whole grams', '/grossG', $3, 1)`
  const rows: [string, Buffer][] = [
    ['st-a', Buffer.from('{"grossG":-1,"说明":"瓶"}')],
    ['st-a', Buffer.from([0xff, 0xfe, 0x00])],
    ['st-b', Buffer.from('x')],
    ['st-a', Buffer.from('瓶'.repeat(3_000))],
  ]
  for (const [station, raw] of rows) {
    await api.database.pool.query(insert, [station, `lpg/v1/${station}/dev-1/event`, raw])
  }
})
afterAll(() => api.close())

const list = (role: string, query = '') =>
  api.call('GET', `/v1/rejected-messages${query}`, world.tokens[role])

it('lists what could not be read, newest first, with text or base64 and the field', async () => {
  const { status, body } = await list('admin')
  expect(status).toBe(200)
  expect(body.items.map((item: Json) => [item.id, item.encoding, item.truncated])).toEqual([
    ['4', 'utf8', true],
    ['3', 'utf8', false],
    ['2', 'base64', false],
    ['1', 'utf8', false],
  ])
  expect(body.items[3]).toMatchObject({
    topic: 'lpg/v1/st-a/dev-1/event',
    code: 'INVALID_FIELD',
    message: 'grossG must be whole grams',
    path: '/grossG',
    payload: '{"grossG":-1,"说明":"瓶"}',
  })
  const whole = await api.call('GET', '/v1/rejected-messages/4', world.tokens['admin'])
  expect(whole.body.payload).toHaveLength(3_000)
})

it('pages, and shows an office only its own stations', async () => {
  const first = await list('office', '?limit=2')
  expect(first.body.items.map((item: Json) => item.id)).toEqual(['4', '2'])
  const second = await list('office', `?limit=2&cursor=${first.body.next}`)
  expect(second.body).toMatchObject({ items: [{ id: '1' }], next: null })
})

it('replays one, and only within reach', async () => {
  const replay = (id: string, role: string) =>
    api.call('POST', `/v1/rejected-messages/${id}/replay`, world.tokens[role])
  expect(await replay('1', 'office')).toMatchObject({
    status: 200,
    body: { outcome: 'rejected', code: 'INVALID_FIELD' },
  })
  expect((await replay('3', 'office')).status).toBe(404)
  expect(api.replayed).toEqual(['1'])
})
