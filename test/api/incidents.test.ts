import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drillPeriods } from '#domain/service/drill-period.ts'
import { day } from '#domain/units.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
  // Today is the earliest day on which a promise may begin.
  desk.at('2026-11-20T01:00:00.000Z')
  await desk.must(
    '/v1/rule-profiles',
    {
      id: 'promise-a',
      validFrom: '2026-11-20',
      name: { zh: '服务承诺', en: 'promises' },
      parent: null,
      regionPrefixes: [],
      promisedBy: 'ent-a',
      reason: '公布的抢修到达时间',
      values: {
        emergencyArrival: {
          value: { count: 30, unit: 'minutes' },
          clause: 'R000-9.1.1',
          from: '2026-11-20',
          force: 'recommended',
          certainty: 'document',
        },
      },
    },
    'office',
  )
}, 60_000)
afterAll(() => desk.api.close())
// The first day of the New Year holiday of 2027 would make no difference: minutes run on.
beforeEach(() => desk.at('2026-11-21T18:00:00.000Z'))

const text = '厨房闻到很浓的煤气味'
const report = (more: object = {}) =>
  desk.must('/v1/incidents', {
    customerId: desk.customerId,
    premisesId: desk.premisesId,
    channel: 'phone',
    text,
    ...more,
  })
const step = (id: string, body: object, role = 'office') =>
  desk.post(`/v1/incidents/${id}/steps`, body, role)

describe('emergencies', () => {
  it('says what to read out, in both languages, before anything else', async () => {
    const { body } = await desk.get('/v1/incidents/prompts', 'nobody')
    expect(body.prompts.map((one: Json) => one.code)).toEqual([
      'NO_SPARKS',
      'CLOSE_VALVE',
      'VENTILATE',
      'LEAVE',
      'REPORT',
    ])
    const { prompts } = await report()
    expect(prompts[0]).toMatchObject({
      zh: expect.stringContaining('不要开关'),
      en: expect.stringContaining('Do not switch'),
    })
    expect((await report({ promptsRead: 'zh' })).promptsReadAt).toBe('2026-11-21T18:00:00.000Z')
  })

  it('counts the arrival from the call, against the promise; without one there is no deadline', async () => {
    const { id, deadlines } = await report()
    expect(deadlines).toMatchObject([
      { name: 'emergency-arrival', dueAt: '2026-11-21T18:30:00.000Z', clause: 'R000-9.1.1' },
    ])
    expect((await step(id, { type: 'arrive' })).body.code).toBe('CASE_STATE')
    await step(id, { type: 'dispatch', crew: [desk.users['courier']], vehicle: '鲁C12345' })
    desk.at('2026-11-21T18:40:00.000Z')
    const { body } = await step(id, {
      type: 'arrive',
      at: '2026-11-21T18:30:00.000Z',
      lelPercent: 4,
    })
    expect(body.deadlines[0]).toMatchObject({ late: false })
    const none = await desk.must(
      '/v1/incidents',
      { enterpriseId: 'ent-b', region: '650102', channel: 'phone', text },
      'office-b',
    )
    expect(none.deadlines).toEqual([])
  })

  it('runs across a holiday week like any other', async () => {
    desk.at('2027-02-06T18:00:00.000Z')
    const { deadlines } = await report()
    expect(deadlines[0]).toMatchObject({ dueAt: '2027-02-06T18:30:00.000Z', provisional: false })
  })

  it('from 20 % LEL on four measures are a must before the end (R000-9.2.3), then cause and prevention', async () => {
    const { id } = await report({ kind: 'leak', cylinderCodes: ['CYL-a'] })
    await step(id, { type: 'dispatch', crew: [desk.users['courier']] })
    const arrived = await step(id, { type: 'arrive', lelPercent: 20 })
    expect(arrived.body.missingMeasures).toEqual(['evacuated', 'cordoned', 'valve-shut', 'vented'])
    await step(id, { type: 'measure', taken: ['evacuated', 'cordoned', 'valve-shut'] })
    expect((await step(id, { type: 'end' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R000-9.2.3',
    })
    await step(id, { type: 'measure', taken: ['vented', 'cylinder-removed'] })
    expect((await step(id, { type: 'review', planChanged: false, note: 'x' })).body.code).toBe(
      'CASE_STATE',
    )
    await step(id, { type: 'escalate', to: 'gas-authority', note: '已电话报告' })
    expect(
      (await step(id, { type: 'end', harm: { deaths: 0, seriousInjuries: 0, lossFen: 120_000 } }))
        .body.status,
    ).toBe('ended')
    expect((await step(id, { type: 'measure', taken: ['vented'] })).body.code).toBe('CASE_STATE')
    const { body } = await step(id, {
      type: 'review',
      planChanged: true,
      note: '原因：胶管老化；措施：全小区排查',
    })
    expect(body.status).toBe('reviewed')
    expect(body.endedAt).not.toBeNull()
  })

  it('refuses strangers, and times that cannot be', async () => {
    const { id } = await report()
    expect((await step(id, { type: 'dispatch', crew: [desk.users['office-b']] })).body.path).toBe(
      '/crew/0',
    )
    expect((await step(id, { type: 'dispatch', crew: [] })).body.code).toBe('INVALID_REQUEST')
    expect(
      (
        await step(id, {
          type: 'dispatch',
          crew: [desk.users['courier']],
          at: '2026-11-21T17:59:00.000Z',
        })
      ).body.path,
    ).toBe('/at')
    expect((await step(id, { type: 'tell-insurer', policyId: randomUUID() })).body.path).toBe(
      '/policyId',
    )
    expect((await desk.get(`/v1/incidents/${id}`, 'office-b')).status).toBe(404)
    expect((await desk.get(`/v1/incidents/${id}`, 'regulator')).status).toBe(200)
  })
})

describe('insurance, plans, drills', () => {
  const policy = {
    kind: 'public-liability',
    insurer: '人保财险',
    policyNo: 'PZ-1',
    insuredFen: 500_000_000,
    validFrom: '2026-01-01',
    validUntil: '2026-11-21',
  }

  it('knows which policy ends when, and tells the insurer of an accident', async () => {
    const { id } = await desk.must('/v1/insurance-policies', policy)
    await desk.must('/v1/insurance-policies', {
      ...policy,
      policyNo: 'PZ-2',
      validUntil: '2027-12-31',
    })
    expect((await desk.post('/v1/insurance-policies', policy)).body).toMatchObject({
      code: 'ALREADY_EXISTS',
      path: '/policyNo',
    })
    expect(
      (
        await desk.post('/v1/insurance-policies', {
          ...policy,
          policyNo: 'x',
          validUntil: '2025-01-01',
        })
      ).body.path,
    ).toBe('/validUntil')
    const ending = await desk.get('/v1/insurance-policies?until=2026-12-31')
    // 02:00 on the 22nd in Shanghai.
    expect(ending.body.items).toMatchObject([{ policyNo: 'PZ-1', state: 'expired' }])
    expect((await desk.get('/v1/insurance-policies', 'office-b')).body.items).toEqual([])
    const { id: incident } = await report()
    const { body } = await step(incident, { type: 'tell-insurer', policyId: id })
    expect(body.insurerToldAt).toBe('2026-11-21T18:00:00.000Z')
  })

  it('R003-11.2-4: the assessed sum is told to the user after the insurer was told, and damaged parts are kept', async () => {
    const { body: found } = await desk.get('/v1/insurance-policies')
    const policyId = found.items[0].id
    const { id } = await report()
    const assessed = {
      type: 'assess-loss',
      amountFen: 120_000,
      toldUserAt: '2026-11-21T18:00:00.000Z',
      partsKept: true,
    }
    expect((await step(id, assessed)).body.code).toBe('CASE_STATE')
    await step(id, { type: 'tell-insurer', policyId })
    const early = await step(id, { ...assessed, toldUserAt: '2026-11-21T17:00:00.000Z' })
    expect(early.body).toMatchObject({ path: '/toldUserAt', clause: 'R003-11.2-4' })
    const { body } = await step(id, assessed)
    expect(body.assessedFen).toBe(120_000)
    const told = body.entries.find(({ type }: { type: string }) => type === 'assess-loss')
    expect(told.body).toMatchObject({ amountFen: 120_000, partsKept: true })
  })

  it('keeps plans by version, with who starts them and where they are filed', async () => {
    const plan = {
      kind: 'comprehensive',
      title: '综合应急预案',
      version: '2026-1',
      startsWhen: '泄漏、火灾、爆炸',
      responsibleId: desk.users['office'],
      validFrom: '2026-01-01',
      reviewOn: '2026-11-21',
      filed: { with: '淄博市应急局', no: '3703-1', on: '2026-01-10' },
    }
    const { id } = await desk.must('/v1/emergency-plans', plan)
    expect((await desk.post('/v1/emergency-plans', plan)).body).toMatchObject({
      code: 'ALREADY_EXISTS',
      path: '/version',
    })
    expect(
      (
        await desk.post('/v1/emergency-plans', {
          ...plan,
          version: '2',
          responsibleId: desk.users['office-b'],
        })
      ).body.path,
    ).toBe('/responsibleId')
    const { body } = await desk.get('/v1/emergency-plans?kind=comprehensive')
    expect(body.items).toMatchObject([{ id, filingNo: '3703-1', reviewOverdue: true }])
    const drill = {
      kind: 'company',
      planId: id,
      heldOn: '2026-03-01',
      topic: '角阀泄漏',
      people: 12,
      minutes: 45,
      passed: true,
    }
    await desk.must('/v1/drills', drill)
    expect((await desk.post('/v1/drills', { ...drill, heldOn: '2026-11-23' })).body.path).toBe(
      '/heldOn',
    )
    expect((await desk.post('/v1/drills', { ...drill, planId: randomUUID() })).body.path).toBe(
      '/planId',
    )
    const periods = await desk.get('/v1/drill-periods?from=2025-12-01&to=2026-12-31')
    expect(
      periods.body.items.map((one: Json) => [one.kind, one.from, one.drills, one.overdue]),
    ).toEqual([
      ['company', '2025-07-01', 0, true],
      ['company', '2026-01-01', 1, false],
      ['company', '2026-07-01', 0, false],
      ['user', '2025-01-01', 0, true],
      ['user', '2026-01-01', 0, false],
    ])
    expect(
      (await desk.get('/v1/drill-periods?from=2026-01-01&to=2026-12-31&enterpriseId=ent-b')).status,
    ).toBe(422)
  })

  it('a half-year is missed when its last day is over', () => {
    const on = (today: string) =>
      drillPeriods({ from: day('2026-01-01'), to: day('2026-06-30'), today: day(today) }, 6, [])
    expect(on('2026-06-30')).toEqual([
      { from: '2026-01-01', to: '2026-06-30', drills: 0, overdue: false },
    ])
    expect(on('2026-07-01')[0]?.overdue).toBe(true)
  })
})

describe('hazards and patrols of a company', () => {
  const found = {
    stationId: 'st-a',
    source: 'self-check',
    what: '消防器材过期',
    dueOn: '2026-11-25',
  }
  const act = (id: string, body: object, role = 'office') =>
    desk.post(`/v1/company-hazards/${id}/steps`, body, role)

  it('closes the loop only by other eyes, a major one only after the report (R004-A2-9, R003-5.11.10)', async () => {
    const { id } = await desk.must('/v1/company-hazards', { ...found, major: true })
    expect((await act(id, { type: 'recheck', passed: true, finding: 'x' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R004-A2-9',
    })
    await act(id, { type: 'rectify', remedy: '更换灭火器' })
    expect((await act(id, { type: 'recheck', passed: true, finding: 'x' })).body.code).toBe(
      'RECUSED',
    )
    expect(
      (await act(id, { type: 'recheck', passed: true, finding: 'x' }, 'clerk')).body.clause,
    ).toBe('R003-5.11.10')
    await act(id, { type: 'report', to: '市燃气主管部门', no: 'ZD-1' })
    expect(
      (await act(id, { type: 'recheck', passed: false, finding: '数量不足' }, 'clerk')).body.path,
    ).toBe('/dueOn')
    await act(
      id,
      { type: 'recheck', passed: false, finding: '数量不足', dueOn: '2026-11-28' },
      'clerk',
    )
    await act(id, { type: 'rectify', remedy: '补足' })
    const { body } = await act(id, { type: 'recheck', passed: true, finding: '合格' }, 'clerk')
    expect(body).toMatchObject({ dueOn: '2026-11-28', overdue: false })
    expect(body.closedAt).not.toBeNull()
    expect(body.steps.map((one: Json) => one.type)).toEqual([
      'rectify',
      'report',
      'recheck',
      'rectify',
      'recheck',
    ])
    expect((await act(id, { type: 'rectify', remedy: 'x' })).body.code).toBe('CASE_STATE')
  })

  it('lists open ones by day, overdue from the day after', async () => {
    await desk.must('/v1/company-hazards', found)
    desk.at('2026-11-25T15:59:59.999Z')
    const list = async (role = 'office') => (await desk.get('/v1/company-hazards', role)).body.items
    expect((await list())[0]).toMatchObject({ dueOn: '2026-11-25', overdue: false })
    desk.at('2026-11-25T16:00:00.000Z')
    expect((await list())[0]).toMatchObject({ overdue: true })
    expect(await list('office-b')).toEqual([])
    expect((await desk.post('/v1/company-hazards', found, 'office-b')).body.path).toBe('/stationId')
    expect(
      (await desk.post('/v1/company-hazards', { ...found, dueOn: '2026-11-01' })).body.path,
    ).toBe('/dueOn')
  })

  it('a round looks at every item, and what is wrong becomes a hazard, once', async () => {
    const items = ['储罐区', '灌装间', '可燃气体报警器']
    const route = await desk.must('/v1/patrol-routes', {
      stationId: 'st-a',
      name: '日巡',
      everyDays: 1,
      items,
    })
    expect(route).toMatchObject({ dueOn: '2026-11-22', overdue: false })
    const id = randomUUID()
    const all = items.map((item) => ({ item, ok: true }))
    const round = (results: object[], more: object = {}) =>
      desk.post('/v1/patrols', { id, routeId: route.id, results, ...more })
    expect((await round(all.slice(1))).body.path).toBe('/results')
    expect((await round([...all, { item: '食堂', ok: true }])).body.path).toBe('/results/3/item')
    const bad = [...all.slice(0, 2), { item: '可燃气体报警器', ok: false, remark: '探头故障' }]
    expect((await round(bad)).body.path).toBe('/hazardDueOn')
    const before = (await desk.get('/v1/company-hazards')).body.items.length
    const sent = await Promise.all([1, 2, 3].map(() => round(bad, { hazardDueOn: '2026-11-30' })))
    expect(sent.map(({ status }) => status)).toEqual([201, 201, 201])
    const open = (await desk.get('/v1/company-hazards')).body.items
    expect(open).toHaveLength(before + 1)
    expect(open.at(-1)).toMatchObject({ source: 'patrol', what: '可燃气体报警器：探头故障' })
    const [after] = (await desk.get('/v1/patrol-routes')).body.items
    expect(after).toMatchObject({ dueOn: '2026-11-23', overdue: false })
    desk.at('2026-11-23T16:00:00.000Z')
    expect((await desk.get('/v1/patrol-routes')).body.items[0].overdue).toBe(true)
    expect(
      (await desk.post('/v1/patrols', { routeId: route.id, results: all }, 'office-b')).body.path,
    ).toBe('/routeId')
  })
})
