import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

describe('what regions are called', () => {
  let api: ApiUnderTest
  let world: World
  const ask = (code: string) => api.call('GET', `/v1/regions/${code}`, world.tokens['customer'])

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  it.each([
    ['37', '山东省'],
    ['3703', '山东省淄博市'],
    ['370300', '山东省淄博市'],
    ['370302', '山东省淄博市淄川区'],
    ['37030201', '山东省淄博市淄川区'],
    ['110101', '北京市东城区'],
    ['500230', '重庆市丰都县'],
    ['419001', '河南省济源市'],
    ['659001', '新疆维吾尔自治区石河子市'],
    ['990000', null],
    ['370399', null],
  ])('%s is %s', async (code, name) => {
    expect(await ask(code)).toMatchObject({ status: 200, body: { code, name } })
  })

  it('refuses what is no code', async () => {
    expect(await ask('3703x2')).toMatchObject({ status: 400 })
    expect(await ask('3')).toMatchObject({ status: 400 })
  })
})
