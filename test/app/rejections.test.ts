import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SmallTown, smallTown } from './small-town.ts'

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const scan = (code: string, fields: object = {}) => ({
  id: randomUUID(),
  type: 'cylinder.scanned',
  at: new Date().toISOString(),
  tag: { scheme: 'code', value: code },
  purpose: 'inventory',
  ...fields,
})

const rejections = async () => (await town.admin.get('/v1/rejected-messages')).body.items

it('names the field that was wrong on down and in the list, with the bytes that came', async () => {
  const wrong = scan('R-1', { type: 'fill.completed', scale: 'scale-1', tareG: 1, grossG: '31010' })
  await town.device.publish(JSON.stringify(wrong))
  const told = await town.device.answer('rejected', ({ id }) => id === wrong.id)
  expect(told.path).toBe('/grossG')
  const [kept] = await rejections()
  expect(kept).toMatchObject({ code: told.code, path: '/grossG', payload: JSON.stringify(wrong) })
})

it('refuses the bad elements of an array alone', async () => {
  await town.register('R-2')
  const [good, bad, also] = [scan('R-2'), scan('R-2', { purpose: 7 }), scan('R-2')]
  await town.device.publish(JSON.stringify([good, bad, also]))
  const told = await town.device.answer('rejected', ({ id }) => id === bad.id)
  expect(told.path).toMatch(/\/purpose$/)
  await town.admin.traced('R-2', good.id)
  await town.admin.traced('R-2', also.id)
})

it('keeps what is no text as base64', async () => {
  await town.device.publish(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  const [kept] = await rejections()
  expect(kept).toMatchObject({ encoding: 'base64', payload: 'e//+fQ==' })
})

it('reads a message again on request, and says when it is still wrong', async () => {
  await town.device.publish('{"id":')
  const [kept] = await rejections()
  const replay = await town.admin.call('POST', `/v1/rejected-messages/${kept.id}/replay`, {})
  expect(replay).toMatchObject({ status: 200, body: { outcome: 'rejected', code: kept.code } })
  const missing = await town.admin.call('POST', '/v1/rejected-messages/999999/replay', {})
  expect(missing.status).toBe(404)
})
