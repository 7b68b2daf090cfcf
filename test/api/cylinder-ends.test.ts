import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('how cylinders end, are lost and are bought', () => {
  let api: ApiUnderTest
  let world: World
  const as = (who: string) => world.tokens[who]
  const act = (code: string, step: string, body: object, who = 'office', more?: object) =>
    api.call('POST', `/v1/cylinders/${code}/${step}`, as(who), body, more)
  const register = async (code: string, more: object = {}) => {
    const answer = await api.call('POST', '/v1/cylinders', as('office'), cylinderBody(code, more))
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  }
  const cylinder = async (code: string): Promise<Json> => {
    api.clock.now += 1000
    return (await api.call('GET', `/v1/cylinders/${code}`, as('office'))).body
  }

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  const evidence = { method: '压扁', evidence: '销毁记录 2026-117', photoSha256: ['a'.repeat(64)] }

  it('R003-7.1.15: a code is one code in whatever case it is written', async () => {
    await register('CASE-1')
    expect((await act('CASE-1', 'retire', { reason: '报废' })).status).toBe(201)
    const again = (code: string) =>
      api.call('POST', '/v1/cylinders', as('office'), cylinderBody(code))
    for (const code of ['case-1', 'Case-1']) {
      const answer = await again(code)
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'CYLINDER_EXISTS', path: '/code' },
      })
      expect(answer.body.message.zh).toMatch(/永久作废/)
    }
    const both = await Promise.all([again('TWIN-1'), again('twin-1'), again('Twin-1')])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  })

  it('R003-7.1.15: only a retired cylinder is destroyed, once; its code and tags are void for ever', async () => {
    await register('D-1', { tags: [{ scheme: 'qr', value: 'qr-d1' }] })
    expect(await act('D-1', 'destroy', evidence)).toMatchObject({
      status: 409,
      body: { code: 'NOT_RETIRED' },
    })
    expect((await act('D-1', 'retire', { reason: '报废' })).status).toBe(201)
    const done = await act('D-1', 'destroy', evidence, 'lab')
    expect(done.status, JSON.stringify(done.body)).toBe(201)
    expect(done.body.cylinder).toMatchObject({
      custody: { kind: 'scrap' },
      service: { state: 'retired' },
    })
    expect((await act('D-1', 'destroy', evidence)).body.code).toBe('ALREADY_DESTROYED')
    const again = await api.call('POST', '/v1/cylinders', as('office'), cylinderBody('D-1'))
    expect(again).toMatchObject({ status: 409, body: { code: 'CYLINDER_EXISTS' } })
    const tag = { scheme: 'qr', value: 'qr-d1' }
    expect((await act('D-1', 'tags/release', tag)).body.code).toBe('ALREADY_RETIRED')
    expect((await act('D-1', 'tags', { scheme: 'qr', value: 'qr-new' })).body.code).toBe(
      'ALREADY_RETIRED',
    )
    expect((await act('CYL-a', 'tags', tag)).body.code).toBe('TAG_IN_USE')
    const other = cylinderBody('D-2', { tags: [tag] })
    expect((await api.call('POST', '/v1/cylinders', as('office'), other)).body.code).toBe(
      'TAG_IN_USE',
    )
    const { rows } = await api.database.pool.query('select evidence, photo_sha256 from destruction')
    expect(rows).toEqual([{ evidence: evidence.evidence, photo_sha256: evidence.photoSha256 }])
    const missing = await act('D-1', 'destroy', { method: '压扁' })
    expect(missing).toMatchObject({ status: 400, body: { errors: [{ path: '/evidence' }] } })
  })

  it('a repeated destruction with its key is one event', async () => {
    await register('D-3')
    await act('D-3', 'retire', { reason: '报废' })
    const more = { headers: { authorization: `Bearer ${as('office')}`, 'idempotency-key': 'd3' } }
    const answers = await Promise.all(
      [1, 2, 3].map(() => act('D-3', 'destroy', evidence, 'office', more)),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.eventId)).size).toBe(1)
  })

  it('lost and found: once each, and found where it was brought to', async () => {
    await register('L-1')
    expect((await act('L-1', 'found', { reason: 'x' })).body.code).toBe('NOT_LOST')
    const lost = await act('L-1', 'lost', { reason: '盘点未见' }, 'station')
    expect(lost.body.cylinder.service.state).toBe('lost')
    expect((await act('L-1', 'lost', { reason: 'x' })).body.code).toBe('ALREADY_LOST')
    const elsewhere = await act('L-1', 'found', { reason: 'x', siteId: 'st-b' })
    expect(elsewhere).toMatchObject({ status: 422, body: { path: '/siteId' } })
    expect((await act('L-1', 'found', { reason: '回库', siteId: 'st-a' })).status).toBe(201)
    expect(await cylinder('L-1')).toMatchObject({
      service: { state: 'in-service' },
      custody: { kind: 'station', id: 'st-a' },
    })
    expect((await act('CYL-b', 'lost', { reason: 'x' })).status).toBe(404)
  })

  it("buys a resident's cylinder under a contract, and no cylinder of another company", async () => {
    const custody = { kind: 'station', id: 'st-a' }
    const homeless = cylinderBody('B-0', { ownerId: 'resident' })
    expect((await api.call('POST', '/v1/cylinders', as('office'), homeless)).status).toBe(422)
    await register('B-1', { ownerId: 'resident', custody })
    const contract = { contractNo: 'HT-2026-0412', priceFen: 12_000 }
    const bought = await act('B-1', 'purchase', contract)
    expect(bought.status, JSON.stringify(bought.body)).toBe(201)
    expect(await cylinder('B-1')).toMatchObject({ ownerId: 'ent-a' })
    expect((await act('B-1', 'purchase', contract)).body.code).toBe('NOT_PURCHASABLE')
    const trace = await api.call('GET', '/v1/cylinders/B-1/trace', as('office'))
    expect(trace.body.events.at(-1)).toMatchObject({
      type: 'ownership.transferred',
      body: { ownerId: 'ent-a', contractNo: 'HT-2026-0412' },
    })
    const stolen = await act('CYL-b', 'purchase', { ...contract, ownerId: 'ent-a' }, 'admin')
    expect(stolen).toMatchObject({ status: 409, body: { code: 'NOT_PURCHASABLE' } })
  })
})
