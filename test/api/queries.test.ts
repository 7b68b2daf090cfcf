import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
let tokens: Readonly<Record<string, string>>

beforeAll(async () => {
  api = await startApi()
  tokens = (await buildWorld(api)).tokens
}, 60_000)
afterAll(() => api?.close())

const get = (url: string) => api.call('GET', url, tokens['admin'])

/** What a library says by itself, and what nobody here would. */
const LIBRARY = /expected|received|Invalid input|Too (big|small)|Unrecognized|url component/

describe('the query of an address', () => {
  it.each([
    ['/v1/orders?statee=placed', 'statee', '没有此查询参数', 'state'],
    ['/v1/customers?phone=13899997777', 'phone', '没有此查询参数', 'cursor'],
    ['/v1/orders/00000000-0000-4000-8000-000000000000?x=1', 'x', '可用：无', 'none'],
    ['/v1/orders?limit=501', 'limit', '不得大于 500', 'must be at most 500'],
    ['/v1/orders?limit=0', 'limit', '不得小于 1', 'must be at least 1'],
    ['/v1/orders?limit=many', 'limit', '应为数字', 'must be a number'],
    ['/v1/orders?limit=1.5', 'limit', '应为整数', 'must be a whole number'],
    ['/v1/orders?state=gone', 'state', '应为下列之一', 'must be one of placed'],
    ['/v1/orders?cursor=', 'cursor', '至少 1 个字符', 'must be at least 1 characters'],
    ['/v1/kpis', 'from', '缺少此项', 'is missing'],
  ])('%s names %s, says why in Chinese and English', async (url, path, zh, en) => {
    const { status, body } = await get(url)
    expect(status, JSON.stringify(body)).toBe(400)
    expect(body).toMatchObject({ code: 'INVALID_REQUEST', path })
    expect(body.message.zh).toContain(zh)
    expect(body.message.en).toContain(en)
    expect(JSON.stringify(body)).not.toMatch(LIBRARY)
  })

  it('a broken percent sign, and a body that is a list', async () => {
    const address = await get('/v1/cylinders/%E0%A4%A')
    expect(address.status).toBe(400)
    expect(address.body.message.zh).toContain('百分号')
    const list = await api.call('POST', '/v1/orders', tokens['admin'], [])
    expect(list).toMatchObject({ status: 400, body: { detail: '/ must be an object' } })
    for (const { body } of [address, list]) expect(JSON.stringify(body)).not.toMatch(LIBRARY)
  })
})
