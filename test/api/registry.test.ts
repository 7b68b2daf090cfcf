import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('registry over HTTP', () => {
  let api: ApiUnderTest
  let world: World

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  const admin = () => world.tokens['admin']

  it('registers a cylinder and shows it with content, custody, service and tags', async () => {
    const tags = [{ scheme: 'qr', value: 'https://x/t/1' }]
    const made = await api.call('POST', '/v1/cylinders', admin(), cylinderBody('C-1', { tags }))
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const { status, body } = await api.call('GET', '/v1/cylinders/C-1', admin())
    expect(status).toBe(200)
    expect(body).toMatchObject({
      code: 'C-1',
      model: 'YSP35.5',
      tareG: 16_480,
      ownerId: 'ent-a',
      manufacturer: '某某钢瓶厂',
      content: { state: 'unknown' },
      custody: { kind: 'unknown' },
      service: { state: 'in-service', reasons: [] },
    })
    expect(body.tags).toEqual(expect.arrayContaining([expect.objectContaining(tags[0] as object)]))
  })

  it('finds by the beginning of a code, a whole tag or a whole serial number, and nothing beyond reach', async () => {
    const tags = [{ scheme: 'epc', value: 'E-SEARCH' }]
    const body = cylinderBody('SRCH-1', { tags, serialNo: 'SN-4711' })
    await api.call('POST', '/v1/cylinders', admin(), body)
    const found = async (q: string, role = 'admin') => {
      const { status, body: page } = await api.call(
        'GET',
        `/v1/cylinders?q=${encodeURIComponent(q)}`,
        world.tokens[role],
      )
      expect(status).toBe(200)
      return page.items.map(({ code }: { code: string }) => code)
    }
    for (const q of ['SRCH', 'srch-1', 'E-SEARCH', 'SN-4711']) {
      expect(await found(q), q).toEqual(['SRCH-1'])
    }
    for (const q of ['E-SEARC', 'SN-471', 'RCH', '%', '气瓶', "'"]) {
      expect(await found(q), q).toEqual([])
    }
    expect(await found('CYL-', 'office')).toEqual(['CYL-a'])
  })

  it('refuses the same code with 409 CYLINDER_EXISTS and a used tag with TAG_IN_USE', async () => {
    const tags = [{ scheme: 'epc', value: 'E-77' }]
    await api.call('POST', '/v1/cylinders', admin(), cylinderBody('C-2', { tags }))
    const again = await api.call('POST', '/v1/cylinders', admin(), cylinderBody('C-2'))
    expect(again).toMatchObject({ status: 409, body: { code: 'CYLINDER_EXISTS', path: '/code' } })
    expect(again.headers['content-type']).toContain('application/problem+json')
    const taken = await api.call('POST', '/v1/cylinders', admin(), cylinderBody('C-3', { tags }))
    expect(taken).toMatchObject({ status: 409, body: { code: 'TAG_IN_USE', path: '/tags/0' } })
  })

  it.each([
    ['YSP-12', 201],
    ['YSP12', 201],
    ['YSP35.5/14.9', 201],
    ['YSP_12', 422],
    ['15公斤', 422],
  ])('model %s is answered with %i', async (model, status) => {
    const code = `M-${createHash('sha1').update(model).digest('hex').slice(0, 8)}`
    const body = cylinderBody(code, { model, waterVolumeMl: undefined, stampedMaxG: undefined })
    const answer = await api.call('POST', '/v1/cylinders', admin(), body)
    expect(answer.status).toBe(status)
    if (status === 422) {
      expect(answer.body).toMatchObject({ code: 'UNKNOWN_MODEL', path: '/model' })
    }
  })

  it('pages by cursor, filters, and refuses a foreign cursor', async () => {
    for (let i = 0; i < 5; i++) {
      await api.call('POST', '/v1/cylinders', admin(), cylinderBody(`PAGE-${i}`))
    }
    const codes: string[] = []
    let url = '/v1/cylinders?limit=2&code=PAGE-'
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await api.call('GET', next === '' ? url : `${url}&cursor=${next}`, admin())
      codes.push(...body.items.map((item: { code: string }) => item.code))
      next = body.next
    }
    expect(codes).toEqual(['PAGE-0', 'PAGE-1', 'PAGE-2', 'PAGE-3', 'PAGE-4'])
    url = '/v1/cylinders?cursor=xyz'
    const wrong = await api.call('GET', url, admin())
    expect(wrong).toMatchObject({ status: 400, body: { code: 'INVALID_CURSOR', path: 'cursor' } })
    const due = await api.call('GET', '/v1/cylinders?dueBefore=2020-01-01', admin())
    expect(due.body.items).toEqual([])
    const limit = await api.call('GET', '/v1/cylinders?limit=501', admin())
    expect(limit).toMatchObject({ status: 400, body: { path: 'limit' } })
  })

  it('binds and releases a tag', async () => {
    await api.call('POST', '/v1/cylinders', admin(), cylinderBody('T-1'))
    const tag = { scheme: 'epc', value: 'E-T1' }
    const bound = await api.call('POST', '/v1/cylinders/T-1/tags', admin(), tag)
    expect(bound.status).toBe(201)
    const other = await api.call('POST', '/v1/cylinders/C-1/tags', admin(), tag)
    expect(other).toMatchObject({ status: 409, body: { code: 'TAG_IN_USE' } })
    const off = await api.call('POST', '/v1/cylinders/T-1/tags/release', admin(), tag)
    expect(off.status).toBe(201)
    const twice = await api.call('POST', '/v1/cylinders/T-1/tags/release', admin(), tag)
    expect(twice).toMatchObject({ status: 409, body: { code: 'TAG_NOT_BOUND' } })
  })

  it('locks a scale, tells the devices of its station, and unlocks it', async () => {
    const locked = await api.call('POST', '/v1/scales/scale-a/lock', world.tokens['regulator'], {
      reason: '检定过期',
    })
    expect(locked).toMatchObject({
      status: 200,
      body: { locked: true, lockReason: '检定过期', lockedBy: 'regulator:regulator' },
    })
    const { rows } = await api.database.pool.query(
      `select device_id, payload from device_outbox where station_id = 'st-a'`,
    )
    expect(rows.map((row) => [row.device_id, JSON.parse(row.payload)])).toEqual([
      ['dev-1', { type: 'lock', scale: 'scale-a', reason: '检定过期' }],
    ])
    const unlock = (role: string) =>
      api.call('POST', '/v1/scales/scale-a/unlock', world.tokens[role], { reason: 'ok' })
    expect(await unlock('admin')).toMatchObject({ status: 409, body: { code: 'REGULATOR_ORDER' } })
    expect(await unlock('regulator')).toMatchObject({ status: 200, body: { locked: false } })
  })

  it('shows a device password once, stores its SHA-256, rotates and disables', async () => {
    const body = { stationId: 'st-a', deviceId: 'portal-1', kind: 'portal' }
    const made = await api.call('POST', '/v1/devices', admin(), body)
    expect(made.body).toMatchObject({ username: 'st-a/portal-1' })
    expect(made.body.password).toHaveLength(43)
    const { rows } = await api.database.pool.query(
      `select secret_sha256 from device where device_id = 'portal-1'`,
    )
    expect(rows[0].secret_sha256).toEqual(createHash('sha256').update(made.body.password).digest())
    const rotated = await api.call('POST', '/v1/devices/st-a/portal-1/rotate', admin())
    expect(rotated.body.password).not.toBe(made.body.password)
    const off = await api.call('PATCH', '/v1/devices/st-a/portal-1', admin(), { disabled: true })
    expect(off.body).toMatchObject({ disabled: true })
    const list = await api.call('GET', '/v1/devices?stationId=st-a', admin())
    expect(list.body.items.map((item: { deviceId: string }) => item.deviceId)).toEqual([
      'dev-1',
      'portal-1',
    ])
    expect(JSON.stringify(list.body)).not.toContain('secret')
  })

  it('serves health, metrics and OpenAPI', async () => {
    expect((await api.call('GET', '/health/live')).status).toBe(200)
    const ready = await api.call('GET', '/health/ready')
    expect(ready).toMatchObject({ status: 200, body: { ok: true, checks: { database: true } } })
    const metrics = await api.call('GET', '/metrics')
    expect(metrics.body).toContain('lpg_http_request_seconds_bucket')
    const docs = await api.call('GET', '/docs/json')
    expect(docs.body.openapi).toBe('3.1.0')
    expect((await api.call('GET', '/docs/')).status).toBe(200)
  })
})
