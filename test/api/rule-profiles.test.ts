import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

/** The harness's day is 2026-11-20. */
const TODAY = '2026-11-20'
const TOMORROW = '2026-11-21'

const law = { clause: 'R003-3.1', from: '2026-11-01', force: 'mandatory', certainty: 'document' }
const promise = {
  clause: 'promise-1',
  from: '2026-11-01',
  force: 'unconfirmed',
  certainty: 'document',
}
const fill = (toleranceG: number, citation: object = law) => ({
  'YSP-15': { value: { nominalG: 14_500, toleranceG }, ...citation },
})

const version = (more: object) => ({
  validFrom: TODAY,
  name: { zh: '试', en: 'trial' },
  parent: 'cn-base',
  values: {},
  reason: '通知 1 号',
  ...more,
})

describe('rule profiles over HTTP', () => {
  let api: ApiUnderTest
  let world: World
  const as = (role: string, method: string, url: string, body?: object) =>
    api.call(method, url, world.tokens[role], body)
  const add = (role: string, more: object) => as(role, 'POST', '/v1/rule-profiles', version(more))

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  it('shows what ships: every value with clause, day, force and certainty, drafts as such, and where it is in force', async () => {
    const { status, body } = await as('customer', 'GET', '/v1/rule-profiles')
    expect(status).toBe(200)
    const byId = new Map<string, Json>(body.items.map((one: Json) => [one.id, one]))
    expect([...byId.keys()]).toEqual(['cn-base', 'cn-3703', 'cn-3704', 'cn-65', 'cn-draft'])
    expect([...byId.values()].map(({ active }) => active)).toEqual([true, true, true, false, false])
    expect(byId.get('cn-3703')).toMatchObject({
      parent: 'cn-base',
      validFrom: '2021-06-11',
      shipped: true,
      places: [{ regionPrefix: '3703', from: '2021-06-11', by: 'profile' }],
      versions: [{ ref: 'cn-3703@2021-06-11', state: 'in-force' }],
    })
    expect(byId.get('cn-base').values.residual['YSP-15']).toEqual({
      value: 450,
      clause: 'R002-7.1.14c',
      from: '2013-06-01',
      force: 'recommended',
      certainty: 'document',
    })
    expect(Object.keys(byId.get('cn-65').forces)).toEqual(['draft'])
    expect(byId.get('cn-65').values.residual['YSP-15']).toMatchObject({ off: true, force: 'draft' })
    for (const one of byId.values()) {
      for (const [key, value] of Object.entries<Json>(one.values)) {
        const rows = ['fill', 'residual', 'tare', 'duties'].includes(key)
          ? Object.values<Json>(value)
          : [value]
        for (const row of rows) {
          expect(row, `${one.id} ${key}`).toMatchObject({
            clause: expect.stringMatching(/./),
            from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
            force: expect.stringMatching(/./),
            certainty: expect.stringMatching(/./),
          })
        }
      }
    }
  })

  it('shows one with its parents filled in; an unknown one is not there', async () => {
    const { body } = await as('station', 'GET', '/v1/rule-profiles/cn-65')
    expect(body.effective.ref).toBe('cn-65@2023-06-01')
    expect(body.effective.single.shortage.force).toBe('draft')
    expect(body.effective.tables.residual).toEqual({})
    expect(body.effective.tables.fill['YSP-15'].clause).toBe('R002-7.1.14b')
    expect(await as('station', 'GET', '/v1/rule-profiles/cn-x')).toMatchObject({ status: 404 })
  })

  it.each([
    [
      { values: { fill: { 'YSP-15': { value: { nominalG: 1, toleranceG: 1 } } } } },
      '/values/fill/YSP-15/clause',
      'values.fill.YSP-15.clause',
    ],
    [
      { values: { fill: { 'YSP26.2': { ...law, value: 1 } } } },
      '/values/fill/YSP26.2/value',
      'values.fill.YSP26.2.value',
    ],
    [
      { values: { residual: { 'YSP-15': { ...law, from: undefined, value: 1 } } } },
      '/values/residual/YSP-15/from',
      'from',
    ],
    [
      { values: { sealRequired: { ...law, from: '2026-02-30', value: true } } },
      '/values/sealRequired/from',
      'day',
    ],
    [
      { values: { sealRequired: { ...law, force: 'law', value: true } } },
      '/values/sealRequired/force',
      'force',
    ],
    [
      { values: { duties: { OVERFILL: { ...law, certainty: undefined } } } },
      '/values/duties/OVERFILL/certainty',
      'certainty',
    ],
    [{ values: { nonsense: { ...law, value: 1 } } }, '/values/nonsense', 'no value'],
    [{ validFrom: '2026-02-30' }, '/validFrom', 'day'],
    [{ reason: undefined }, '/reason', 'reason'],
    [{ regionPrefixes: ['37x'] }, '/regionPrefixes/0', 'digits'],
  ])('refuses %j at %s', async (more, path, words) => {
    const answer = await add('admin', { id: 'cn-new', ...more })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', path } })
    expect(answer.body.detail).toContain(words)
  })

  it.each([
    [{ validFrom: '2026-11-19' }, 'PROFILE_RETROACTIVE', '/validFrom'],
    [{ parent: 'cn-x' }, 'UNKNOWN_REFERENCE', '/parent'],
    [{ id: 'cn-base', parent: 'cn-3703' }, 'INCONSISTENT_REQUEST', '/parent'],
    [{ regionPrefixes: ['3703'] }, 'INCONSISTENT_REQUEST', '/regionPrefixes/0'],
    [{ promisedBy: 'ent-x', parent: null }, 'UNKNOWN_REFERENCE', '/promisedBy'],
    [{ id: 'cn-65', promisedBy: 'ent-a', parent: null }, 'INCONSISTENT_REQUEST', '/promisedBy'],
  ])('refuses %j: %s', async (more, code, path) => {
    expect(await add('admin', { id: 'cn-new', ...more })).toMatchObject({
      status: 422,
      body: { code, path },
    })
  })

  it('an administrator supersedes the law of a region; the old version stays to be seen', async () => {
    const more = {
      id: 'cn-3703',
      regionPrefixes: ['3703'],
      validFrom: TOMORROW,
      values: { fill: fill(300) },
    }
    const { status, body } = await add('admin', more)
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({
      validFrom: '2021-06-11',
      versions: [
        { validFrom: '2021-06-11', state: 'in-force', shipped: true },
        {
          validFrom: TOMORROW,
          state: 'coming',
          shipped: false,
          recordedBy: 'admin:admin',
          reason: '通知 1 号',
        },
      ],
    })
    expect(await add('admin', more)).toMatchObject({ status: 409, body: { path: '/validFrom' } })
  })

  it('a parent may not begin on the day of a child that may have been used already', async () => {
    expect((await add('admin', { id: 'cn-sub', parent: 'cn-3704' })).status).toBe(201)
    const parent = { id: 'cn-3704', regionPrefixes: ['3704'] }
    expect(await add('admin', parent)).toMatchObject({ status: 422, body: { path: '/validFrom' } })
    expect((await add('admin', { ...parent, validFrom: '2026-12-01' })).status).toBe(201)
    expect(
      (await add('admin', { id: 'cn-sub', parent: 'cn-3704', validFrom: '2026-12-01' })).status,
    ).toBe(201)
  })

  it('an office proposes what binds nobody until it is activated, and only its own', async () => {
    expect((await add('office', { id: 'cn-idea', values: { fill: fill(300) } })).status).toBe(201)
    expect((await add('office', { id: 'cn-idea', validFrom: TOMORROW })).status).toBe(201)
    expect(await add('office', { id: 'cn-idea2', regionPrefixes: ['11'] })).toMatchObject({
      status: 403,
      body: { path: '/regionPrefixes' },
    })
    expect(await add('office', { id: 'cn-65' })).toMatchObject({
      status: 403,
      body: { path: '/id' },
    })
    const activate = { regionPrefix: '12', from: TODAY, reason: 'r' }
    expect(
      (await as('admin', 'POST', '/v1/rule-profiles/cn-idea/activations', activate)).status,
    ).toBe(201)
    expect(await add('office', { id: 'cn-idea', validFrom: '2026-12-01' })).toMatchObject({
      status: 403,
    })
  })

  it('promises tighten, by the enterprise itself; what loosens is named', async () => {
    const own = { id: 'ent-a-promise', promisedBy: 'ent-a', parent: null }
    expect(await add('office', { ...own, promisedBy: 'ent-b' })).toMatchObject({
      status: 403,
      body: { path: '/promisedBy' },
    })
    const values = {
      fill: { ...fill(900, promise) },
      labelRequired: { value: true, ...promise },
      sealRequired: { off: true, ...promise },
    }
    expect(await add('office', { ...own, values })).toMatchObject({
      status: 422,
      body: {
        code: 'PROMISE_LOOSENS',
        errors: [{ path: '/values/sealRequired' }, { path: '/values/fill/YSP-15' }],
      },
    })
    const good = await add('office', { ...own, values: { fill: fill(200, promise) } })
    expect(good, JSON.stringify(good.body)).toMatchObject({
      status: 201,
      body: { active: true, promisedBy: 'ent-a', effective: null, passedOver: [] },
    })
    expect(await add('office', { ...own, id: 'second' })).toMatchObject({
      status: 422,
      body: { path: '/id' },
    })
  })

  it.each([
    ['cn-x', {}, 404, undefined],
    ['cn-65', { from: '2026-11-19' }, 422, '/from'],
    ['cn-65', { regionPrefix: '6x' }, 400, '/regionPrefix'],
    ['cn-65', { reason: undefined }, 400, '/reason'],
    ['ent-a-promise', {}, 422, 'id'],
  ])('activating %s with %j: %i', async (id, more, status, path) => {
    const body = { regionPrefix: '65', from: TODAY, reason: 'r', ...more }
    const answer = await as('admin', 'POST', `/v1/rule-profiles/${id}/activations`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    if (path !== undefined) expect(answer.body.path).toBe(path)
  })

  it('an activation is shown with who, since when and why', async () => {
    const body = { regionPrefix: '65', from: TODAY, reason: '自治区要求' }
    const answer = await as('admin', 'POST', '/v1/rule-profiles/cn-65/activations', body)
    expect(answer).toMatchObject({
      status: 201,
      body: { profile: 'cn-65', activatedBy: 'admin:admin' },
    })
    const shown = await as('regulator', 'GET', '/v1/rule-profiles/cn-65')
    expect(shown.body).toMatchObject({ active: true, places: [{ by: 'activation', ...body }] })
  })

  it('what is recorded is never changed nor removed', async () => {
    for (const sql of ['delete from rule_profile', `update lock_log set reason = 'x'`]) {
      if (sql.includes('lock_log'))
        await as('admin', 'POST', '/v1/scales/scale-a/lock', { reason: 'r' })
      await expect(api.database.pool.query(sql)).rejects.toThrow(/only added to/)
    }
  })

  it('locks and releases of a scale and of its station stay in a log', async () => {
    const lock = (url: string, reason: string, role = 'regulator') =>
      as(role, 'POST', `/v1/${url}`, { reason })
    await lock('scales/scale-a/unlock', 'r', 'admin')
    expect((await lock('scales/scale-a/lock', '超装')).status).toBe(200)
    expect(await lock('scales/scale-a/unlock', 'x', 'office')).toMatchObject({ status: 409 })
    expect((await lock('scales/scale-a/unlock', '整改完成')).status).toBe(200)
    expect((await lock('stations/st-a/lock', '停业')).status).toBe(200)
    const { body } = await as('station', 'GET', '/v1/scales/scale-a/locks?limit=3')
    expect(body.items).toMatchObject([
      { action: 'lock', scale: null, reason: '停业', by: 'regulator:regulator' },
      { action: 'unlock', scale: 'scale-a', reason: '整改完成' },
      { action: 'lock', scale: 'scale-a', reason: '超装' },
    ])
    const rest = await as('station', 'GET', `/v1/scales/scale-a/locks?cursor=${body.next}`)
    expect(rest.body).toMatchObject({ items: [{ reason: 'r' }, { reason: 'r' }], next: null })
    const station = await as('station', 'GET', '/v1/stations/st-a/locks')
    expect(station.body.items).toHaveLength(5)
    expect(await as('office', 'GET', '/v1/scales/scale-b/locks')).toMatchObject({ status: 404 })
    const { rows } = await api.database.pool.query('select payload from device_outbox order by id')
    expect(JSON.parse(rows.at(-1).payload)).toEqual({ type: 'lock', reason: '停业' })
  })
})
