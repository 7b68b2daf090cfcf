import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
})
afterAll(() => api?.close())

const lose = (reason: string) =>
  api.call('POST', '/v1/cylinders/CYL-a/lost', world.tokens['office'], { reason })

it.each([
  ['在王隐名 13766665555家丢失', 'mobile number'],
  ['电话137-6666-5555', 'mobile number'],
  ['１３７６６６６５５５５', 'mobile number'],
  ['身份证11010519491231002X', 'ID number'],
])('a reason is refused by field: %s', async (reason, told) => {
  const { status, body } = await lose(reason)
  expect([status, body.code, body.path]).toEqual([422, 'PERSONAL_DATA_IN_TEXT', '/reason'])
  expect(body.detail).toContain(told)
  expect(JSON.stringify(body)).not.toContain(reason)
  const { rows } = await api.database.pool.query(`select from cylinder_life where type = $1`, [
    'cylinder.reported-lost',
  ])
  expect(rows).toHaveLength(0)
})

it('other numbers are no persons: an ID number with a wrong check digit, a longer row of digits', async () => {
  const answer = await lose('单号110105194912310021，批次137666655551')
  expect(answer.status).toBe(201)
})
