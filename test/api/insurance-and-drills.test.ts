import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drillPeriods } from '#domain/service/drill-period.ts'
import { day } from '#domain/units.ts'
import type { Json } from './api-harness.ts'
import { type IncidentDesk, startIncidents } from './incident-desk.ts'

let desk: IncidentDesk

beforeAll(async () => {
  desk = await startIncidents()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at('2026-11-21T18:00:00.000Z'))

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
    const { id: incident } = await desk.report()
    const { body } = await desk.step(incident, { type: 'tell-insurer', policyId: id })
    expect(body.insurerToldAt).toBe('2026-11-21T18:00:00.000Z')
  })

  it('R003-11.2-4: the assessed sum is told to the user after the insurer was told, and damaged parts are kept', async () => {
    const { body: found } = await desk.get('/v1/insurance-policies')
    const policyId = found.items[0].id
    const { id } = await desk.report()
    const assessed = {
      type: 'assess-loss',
      amountFen: 120_000,
      toldUserAt: '2026-11-21T18:00:00.000Z',
      partsKept: true,
    }
    expect((await desk.step(id, assessed)).body.code).toBe('CASE_STATE')
    await desk.step(id, { type: 'tell-insurer', policyId })
    const early = await desk.step(id, { ...assessed, toldUserAt: '2026-11-21T17:00:00.000Z' })
    expect(early.body).toMatchObject({ path: '/toldUserAt', clause: 'R003-11.2-4' })
    const { body } = await desk.step(id, assessed)
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
    const people = (await desk.get('/v1/emergency-plans/responsibles')).body.items
    const ids = people.map((one: Json) => one.id)
    expect(ids).toContain(plan.responsibleId)
    expect(ids).not.toContain(desk.users['office-b'])
    expect(people.map((one: Json) => one.role)).not.toContain('courier')
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
