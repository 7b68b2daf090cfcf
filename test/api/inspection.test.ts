import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { CHECKS, type InspectionWorld, pass, startInspections, url } from './inspection-world.ts'
import { cylinderBody } from './small-world.ts'

describe('periodic inspection', () => {
  let lab: InspectionWorld

  beforeAll(async () => {
    lab = await startInspections()
    for (const code of ['I-1', 'I-2', 'I-3', 'I-4', 'I-5', 'OLD-1']) {
      const more = code === 'OLD-1' ? { madeOn: '2014-06', designLifeYears: 8 } : {}
      const body = cylinderBody(code, more)
      expect((await lab.post('/v1/cylinders', lab.tokens['office'], body)).status).toBe(201)
    }
  }, 60_000)
  afterAll(() => lab.api.close())

  it('sends, inspects, reviews by a second person, sets date and tare, wants a vacuum, comes back', async () => {
    const batch = await lab.send(['I-1', 'I-2'])
    expect(batch).toMatchObject({ items: 2, waiting: 2, labId: 'lab-1' })
    expect(await lab.cylinder('I-1')).toMatchObject({
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
    const done = await lab.post(url(batch, 'results'), lab.tokens['zhang'], { results })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body).toMatchObject({ toReview: 2 })
    // Nothing is true of the cylinder before a second person has looked.
    expect((await lab.cylinder('I-1')).service.state).toBe('at-inspection')

    const own = await lab.post(url(batch, 'review'), lab.tokens['zhang'], { decision: 'confirm' })
    expect(own).toMatchObject({ status: 409, body: { code: 'REVIEWER_IS_INSPECTOR' } })
    const reviewed = await lab.post(url(batch, 'review'), lab.tokens['li'], { decision: 'confirm' })
    expect(reviewed.status, JSON.stringify(reviewed.body)).toBe(200)
    expect(reviewed.body).toMatchObject({ passed: 1, failed: 1, toReview: 0 })
    // Made 2022-03 with 8 years: the cycle of 48 months reaches past 2030-03 and so extends the life to 12 years.
    expect(await lab.cylinder('I-1')).toMatchObject({
      nextInspectionOn: '2030-11-19',
      inspectedOn: '2026-11-19',
      tareG: 16_500,
      needsVacuum: true,
      service: { state: 'in-service' },
    })
    expect(await lab.cylinder('I-2')).toMatchObject({
      service: { state: 'retired', reasons: ['壁厚不足'] },
    })
    const late = await lab.post(url(batch, 'results'), lab.tokens['zhang'], {
      results: [pass('I-1')],
    })
    expect(late).toMatchObject({ status: 409, body: { code: 'NOT_IN_BATCH_STATE' } })

    const back = await lab.post(url(batch, 'return'), lab.tokens['li'], {
      siteId: 'st-a',
      codes: ['I-1'],
    })
    expect(back.status, JSON.stringify(back.body)).toBe(200)
    expect((await lab.cylinder('I-1')).custody).toMatchObject({ kind: 'station', id: 'st-a' })
    const trace = await lab.api.call('GET', '/v1/cylinders/I-1/trace', lab.tokens['regulator'])
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
    await lab.post('/v1/cylinders', lab.tokens['office'], cylinderBody('WHOLE-1'))
    const batch = await lab.send(['WHOLE-1'])
    const fail = { code: 'WHOLE-1', result: 'fail', inspectedOn: '2026-11-19', reason: '壁厚不足' }
    await lab.post(url(batch, 'results'), lab.tokens['zhang'], { results: [fail] })
    await lab.post(url(batch, 'review'), lab.tokens['li'], { decision: 'confirm' })
    const back = await lab.post(url(batch, 'return'), lab.tokens['li'], { siteId: 'st-a' })
    expect(back).toMatchObject({
      status: 200,
      body: {
        findings: [{ cylinder: 'WHOLE-1', code: 'MOVED_WHILE_BLOCKED', measured: 'RETIRED' }],
      },
    })
    const { rows } = await lab.api.database.pool.query(
      `select from work_item w join cylinder c on c.id = w.cylinder_id where c.code = 'WHOLE-1' and w.kind = 'recall'`,
    )
    expect(rows).toHaveLength(1)
  })

  it('the next date never passes the end of life, nor the cycle; a life that ended cannot pass', async () => {
    const batch = await lab.send(['I-3', 'OLD-1'])
    const one = async (result: object) =>
      lab.post(url(batch, 'results'), lab.tokens['zhang'], { results: [result] })
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
    const noWall = pass('I-1', { measured: { wallThicknessMm: 0 } })
    expect(await one(noWall)).toMatchObject({
      status: 400,
      body: { path: '/results/0/measured/wallThicknessMm' },
    })
    expect((await one(pass('I-3', { nextInspectionOn: '2029-01-01' }))).status).toBe(200)
    const rejected = await lab.post(url(batch, 'review'), lab.tokens['li'], {
      decision: 'reject',
      reason: '读数不清',
    })
    expect(rejected.body).toMatchObject({ waiting: 2, toReview: 0 })
  })

  it('a lab sees the batches that were sent to it, a regulator those of the region, others nothing', async () => {
    const { id } = await lab.send(['I-4'])
    const get = async (who: string) =>
      (await lab.api.call('GET', `/v1/inspection-batches/${id}`, lab.tokens[who])).status
    expect(await get('zhang')).toBe(200)
    expect(await get('regulator')).toBe(200)
    expect(await get('office')).toBe(200)
    expect(await get('wang')).toBe(404)
    const foreign = await lab.api.call('GET', '/v1/inspection-batches', lab.tokens['wang'])
    expect(foreign.body.items).toEqual([])
    const own = await lab.api.call(
      'GET',
      '/v1/inspection-batches?state=open&limit=1',
      lab.tokens['zhang'],
    )
    expect(own.body.items).toHaveLength(1)
    const steal = await lab.post(`/v1/inspection-batches/${id}/results`, lab.tokens['wang'], {
      results: [pass('I-4')],
    })
    expect(steal.status).toBe(404)
    // While it is there the lab may look at the cylinder itself.
    expect((await lab.api.call('GET', '/v1/cylinders/I-4', lab.tokens['zhang'])).status).toBe(200)
    expect((await lab.api.call('GET', '/v1/cylinders/I-4', lab.tokens['wang'])).status).toBe(404)
  })

  it('refuses what cannot be sent, naming each code', async () => {
    const body = { labId: 'lab-1', codes: ['I-5', 'I-4', 'NO-SUCH', 'CYL-b'] }
    const answer = await lab.post('/v1/inspection-batches', lab.tokens['office'], body)
    expect(answer.status).toBe(409)
    expect(answer.body.errors.map(({ path }: Json) => path)).toEqual([
      '/codes/1',
      '/codes/2',
      '/codes/3',
    ])
    const nowhere = { labId: 'no-lab', codes: ['I-5'] }
    expect(await lab.post('/v1/inspection-batches', lab.tokens['office'], nowhere)).toMatchObject({
      status: 422,
      body: { path: '/labId' },
    })
    const twice = { labId: 'lab-1', codes: ['I-5', 'I-5'] }
    expect((await lab.post('/v1/inspection-batches', lab.tokens['office'], twice)).status).toBe(422)
  })

  it('two at once send a cylinder to one lab; a repeated request is one batch', async () => {
    const body = { labId: 'lab-1', codes: ['I-5'] }
    const both = await Promise.all(
      ['lab-1', 'lab-2'].map((labId) =>
        lab.post('/v1/inspection-batches', lab.tokens['office'], { ...body, labId }),
      ),
    )
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(
      (await lab.post('/v1/cylinders', lab.tokens['office'], cylinderBody('I-6'))).status,
    ).toBe(201)
    const key = {
      headers: { authorization: `Bearer ${lab.tokens['office']}`, 'idempotency-key': 'b1' },
    }
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        lab.post('/v1/inspection-batches', lab.tokens['office'], { ...body, codes: ['I-6'] }, key),
      ),
    )
    expect(new Set(again.map(({ body: { id } }) => id)).size).toBe(1)
    const trace = await lab.api.call('GET', '/v1/cylinders/I-6/trace', lab.tokens['office'])
    expect(trace.body.events).toHaveLength(2)
  })

  it('a lab receives by scan: the first time counts, a stranger is named, names and stations come along', async () => {
    for (const code of ['R-1', 'R-2', 'R-3']) {
      await lab.post('/v1/cylinders', lab.tokens['office'], cylinderBody(code))
    }
    const batch = await lab.send(['R-1', 'R-2'])
    expect(batch).toMatchObject({ received: 0, labName: '某某气瓶检验站', sites: [{ id: 'st-a' }] })
    const receive = (codes: readonly string[], who = 'zhang') =>
      lab.post(url(batch, 'receive'), lab.tokens[who], { codes })
    const stranger = await receive(['R-1', 'R-3'])
    expect([stranger.status, stranger.body.path]).toEqual([422, '/codes/1'])
    const first = await receive(['R-1'])
    expect(first.body).toMatchObject({ received: 1 })
    lab.api.clock.now += 60_000
    const again = await receive(['R-1'])
    expect(again.body.cylinders[0].receivedAt).toBe(first.body.cylinders[0].receivedAt)
    expect((await receive(['R-2'], 'wang')).status).toBe(404)
    // Whoever inspects it has it.
    const results = { results: [pass('R-2')] }
    const done = await lab.post(url(batch, 'results'), lab.tokens['zhang'], results)
    expect(done.body).toMatchObject({ received: 2, toReview: 1 })
    const list = await lab.api.call('GET', '/v1/inspection-batches?limit=1', lab.tokens['zhang'])
    expect(list.body.items[0].enterpriseName).toBe(batch.enterpriseName)
  })

  it('an inspector whose certificate is past records nothing', async () => {
    const staff = { enterpriseId: 'lab-1', operator: 'j-7' }
    expect((await lab.post('/v1/staff', lab.tokens['admin'], staff)).status).toBe(201)
    await lab.api.database.pool.query(
      `insert into staff_certificate (id, enterprise_id, operator, kind, certificate_no, valid_until, recorded_by, recorded_at)
       values (gen_random_uuid(), 'lab-1', 'j-7', 'inspection', 'C-1', '2026-11-01', gen_random_uuid(), now())`,
    )
    expect(
      (await lab.post('/v1/cylinders', lab.tokens['office'], cylinderBody('I-7'))).status,
    ).toBe(201)
    const batch = await lab.send(['I-7'])
    const results = [pass('I-7', { inspector: 'j-7' })]
    expect(await lab.post(url(batch, 'results'), lab.tokens['zhang'], { results })).toMatchObject({
      status: 409,
      body: { code: 'UNCERTIFIED', limit: '2026-11-01' },
    })
  })
})
