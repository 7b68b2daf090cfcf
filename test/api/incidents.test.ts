import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type IncidentDesk, startIncidents, text } from './incident-desk.ts'

let desk: IncidentDesk

beforeAll(async () => {
  desk = await startIncidents()
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
    const { prompts } = await desk.report()
    expect(prompts[0]).toMatchObject({
      zh: expect.stringContaining('不要开关'),
      en: expect.stringContaining('Do not switch'),
    })
    expect((await desk.report({ promptsRead: 'zh' })).promptsReadAt).toBe(
      '2026-11-21T18:00:00.000Z',
    )
  })

  it('counts the arrival from the call, against the promise; without one there is no deadline', async () => {
    const { id, deadlines } = await desk.report()
    expect(deadlines).toMatchObject([
      { name: 'emergency-arrival', dueAt: '2026-11-21T18:30:00.000Z', clause: 'R000-9.1.1' },
    ])
    expect((await desk.step(id, { type: 'arrive' })).body.code).toBe('CASE_STATE')
    await desk.step(id, { type: 'dispatch', crew: [desk.users['courier']], vehicle: '鲁C12345' })
    desk.at('2026-11-21T18:40:00.000Z')
    const { body } = await desk.step(id, {
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
    const { deadlines } = await desk.report()
    expect(deadlines[0]).toMatchObject({ dueAt: '2027-02-06T18:30:00.000Z', provisional: false })
  })

  it('from 20 % LEL on four measures are a must before the end (R000-9.2.3), then cause and prevention', async () => {
    const { id } = await desk.report({ kind: 'leak', cylinderCodes: ['CYL-a'] })
    await desk.step(id, { type: 'dispatch', crew: [desk.users['courier']] })
    const arrived = await desk.step(id, { type: 'arrive', lelPercent: 20 })
    expect(arrived.body.missingMeasures).toEqual(['evacuated', 'cordoned', 'valve-shut', 'vented'])
    await desk.step(id, { type: 'measure', taken: ['evacuated', 'cordoned', 'valve-shut'] })
    expect((await desk.step(id, { type: 'end' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R000-9.2.3',
    })
    await desk.step(id, { type: 'measure', taken: ['vented', 'cylinder-removed'] })
    expect((await desk.step(id, { type: 'review', planChanged: false, note: 'x' })).body.code).toBe(
      'CASE_STATE',
    )
    await desk.step(id, { type: 'escalate', to: 'gas-authority', note: '已电话报告' })
    expect(
      (
        await desk.step(id, {
          type: 'end',
          harm: { deaths: 0, seriousInjuries: 0, lossFen: 120_000 },
        })
      ).body.status,
    ).toBe('ended')
    expect((await desk.step(id, { type: 'measure', taken: ['vented'] })).body.code).toBe(
      'CASE_STATE',
    )
    const { body } = await desk.step(id, {
      type: 'review',
      planChanged: true,
      note: '原因：胶管老化；措施：全小区排查',
    })
    expect(body.status).toBe('reviewed')
    expect(body.endedAt).not.toBeNull()
  })

  it('refuses strangers, and times that cannot be', async () => {
    const { id } = await desk.report()
    expect(
      (await desk.step(id, { type: 'dispatch', crew: [desk.users['office-b']] })).body.path,
    ).toBe('/crew/0')
    expect((await desk.step(id, { type: 'dispatch', crew: [] })).body.code).toBe('INVALID_REQUEST')
    expect(
      (
        await desk.step(id, {
          type: 'dispatch',
          crew: [desk.users['courier']],
          at: '2026-11-21T17:59:00.000Z',
        })
      ).body.path,
    ).toBe('/at')
    expect((await desk.step(id, { type: 'tell-insurer', policyId: randomUUID() })).body.path).toBe(
      '/policyId',
    )
    expect((await desk.get(`/v1/incidents/${id}`, 'office-b')).status).toBe(404)
    expect((await desk.get(`/v1/incidents/${id}`, 'regulator')).status).toBe(200)
  })
})
