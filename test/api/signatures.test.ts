import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildSales, goodCheck, pngOf, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
}, 60_000)
afterAll(() => api?.close())

const upload = async (kind: string, bytes = pngOf(randomUUID())): Promise<string> => {
  const headers = {
    authorization: `Bearer ${world.tokens['courier']}`,
    'content-type': 'image/png',
  }
  const url = `/v1/objects?kind=${kind}`
  const { status, body } = await api.call('POST', url, undefined, bytes, { headers })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.object
}

const signed = (object: string) => ({ kind: 'signature', object })
const failed = {
  items: goodCheck.items.map(({ item }) => ({ item, ok: item !== 'hose', defect: 'aged' })),
}
const notice = (object: string) => ({
  dueOn: '2026-11-27',
  stopsSupply: false,
  signature: signed(object),
})

/** Each asks with the hash of a picture where a signature belongs. */
const requests: readonly [
  name: string,
  path: string,
  send: (object: string) => Promise<{ status: number; body: unknown }>,
][] = [
  [
    'a delivery',
    '/signature/object',
    async (object) => {
      const order = await world.order(await world.customer())
      const code = `SIG-${randomUUID().slice(0, 8)}`
      await world.cylinder(code)
      const body = visit([code], { signature: signed(object) })
      return world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
    },
  ],
  [
    'the notice of an unsafe home',
    '/notice/signature/object',
    async (object) => {
      const order = await world.order(await world.customer())
      const happenedAt = '2026-11-20T07:30:00.000Z'
      const body = { happenedAt, reason: 'unsafe-home', check: failed, notice: notice(object) }
      return world.post(`/v1/orders/${order.id}/fail`, body, 'courier')
    },
  ],
  [
    'a hand-over of foreign empties',
    '/signatures/giver',
    async (object) => {
      const returned = [{ code: `FAR-${randomUUID().slice(0, 8)}`, ownerId: 'ent-b' }]
      const taken = { happenedAt: '2026-11-20T07:30:00.000Z', broughtBy: 'found', returned }
      const { body } = await world.post('/v1/returns', taken, 'station')
      const ids = [body.returned[0].foreignEmptyId]
      const signatures = { giver: object, receiver: await upload('signature') }
      const over = { ids, to: 'ent-b', happenedAt: '2026-11-20T07:40:00.000Z' }
      return world.post('/v1/foreign-empties/hand-overs', { ...over, signatures }, 'office')
    },
  ],
]

it.each(requests)('%s is signed by a signature, not by a photo: %s', async (_name, path, send) => {
  const answer = await send(await upload('photo'))
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'NOT_A_SIGNATURE', path, measured: 'photo', limit: 'signature' },
  })
  expect((await send(await upload('signature'))).status).toBe(201)
})

it('what was taken for a photo first is a signature once it was uploaded as one', async () => {
  const bytes = pngOf(randomUUID())
  const photo = await upload('photo', bytes)
  expect(await upload('signature', bytes)).toBe(photo)
  expect(await upload('photo', bytes)).toBe(photo)
  const send = requests[0]?.[2]
  expect((await send?.(photo))?.status).toBe(201)
})
