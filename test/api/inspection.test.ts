import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untoldEvents } from '#jobs/untold-events.ts'
import { untoldEventQueries } from '#store/queries/system/untold-events.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

const CHECKS = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

describe('periodic inspection', () => {
  let api: ApiUnderTest
  let world: World
  const tokens: Record<string, string> = {}
  /** So many events of a type are written before the next one breaks. */
  const failing = { type: '', after: Number.POSITIVE_INFINITY }
  const post = (url: string, token: string | undefined, body: unknown, more?: object) =>
    api.call('POST', url, token, body, more)

  beforeAll(async () => {
    api = await startApi({
      change: (deps) => ({
        ...deps,
        recorder: {
          record: (code, event, decide) => {
            if (event.type === failing.type && failing.after-- <= 0) {
              throw new Error('broken off')
            }
            return deps.recorder.record(code, event, decide)
          },
          recordAtSite: (event) => deps.recorder.recordAtSite(event),
          register: (rows) => deps.recorder.register(rows),
          bindTag: (change) => deps.recorder.bindTag(change),
          releaseTag: (change) => deps.recorder.releaseTag(change),
        },
      }),
    })
    world = await buildWorld(api)
    Object.assign(tokens, world.tokens)
    const admin = tokens['admin']
    await post('/v1/enterprises', admin, { id: 'lab-1', name: '某某气瓶检验站' })
    await post('/v1/enterprises', admin, { id: 'lab-2', name: '另一检验站' })
    for (const [username, enterpriseId] of [
      ['zhang', 'lab-1'],
      ['li', 'lab-1'],
      ['wang', 'lab-2'],
    ]) {
      const user = { username, password: ADMIN_PASSWORD, role: 'lab', enterpriseId }
      expect((await post('/v1/users', admin, user)).status).toBe(201)
      tokens[String(username)] = await api.login(String(username))
    }
    for (const code of ['I-1', 'I-2', 'I-3', 'I-4', 'I-5', 'OLD-1']) {
      const more = code === 'OLD-1' ? { madeOn: '2014-06', designLifeYears: 8 } : {}
      expect((await post('/v1/cylinders', tokens['office'], cylinderBody(code, more))).status).toBe(
        201,
      )
    }
  })
  afterAll(() => api.close())

  const send = async (codes: readonly string[]): Promise<Json> => {
    const body = { labId: 'lab-1', codes }
    const answer = await post('/v1/inspection-batches', tokens['office'], body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }
  const pass = (code: string, more: object = {}) => ({
    code,
    result: 'pass',
    inspectedOn: '2026-11-19',
    checks: CHECKS,
    measured: { wallThicknessMm: 2.4, volumeMl: 35_600 },
    tareG: 16_500,
    ...more,
  })
  const url = (batch: Json, step: string) => `/v1/inspection-batches/${batch.id}/${step}`
  const cylinder = async (code: string): Promise<Json> => {
    api.clock.now += 1000
    return (await api.call('GET', `/v1/cylinders/${code}`, tokens['office'])).body
  }

  it('sends, inspects, reviews by a second person, sets date and tare, wants a vacuum, comes back', async () => {
    const batch = await send(['I-1', 'I-2'])
    expect(batch).toMatchObject({ items: 2, waiting: 2, labId: 'lab-1' })
    expect(await cylinder('I-1')).toMatchObject({
      custody: { kind: 'lab', id: 'lab-1' },
      service: { state: 'at-inspection' },
    })
    const results = [
      pass('I-1'),
      {
        code: 'I-2',
        result: 'fail',
        inspectedOn: '2026-11-19',
        reason: '壁厚不足',
        failCode: 'T2',
      },
    ]
    const done = await post(url(batch, 'results'), tokens['zhang'], { results })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body).toMatchObject({ toReview: 2 })
    // Nothing is true of the cylinder before a second person has looked.
    expect((await cylinder('I-1')).service.state).toBe('at-inspection')

    const own = await post(url(batch, 'review'), tokens['zhang'], { decision: 'confirm' })
    expect(own).toMatchObject({ status: 409, body: { code: 'REVIEWER_IS_INSPECTOR' } })
    const reviewed = await post(url(batch, 'review'), tokens['li'], { decision: 'confirm' })
    expect(reviewed.status, JSON.stringify(reviewed.body)).toBe(200)
    expect(reviewed.body).toMatchObject({ passed: 1, failed: 1, toReview: 0 })
    // Made 2022-03 with 8 years: the cycle of 48 months reaches past 2030-03 and so extends the life to 12 years.
    expect(await cylinder('I-1')).toMatchObject({
      nextInspectionOn: '2030-11-19',
      inspectedOn: '2026-11-19',
      tareG: 16_500,
      needsVacuum: true,
      service: { state: 'in-service' },
    })
    expect(await cylinder('I-2')).toMatchObject({
      service: { state: 'retired', reasons: ['壁厚不足'] },
    })
    const late = await post(url(batch, 'results'), tokens['zhang'], { results: [pass('I-1')] })
    expect(late).toMatchObject({ status: 409, body: { code: 'NOT_IN_BATCH_STATE' } })

    const back = await post(url(batch, 'return'), tokens['li'], { siteId: 'st-a', codes: ['I-1'] })
    expect(back.status, JSON.stringify(back.body)).toBe(200)
    expect((await cylinder('I-1')).custody).toMatchObject({ kind: 'station', id: 'st-a' })
    const trace = await api.call('GET', '/v1/cylinders/I-1/trace', tokens['regulator'])
    expect(trace.body.events.map(({ type }: Json) => type)).toEqual([
      'cylinder.registered',
      'inspection.sent',
      'inspection.completed',
      'custody.handed-over',
    ])
    expect(trace.body.events[2].body).toMatchObject({
      inspector: 'zhang',
      reviewer: 'li',
      labId: 'lab-1',
      batchId: batch.id,
    })
  })

  it('a retired one that goes back in one piece: its life and the answer say so, and it is called back', async () => {
    await post('/v1/cylinders', tokens['office'], cylinderBody('WHOLE-1'))
    const batch = await send(['WHOLE-1'])
    const fail = { code: 'WHOLE-1', result: 'fail', inspectedOn: '2026-11-19', reason: '壁厚不足' }
    await post(url(batch, 'results'), tokens['zhang'], { results: [fail] })
    await post(url(batch, 'review'), tokens['li'], { decision: 'confirm' })
    const back = await post(url(batch, 'return'), tokens['li'], { siteId: 'st-a' })
    expect(back).toMatchObject({
      status: 200,
      body: {
        findings: [{ cylinder: 'WHOLE-1', code: 'MOVED_WHILE_BLOCKED', measured: 'RETIRED' }],
      },
    })
    const { rows } = await api.database.pool.query(
      `select from work_item w join cylinder c on c.id = w.cylinder_id where c.code = 'WHOLE-1' and w.kind = 'recall'`,
    )
    expect(rows).toHaveLength(1)
  })

  it('the next date never passes the end of life, nor the cycle; a life that ended cannot pass', async () => {
    const batch = await send(['I-3', 'OLD-1'])
    const one = async (result: object) =>
      post(url(batch, 'results'), tokens['zhang'], { results: [result] })
    expect(await one(pass('OLD-1'))).toMatchObject({
      status: 409,
      body: { code: 'LIFE_ENDED', clause: 'F3', limit: '2026-06-01', path: '/results/0/result' },
    })
    expect(await one(pass('I-3', { nextInspectionOn: '2031-01-01' }))).toMatchObject({
      status: 422,
      body: { path: '/results/0/nextInspectionOn', limit: '2030-11-19' },
    })
    expect(await one(pass('I-3', { inspectedOn: '2026-11-22' }))).toMatchObject({
      status: 422,
      body: { path: '/results/0/inspectedOn' },
    })
    expect(await one(pass('I-3', { tareG: 26_480 }))).toMatchObject({
      status: 422,
      body: { path: '/results/0/tareG', limit: 16_480 },
    })
    expect(await one(pass('I-3', { checks: { ...CHECKS, weld: false } }))).toMatchObject({
      status: 422,
      body: { path: '/results/0/result' },
    })
    expect(await one({ ...pass('I-3'), checks: { appearance: true } })).toMatchObject({
      status: 422,
      body: { path: '/results/0/checks/weld' },
    })
    expect(await one(pass('I-1'))).toMatchObject({ status: 422, body: { path: '/results/0/code' } })
    expect((await one(pass('I-3', { nextInspectionOn: '2029-01-01' }))).status).toBe(200)
    const rejected = await post(url(batch, 'review'), tokens['li'], {
      decision: 'reject',
      reason: '读数不清',
    })
    expect(rejected.body).toMatchObject({ waiting: 2, toReview: 0 })
  })

  it('a lab sees the batches that were sent to it, a regulator those of the region, others nothing', async () => {
    const { id } = await send(['I-4'])
    const get = async (who: string) =>
      (await api.call('GET', `/v1/inspection-batches/${id}`, tokens[who])).status
    expect(await get('zhang')).toBe(200)
    expect(await get('regulator')).toBe(200)
    expect(await get('office')).toBe(200)
    expect(await get('wang')).toBe(404)
    const foreign = await api.call('GET', '/v1/inspection-batches', tokens['wang'])
    expect(foreign.body.items).toEqual([])
    const own = await api.call('GET', '/v1/inspection-batches?state=open&limit=1', tokens['zhang'])
    expect(own.body.items).toHaveLength(1)
    const steal = await post(`/v1/inspection-batches/${id}/results`, tokens['wang'], {
      results: [pass('I-4')],
    })
    expect(steal.status).toBe(404)
    // While it is there the lab may look at the cylinder itself.
    expect((await api.call('GET', '/v1/cylinders/I-4', tokens['zhang'])).status).toBe(200)
    expect((await api.call('GET', '/v1/cylinders/I-4', tokens['wang'])).status).toBe(404)
  })

  it('refuses what cannot be sent, naming each code', async () => {
    const body = { labId: 'lab-1', codes: ['I-5', 'I-4', 'NO-SUCH', 'CYL-b'] }
    const answer = await post('/v1/inspection-batches', tokens['office'], body)
    expect(answer.status).toBe(409)
    expect(answer.body.errors.map(({ path }: Json) => path)).toEqual([
      '/codes/1',
      '/codes/2',
      '/codes/3',
    ])
    const nowhere = { labId: 'no-lab', codes: ['I-5'] }
    expect(await post('/v1/inspection-batches', tokens['office'], nowhere)).toMatchObject({
      status: 422,
      body: { path: '/labId' },
    })
    const twice = { labId: 'lab-1', codes: ['I-5', 'I-5'] }
    expect((await post('/v1/inspection-batches', tokens['office'], twice)).status).toBe(422)
  })

  it('two at once send a cylinder to one lab; a repeated request is one batch', async () => {
    const body = { labId: 'lab-1', codes: ['I-5'] }
    const both = await Promise.all(
      ['lab-1', 'lab-2'].map((labId) =>
        post('/v1/inspection-batches', tokens['office'], { ...body, labId }),
      ),
    )
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await post('/v1/cylinders', tokens['office'], cylinderBody('I-6'))).status).toBe(201)
    const key = {
      headers: { authorization: `Bearer ${tokens['office']}`, 'idempotency-key': 'b1' },
    }
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        post('/v1/inspection-batches', tokens['office'], { ...body, codes: ['I-6'] }, key),
      ),
    )
    expect(new Set(again.map(({ body: { id } }) => id)).size).toBe(1)
    const trace = await api.call('GET', '/v1/cylinders/I-6/trace', tokens['office'])
    expect(trace.body.events).toHaveLength(2)
  })

  const events = async (code: string): Promise<string[]> => {
    const trace = await api.call('GET', `/v1/cylinders/${code}/trace`, tokens['office'])
    return trace.body.events.map(({ type }: Json) => type)
  }

  /** A batch of two, judged as far as the step that comes next. */
  const upTo = async (step: 'send' | 'review' | 'return', codes: readonly [string, string]) => {
    for (const code of codes) await post('/v1/cylinders', tokens['office'], cylinderBody(code))
    if (step === 'send') {
      const body = { labId: 'lab-1', codes }
      return ['/v1/inspection-batches', 'office', body, 'inspection.sent'] as const
    }
    const batch = await send(codes)
    const results = { results: codes.map((code) => pass(code)) }
    expect((await post(url(batch, 'results'), tokens['zhang'], results)).status).toBe(200)
    const confirm = { decision: 'confirm' }
    if (step === 'review') {
      return [url(batch, 'review'), 'li', confirm, 'inspection.completed'] as const
    }
    expect((await post(url(batch, 'review'), tokens['li'], confirm)).status).toBe(200)
    return [url(batch, 'return'), 'li', { siteId: 'st-a' }, 'custody.handed-over'] as const
  }

  const finish = () =>
    untoldEvents({
      store: untoldEventQueries(api.database.pool),
      recorder: api.recorder,
      now: () => api.clock.now + 60_000,
      everyMs: 1,
    }).run(new AbortController().signal)

  it.each(['send', 'review', 'return'] as const)(
    'broken off in the middle of %s: the job finishes it, and the repeat writes nothing more',
    async (step) => {
      const codes = [`J-${step}-1`, `J-${step}-2`] as const
      const [path, who, body, type] = await upTo(step, codes)
      const headers = { authorization: `Bearer ${tokens[who]}`, 'idempotency-key': `job-${step}` }
      Object.assign(failing, { type, after: 1 })
      expect((await post(path, tokens[who], body, { headers })).status).toBe(500)
      failing.after = Number.POSITIVE_INFINITY
      await finish()
      const lives = await Promise.all(codes.map(events))
      expect(lives.map((life) => life.at(-1))).toEqual([type, type])
      const again = await post(path, tokens[who], body, { headers })
      expect(again.status, JSON.stringify(again.body)).toBeLessThan(300)
      expect(await Promise.all(codes.map(events))).toEqual(lives)
      const { rows } = await api.database.pool.query('select from untold_event')
      expect(rows).toHaveLength(0)
    },
  )

  it.each(['send', 'review', 'return'] as const)(
    'broken off in the middle of %s: the repeat finishes it',
    async (step) => {
      const codes = [`R-${step}-1`, `R-${step}-2`] as const
      const [path, who, body, type] = await upTo(step, codes)
      const headers = { authorization: `Bearer ${tokens[who]}`, 'idempotency-key': `rep-${step}` }
      Object.assign(failing, { type, after: 1 })
      expect((await post(path, tokens[who], body, { headers })).status).toBe(500)
      failing.after = Number.POSITIVE_INFINITY
      const again = await post(path, tokens[who], body, { headers })
      expect(again.status, JSON.stringify(again.body)).toBeLessThan(300)
      const lives = await Promise.all(codes.map(events))
      expect(lives.map((life) => life.filter((one) => one === type))).toEqual([[type], [type]])
      await finish()
      expect(await Promise.all(codes.map(events))).toEqual(lives)
    },
  )

  it('a lab receives by scan: the first time counts, a stranger is named, names and stations come along', async () => {
    for (const code of ['R-1', 'R-2', 'R-3']) {
      await post('/v1/cylinders', tokens['office'], cylinderBody(code))
    }
    const batch = await send(['R-1', 'R-2'])
    expect(batch).toMatchObject({ received: 0, labName: '某某气瓶检验站', sites: [{ id: 'st-a' }] })
    const receive = (codes: readonly string[], who = 'zhang') =>
      post(url(batch, 'receive'), tokens[who], { codes })
    const stranger = await receive(['R-1', 'R-3'])
    expect([stranger.status, stranger.body.path]).toEqual([422, '/codes/1'])
    const first = await receive(['R-1'])
    expect(first.body).toMatchObject({ received: 1 })
    api.clock.now += 60_000
    const again = await receive(['R-1'])
    expect(again.body.cylinders[0].receivedAt).toBe(first.body.cylinders[0].receivedAt)
    expect((await receive(['R-2'], 'wang')).status).toBe(404)
    // Whoever inspects it has it.
    const results = { results: [pass('R-2')] }
    const done = await post(url(batch, 'results'), tokens['zhang'], results)
    expect(done.body).toMatchObject({ received: 2, toReview: 1 })
    const list = await api.call('GET', '/v1/inspection-batches?limit=1', tokens['zhang'])
    expect(list.body.items[0].enterpriseName).toBe(batch.enterpriseName)
  })

  it('an inspector whose certificate is past records nothing', async () => {
    const staff = { enterpriseId: 'lab-1', operator: 'j-7' }
    expect((await post('/v1/staff', tokens['admin'], staff)).status).toBe(201)
    await api.database.pool.query(
      `insert into staff_certificate (id, enterprise_id, operator, kind, certificate_no, valid_until, recorded_by, recorded_at)
       values (gen_random_uuid(), 'lab-1', 'j-7', 'inspection', 'C-1', '2026-11-01', gen_random_uuid(), now())`,
    )
    expect((await post('/v1/cylinders', tokens['office'], cylinderBody('I-7'))).status).toBe(201)
    const batch = await send(['I-7'])
    const results = [pass('I-7', { inspector: 'j-7' })]
    expect(await post(url(batch, 'results'), tokens['zhang'], { results })).toMatchObject({
      status: 409,
      body: { code: 'UNCERTIFIED', limit: '2026-11-01' },
    })
  })
})
