import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes } from '#api/error-codes.ts'
import { problemWords } from '#api/problem-words.ts'
import { StoreUnavailable } from '#domain/store-ports.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

const documented = readFileSync('services/api/error-codes.md', 'utf8')

describe('the table of problems', () => {
  const rows = [...documented.matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)]

  it('and its documentation name the same codes with the same status', () => {
    const inCode = Object.entries(errorCodes).map(([code, { status }]) => `${code} ${status}`)
    expect(rows.map(([, code, status]) => `${code} ${status}`)).toEqual(inCode)
  })

  it('says each of them in Chinese, and what to do in both languages', () => {
    expect(Object.keys(problemWords).toSorted()).toEqual(Object.keys(errorCodes).toSorted())
    for (const [zh, todoZh, todoEn] of Object.values(problemWords)) {
      expect(zh + todoZh).not.toMatch(/[.。]$/)
      expect([zh, todoZh].every((text) => /[\u4e00-\u9fff]/.test(text))).toBe(true)
      expect(todoEn).toMatch(/^[a-z]/)
    }
  })

  it('is sorted by status, so that a reader finds it', () => {
    const statuses = rows.map(([, , status]) => Number(status))
    expect(statuses).toEqual([...statuses].sort((a, b) => a - b))
  })
})

describe('bad input', () => {
  let api: ApiUnderTest
  let world: World
  let away = false
  beforeAll(async () => {
    api = await startApi({
      change: (deps) => ({
        ...deps,
        recorder: {
          record: (...args) => deps.recorder.record(...args),
          recordAtSite: (event) => deps.recorder.recordAtSite(event),
          register: (rows) =>
            away ? Promise.reject(new StoreUnavailable('gone')) : deps.recorder.register(rows),
          bindTag: (change) => deps.recorder.bindTag(change),
          releaseTag: () => Promise.reject(new Error('a secret detail of ours')),
        },
      }),
    })
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  const post = (body: unknown, headers: object = {}) =>
    api.call('POST', '/v1/cylinders', undefined, body, {
      headers: { authorization: `Bearer ${world.tokens['admin']}`, ...headers },
    })
  const json = { 'content-type': 'application/json' }

  it.each([
    [{ code: undefined }, '/code'],
    [{ code: 'a b' }, '/code'],
    [{ code: 'x'.repeat(33) }, '/code'],
    [{ code: 7 }, '/code'],
    [{ model: '' }, '/model'],
    [{ tareG: '16480' }, '/tareG'],
    [{ tareG: 1.5 }, '/tareG'],
    [{ tareG: -1 }, '/tareG'],
    [{ tareG: null }, '/tareG'],
    [{ tareG: 1e300 }, '/tareG'],
    [{ madeOn: '2022-13' }, '/madeOn'],
    [{ nextInspectionOn: '2026-02-30' }, '/nextInspectionOn'],
    [{ manufacturer: 'a\u0000b' }, '/manufacturer'],
    [{ manufacturer: '\ud800' }, '/manufacturer'],
    [{ manufacturer: 'x'.repeat(201) }, '/manufacturer'],
    [{ tags: 'none' }, '/tags'],
    [{ tags: [{ scheme: 'nfc', value: 'x' }] }, '/tags/0/scheme'],
    [{ tags: [{ scheme: 'qr', value: '' }] }, '/tags/0/value'],
  ])('%j names %s', async (change, path) => {
    const answer = await post(cylinderBody('BAD-1', change))
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it('keeps Chinese and Uyghur text as it is', async () => {
    const manufacturer = 'ئۈرۈمچى گاز زاۋۇتى · 乌鲁木齐𠮷厂'
    expect((await post(cylinderBody('UY-1', { manufacturer }))).status).toBe(201)
    const { body } = await api.call('GET', '/v1/cylinders/UY-1', world.tokens['admin'])
    expect(body.manufacturer).toBe(manufacturer)
  })

  it.each([
    ['not JSON', '{"code":', 400, 'INVALID_JSON'],
    ['empty', '', 400, 'INVALID_JSON'],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'INVALID_JSON'],
    ['__proto__', '{"__proto__":{"x":1}}', 400, 'INVALID_JSON'],
    ['too deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400, 'INVALID_JSON'],
    ['too large', `"${'x'.repeat(300_000)}"`, 413, 'TOO_LARGE'],
    ['an array', '[]', 400, 'INVALID_REQUEST'],
    ['null', 'null', 400, 'INVALID_REQUEST'],
  ])('%s', async (_name, body, status, code) => {
    expect(await post(body, json)).toMatchObject({ status, body: { code } })
  })

  it('another content type is 415', async () => {
    const answer = await post('<a/>', { 'content-type': 'application/xml' })
    expect(answer).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
  })

  it.each([
    ['GET', '/v1/cylinders/%00', 400],
    ['GET', '/v1/cylinders/%ff', 400],
    ['GET', `/v1/cylinders/${'x'.repeat(2000)}`, 400],
    ['GET', '/v1/cylinders?code=%00', 400],
    ['GET', '/v1/cylinders?custodyId=%00', 400],
    ['GET', '/v1/cylinders?limit=0', 400],
    ['GET', '/v1/cylinders?limit=x', 400],
    ['GET', `/v1/cylinders?cursor=${Buffer.from('"1 or 1=1"').toString('base64url')}`, 400],
    ['GET', `/v1/scales?cursor=${Buffer.from('"\\u0000"').toString('base64url')}`, 400],
    ['GET', '/v1/users/not-a-uuid', 400],
    ['GET', '/v1/rejected-messages/99999999999999999999', 400],
    ['GET', '/v1/public/cylinders/%00', 400],
    ['GET', '/v1/nothing', 404],
    ['DELETE', '/v1/cylinders', 405],
    ['GET', '/', 404],
  ])('%s, address %#', async (method, url, status) => {
    const answer = await api.call(method, url, world.tokens['admin'])
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  it('a resident who opens a broken address sees a page', async () => {
    const answer = await api.call('GET', '/t/%00')
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toContain('text/html')
  })

  it.each([
    ['/v1/cylinders/CYL-a/trace', [1e300, 0, '00000000-0000-4000-8000-000000000000']],
    ['/v1/cylinders/CYL-a/trace', [0, 0, 'x']],
    ['/v1/cylinders', '9'.repeat(30)],
    ['/v1/cylinders', { $gt: '' }],
    ['/v1/devices', 2 ** 40],
    ['/v1/work-items', [1e300, '1']],
    ['/v1/staff', ['a']],
    ['/v1/users', '\u0000'],
    ['/v1/rejected-messages', '-1'],
  ])('%s refuses the forged cursor %j', async (url, key) => {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    const answer = await api.call('GET', `${url}?cursor=${cursor}`, world.tokens['admin'])
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_CURSOR', path: 'cursor' } })
  })

  it('of twenty concurrent registrations of one code one wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(cylinderBody('RACE-1'))),
    )
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b)
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)])
    const sites = await Promise.all(
      Array.from({ length: 10 }, () =>
        api.call('POST', '/v1/enterprises', world.tokens['admin'], { id: 'race', name: 'r' }),
      ),
    )
    expect(sites.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(sites.filter(({ status }) => status === 409)).toHaveLength(9)
  })

  it('says 503 while the database is away, and forgets the key so that a repeat works', async () => {
    const key = { ...json, 'idempotency-key': 'while-away' }
    const body = JSON.stringify(cylinderBody('AWAY-1'))
    away = true
    const refused = await post(body, key)
    away = false
    expect(refused).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } })
    expect(refused.headers['retry-after']).toBe('2')
    expect((await post(body, key)).status).toBe(201)
  })

  it('keeps a defect of ours in the log', async () => {
    const tag = { scheme: 'qr', value: 'v' }
    const url = '/v1/cylinders/CYL-a/tags/release'
    const answer = await api.call('POST', url, world.tokens['admin'], tag)
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } })
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|stack|at /)
    expect(api.log.join('')).toContain('a secret detail of ours')
  })

  it('logs of an address the path alone: what was searched for may be a number of somebody', async () => {
    await api.call('GET', '/v1/customers?phone=13899997777', await api.login('admin'))
    expect(api.log.join('')).toContain('/v1/customers')
    expect(api.log.join('')).not.toContain('13899997777')
  })
})
